import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';

const redactor = createRedactor();
const fake = ['Tr0ub4dor', '9Xq'].join('');
const long = ['q7Rz2Lw9Xk41', 'Bn8sTf5Vh3Jm6Pd0'].join('');
const masked = '[REDACTED:password]';

describe('a password between the signs of a language', () => {
  it.each([
    [`Config { password: Some("${fake}"), port: 1 }`, `Config { password: Some("${masked}"), port: 1 }`],
    [`["password"]=> string(12) "${fake}"`, `["password"]=> string(12) "${masked}"`],
    [`{password,<<"${fake}">>}`, `{password,<<"${masked}">>}`],
    [`[{user,"jane"},{password,"${fake}"}]`, `[{user,"jane"},{password,"${masked}"}]`],
    [`char password[] = "${fake}";`, `char password[] = "${masked}";`],
    [`char password[16] = "${fake}";`, `char password[16] = "${masked}";`],
    [`password[]=${fake}&page=1`, `password[]=${masked}&page=1`],
    [`-Dpassword=${fake} -jar app.jar`, `-Dpassword=${masked} -jar app.jar`],
    [`name="password"\r\n\r\n${fake}\r\n--part`, `name="password"\r\n\r\n${masked}\r\n--part`],
    [`password for root: ${fake}`, `password for root: ${masked}`],
    [`changed the root password to ${fake}`, `changed the root password to ${masked}`],
  ])('is hidden in %s', (line, clean) => {
    expect(redactor.line(line)).toBe(clean);
  });

  it('is hidden in a part of a form inside JSON', () => {
    const body = JSON.stringify({ body: `name="password"\r\n\r\n${fake}\r\n--part` });
    expect(JSON.parse(redactor.line(body))).toEqual({ body: `name="password"\r\n\r\n${masked}\r\n--part` });
  });

  it.each([
    'const token = getToken();',
    'let password = req.body.password',
    'token = await fetchToken(user)',
    'ALTER TABLE users ADD COLUMN password varchar(255)',
    'token[3]: the',
    'add the password to db1',
    'password for user jane: incorrect',
  ])('is not seen in %s', (line) => {
    expect(redactor.line(line)).toBe(line);
  });
});

describe('a key behind its name in prose', () => {
  it.each([
    [`api_key ${long} is invalid`, 'api_key [REDACTED:api-key] is invalid'],
    [`the token ${long} has expired`, 'the token [REDACTED:token] has expired'],
    [`card 4111 1111 1111 1111 cvv 123`, 'card [REDACTED:card-number] cvv [REDACTED:card-verification]'],
  ])('is hidden: %s', (line, clean) => {
    expect(redactor.line(line)).toBe(clean);
  });

  it.each([
    `next page token ${long} is used`,
    `cache key ${'9f86d081884c7d65'.repeat(4)} missed`,
    `token ${'9f86d081884c7d65'.repeat(4)} is a digest`,
    `rpc.method=DescribeSecret tf_req_id=7d7a6185-03ea-442d-b95d-c45c92d49589`,
    'CSC 201 is a course',
  ])('is not seen in %s', (line) => {
    expect(redactor.line(line)).toBe(line);
  });
});

describe('a name with words that nobody listed', () => {
  it('hides what has the signs of a password', () => {
    expect(redactor.line(`DB_PASSWORD_ORDERS=${fake}!`)).toBe(`DB_PASSWORD_ORDERS=${masked}`);
    expect(redactor.line('SMTP_PASSWORD_EU=hunter2!')).toBe(`SMTP_PASSWORD_EU=${masked}`);
  });

  it.each(['passwordHasher=argon2id', 'password_encryption = scram-sha-256', 'passwordProvider: ldap-eu-1'])(
    'leaves %s',
    (line) => {
      expect(redactor.line(line)).toBe(line);
    },
  );
});

describe('a list of headers that breaks off', () => {
  it.each(['cookie=[\\', 'Authorization: ["a", \\', "set-cookie: ['x', \\"])(
    'is read to its end, and no further: %s',
    (msg) => {
      // A quote behind an even number of backslashes ends the text, and opens no item.
      expect(redactor.line(JSON.stringify({ msg, b: 1 }))).toContain('"b":1');
    },
  );

  it('leaves a command without its password as it is', () => {
    const record = { Authorization: ['x', { D: 'y', note: ['redis-cli -a'] }], item: 12.4 };
    expect(redactor.line(JSON.stringify(record))).not.toContain('redaction_error');
  });
});

describe('a record whose parts could be read together', () => {
  it.each([
    // A name in one member, a document in the next.
    { key: 'PASSWORD', msg: '{"value":31612345678}' },
    // A hidden text with quotes of its own, and the same text in quotes of JSON.
    { 'x-api-key': '"2026-11-21T21:28:18.204Z"', when: '2026-11-21T21:28:18.204Z' },
    // Items that are no texts.
    { cookie: [true, 4111111111111111] },
    // A hidden text that stands between two members as well.
    { token: 'x:4111111111111111,', password: ':4111111111111111,', a: 4111111111111111, b: 1 },
  ])('stays one document: %j', (record) => {
    const line = redactor.line(JSON.stringify(record));
    expect(() => JSON.parse(line)).not.toThrow();
    expect(line).not.toContain('redaction_error');
  });
});
