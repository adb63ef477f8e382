import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { email, jwt, opaque, password } from '../support/fake-values.ts';
import { expectFields, expectHidden, expectTextHidden, starred, written } from '../support/traps.ts';

describe('names', () => {
  it.each([
    'PASSWORD',
    'Password',
    'DB_PASSWORD',
    'userPassword',
    'pass-word',
    'X-Api-Key',
    'x_api_key',
    'passwordConfirmation',
    'config.db.password',
    'clientSecret',
    'CLIENT_SECRET',
    'refresh_token',
    'accessTokens',
    'newPassword2',
    'authtoken',
  ])('trap 21: %s', (name) => {
    expectFields({ [name]: opaque, list: [{ [name]: opaque }] }, [opaque], {
      [name]: '[*]',
      list: [{ [name]: '[*]' }],
    });
    expectTextHidden({ text: `${name}=${opaque} x`, shown: `${name}=[*] x`, secrets: [opaque] });
    expectTextHidden({ text: `${name}: ${opaque}, x`, shown: `${name}: [*], x`, secrets: [opaque] });
  });

  const benign = {
    author: 'Jane Doe',
    authority: 'a.example:443',
    keyboard: 'qwerty',
    monkey: 'george',
    tokenCount: 1234,
    passengers: ['Ann', 'Bob'],
    compass: 'north',
    secretary: 'Mr Smith',
    cookieConsent: 'all',
    keyId: 'k-2026-01',
    spanId: '00f067aa0ba902b7',
    signatureAlgorithm: 'RS256',
    tokens_used: 3456,
    max_tokens: 4096,
    token_type: 'bearer',
    password_reset_at: '2026-11-20T12:00:00Z',
    passwordStrength: 'good',
    secretName: 'prod/db',
    hasPassword: true,
    session: 'morning',
    pass: 12,
    private: true,
    state: 'open',
    code: 'ECONNRESET',
    pan: 'left',
  };

  it('trap 22: benign look-alikes stay, as fields and in a message', () => {
    expectFields(benign, [], benign);
    const message = Object.entries(benign)
      .map(([name, value]) => `${name}=${String(value)}`)
      .join(' ');
    for (const text of [
      message,
      JSON.stringify(benign),
      new URLSearchParams(Object.entries({ a: '1', author: 'Jane' })).toString(),
    ]) {
      expect(written((logger) => logger.info(text)).record['msg']).toBe(text);
    }
  });

  it('trap 22: a benign name does not save a value that is a secret by itself', () => {
    expectFields({ token_type: jwt, keyId: email }, [jwt, email], { token_type: '[*]', keyId: '[*]' });
  });

  it('trap 23: a secret in the key of an object', () => {
    const sessions = { [jwt]: 1, [email]: { a: 1 }, b: 2 };
    const { line, record } = written((logger) =>
      logger.info({ sessions, list: [sessions], map: new Map([[email, 1]]) }, 'said'),
    );
    expectHidden(line, [jwt, email]);
    expect(record).toMatchObject({ sessions: { b: 2 }, list: [{ b: 2 }], msg: 'said' });
    expect(starred(line)).toContain('"sessions":{"[*]":1,"[*]":{"a":1},"b":2}');
  });
});

describe('exotic keys', () => {
  it('trap 24: own __proto__, constructor and prototype from JSON.parse', () => {
    const given = JSON.parse(
      `{"__proto__":{"password":"${password}","a":1},"constructor":{"password":"${password}"},"prototype":{"token":"${opaque}"},"b":{"__proto__":{"password":"${password}"}}}`,
    );
    const { line } = written((logger) => logger.info({ given, ...given }, 'said'));
    expectHidden(line, [password, opaque]);
    expect(starred(line)).toContain('"__proto__":{"password":"[*]","a":1}');
    expect(Reflect.get({}, 'password')).toBeUndefined();
    expect(Reflect.get({}, 'a')).toBeUndefined();
    const { line: top } = written((logger) => logger.info(given, 'said'));
    expectHidden(top, [password, opaque]);
    expect(starred(top)).toContain('"constructor":{"password":"[*]"}');
  });

  it('trap 24: symbol keys, an empty key, dots, brackets and numbers', () => {
    const given = {
      [Symbol('password')]: password,
      '': { password },
      'a.password': password,
      'a[0].password': password,
      '0': password === '' ? 0 : 1,
      '12': { '3': { password } },
      'with "quotes"': { password },
      'password"': password,
    };
    const { line, record } = written((logger) => logger.info(given, 'said'));
    expectHidden(line, [password]);
    expect(starred(record)).toMatchObject({
      '': { password: '[*]' },
      'a.password': '[*]',
      '0': 1,
      '12': { '3': { password: '[*]' } },
    });
  });

  it('trap 24: a key that is bound and logged again stands once, hidden', () => {
    const { line, record } = written((logger) =>
      logger.child({ password, a: 1 }).child({ password: opaque, b: 2 }).info({ password: jwt, a: 3 }, 'said'),
    );
    expectHidden(line, [password, opaque, jwt]);
    expect(line.match(/"password"/g)).toHaveLength(1);
    expect(starred(record)).toMatchObject({ password: '[*]', a: 3, b: 2 });
  });

  it('trap 24: a key that stands twice in JSON text is hidden twice', () => {
    const text = `{"password":"${password}","a":1,"password":"${opaque}"}`;
    expectTextHidden({ text, shown: '{"password":"[*]","a":1,"password":"[*]"}', secrets: [password, opaque] });
  });
});

describe('pairs', () => {
  it.each([
    ['name and value', [{ name: 'password', value: opaque, n: 1 }], [{ name: 'password', value: '[*]', n: 1 }]],
    ['value and name', [{ value: opaque, name: 'password' }], [{ value: '[*]', name: 'password' }]],
    ['key and value', { key: 'DB_PASSWORD', value: opaque }, { key: 'DB_PASSWORD', value: '[*]' }],
    [
      'entries',
      [
        ['x-api-key', opaque],
        ['accept', '*/*'],
      ],
      [
        ['x-api-key', '[*]'],
        ['accept', '*/*'],
      ],
    ],
    [
      'rawHeaders',
      ['Host', 'a.example', 'Cookie', `sid=${opaque}; theme=${password}`, 'Accept', '*/*'],
      ['Host', 'a.example', 'Cookie', 'sid=[*]; theme=[*]', 'Accept', '*/*'],
    ],
    [
      'rawHeaders with a scheme',
      ['Authorization', `Bearer ${opaque}`, 'A', 'b'],
      ['Authorization', 'Bearer [*]', 'A', 'b'],
    ],
    [
      'argv',
      ['node', 'x.js', '--password', opaque, '--port', '80'],
      ['node', 'x.js', '--password', '[*]', '--port', '80'],
    ],
    ['argv with =', ['--token', `--password=${opaque}`, '--port=80'], ['--token', '--password=[*]', '--port=80']],
    ['a short option', ['mysql', '-u', 'root', '-pS3cretFake9', 'shop'], ['mysql', '-u', 'root', '-p[*]', 'shop']],
  ])('trap 25: %s', (_, pairs, shown) => {
    expectFields({ pairs }, [opaque, password, 'S3cretFake9'], { pairs: shown });
    expectTextHidden({
      text: JSON.stringify(pairs),
      shown: JSON.stringify(shown),
      secrets: [opaque, password, 'S3cretFake9'],
    });
  });

  it.each([
    [`run --password ${opaque} --port 80`, 'run --password [*] --port 80'],
    [`run --api-key=${opaque} -v`, 'run --api-key=[*] -v'],
    ['mysql -u root -pS3cretFake9 shop', 'mysql -u root -p[*] shop'],
    [`curl -H 'X-Api-Key: ${opaque}' https://a.example`, "curl -H 'X-Api-Key: [*]' https://a.example"],
    [`curl -u jane:${opaque} https://a.example`, 'curl -u jane:[*] https://a.example'],
  ])('trap 25: a command line, %s', (text, shown) => {
    expectTextHidden({ text, shown, secrets: [opaque, 'S3cretFake9'] });
  });

  it.each(['cp -pr a b', 'tar -pxf a.tar', 'ssh -p22 a.example', 'ps -p1234', 'mkdir -p src/a2'])(
    'trap 25: %s stays',
    (text) => {
      expect(written((logger) => logger.info(text)).record['msg']).toBe(text);
    },
  );
});

describe('values that are no text', () => {
  it('trap 26: numbers, booleans and bigints', () => {
    expectFields(
      { cvv: 987, pin: 1234, password: 12345678, passcode: 90125n, n: 987, on: true },
      ['1234', '12345678', '90125'],
      { cvv: '[*]', pin: '[*]', password: '[*]', passcode: '[*]', n: 987, on: true },
    );
    const text = '{"cvv":987,"pin":1234,"password":-1.5e3,"n":987}';
    expectTextHidden({ text, shown: '{"cvv":"[*]","pin":"[*]","password":"[*]","n":987}', secrets: ['1234', '1.5e3'] });
  });

  it('trap 26: objects and arrays', () => {
    expectFields(
      { secret: { v: opaque, n: 1 }, token: [opaque, jwt], password: [[{ a: password }]], n: [1] },
      [opaque, jwt, password],
      { secret: '[*]', token: '[*]', password: '[*]', n: [1] },
    );
  });

  it('trap 26: null, a flag and an empty text hide nothing', () => {
    const given = { password: null, token: '', secret: false, cookie: {}, n: 1 };
    expectFields(given, [], given);
  });

  it.each([
    [
      'a text',
      { password: opaque, note: `typed ${opaque}, twice: ${opaque}` },
      { password: '[*]', note: 'typed [*], twice: [*]' },
    ],
    [
      'before it',
      { a: [opaque], note: `x${opaque}x`.slice(1, -1), z: { token: opaque } },
      { a: ['[*]'], note: '[*]', z: { token: '[*]' } },
    ],
    [
      'a number',
      { password: 12345678, list: [12345678], text: 'is 12345678!' },
      { password: '[*]', list: ['[*]'], text: 'is [*]!' },
    ],
    [
      'a signed number and one with a fraction',
      { password: 12345678, list: [-12345678], n: 12345678.5 },
      { password: '[*]', list: ['[*]'], n: 12345678.5 },
    ],
    ['part of an object', { secret: { v: opaque }, note: `is ${opaque}` }, { secret: '[*]', note: 'is [*]' }],
    ['with quotes', { password: 'a "quoted" fake', note: 'is a "quoted" fake!' }, { password: '[*]', note: 'is [*]!' }],
    [
      'with line ends',
      { password: 'two\nlines-fake', note: 'is two\nlines-fake!' },
      { password: '[*]', note: 'is [*]!' },
    ],
  ])('trap 27: the same secret elsewhere, %s', (_, given, shown) => {
    expectFields(given, [opaque, 'is 12345678', 'quoted', 'lines-fake'], shown);
  });

  it('trap 27: in the message, in bindings and percent-encoded', () => {
    const sent = 'p&ss w0rd+fake';
    const { line, record } = written((logger) =>
      logger
        .child({ bound: `b ${sent}` })
        .info({ password: sent, url: `/x?q=${encodeURIComponent(sent)}&n=1` }, `m ${sent}`),
    );
    expectHidden(line, [sent]);
    expect(starred(record)).toMatchObject({ bound: 'b [*]', url: '/x?q=[*]&n=1', msg: 'm [*]' });
  });

  it('trap 28: a secret in two parts is out of reach, and the limits say so', () => {
    const halves = { cc1: '41111111', cc2: '11111111', user: 'jane', domain: 'example.com' };
    expectFields(halves, [], halves);
    expect(readFileSync('docs/limits.md', 'utf8')).toMatch(/trap 28/i);
  });
});
