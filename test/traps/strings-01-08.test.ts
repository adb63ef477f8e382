import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { email, githubToken, jwt, opaque, password } from '../support/fake-values.ts';
import { expectFields, expectHidden, expectTextHidden, starred, written } from '../support/traps.ts';

describe('names and values in a message', () => {
  it.each([
    [`login password=${password}`, 'login password=[*]'],
    [`login password=${password} for jane in 12ms`, 'login password=[*] for jane in 12ms'],
    [`login pwd: ${password}, retry 3`, 'login pwd: [*], retry 3'],
    [`password = '${password}' for jane`, "password = '[*]' for jane"],
    [`level=info token="${password}" path=/a`, 'level=info token="[*]" path=/a'],
    [`DB_PASSWORD=${password} DB_HOST=db.example`, 'DB_PASSWORD=[*] DB_HOST=db.example'],
    [`user{password:${password}, age:7}`, 'user{password:[*], age:7}'],
  ])('trap 01: %s', (text, shown) => {
    expectTextHidden({ text, shown, secrets: [password] });
  });

  it.each([
    [{ password, user: 'jane' }, '{"password":"[*]","user":"jane"}'],
    [{ a: [{ client_secret: password }], b: 1 }, '{"a":[{"client_secret":"[*]"}],"b":1}'],
    [{ n: null, password, t: true }, '{"n":null,"password":"[*]","t":true}'],
    [{ user: { token: `${password}"\\,` } }, '{"user":{"token":"[*]"}}'],
  ])('trap 02: JSON in a template, %j', (body, shown) => {
    expectTextHidden({ text: `body ${JSON.stringify(body)} end`, shown: `body ${shown} end`, secrets: [password] });
  });

  it.each<[string, (logger: Logger) => void, string]>([
    ['%s', (logger) => logger.info('token %s of %d', jwt, 3), 'token [*] of 3'],
    ['%s after a name', (logger) => logger.info('password=%s for %s', jwt, 'jane'), 'password=[*] for jane'],
    [
      '%j',
      (logger) => logger.info('body %j', { password: jwt, user: 'jane' }),
      'body {"password":"[*]","user":"jane"}',
    ],
    ['%o', (logger) => logger.info('body %o', { password: jwt, n: 1 }), 'body {"password":"[*]","n":1}'],
    ['%O', (logger) => logger.info('body %O', { a: { password: jwt } }), 'body {"a":{"password":"[*]"}}'],
    ['an error for %s', (logger) => logger.info('bad: %s', new Error(`password=${jwt}`)), 'bad: Error: password=[*]'],
  ])('trap 03: printf with %s', (_, call, message) => {
    const { line, record } = written(call);
    expectHidden(line, [jwt]);
    expect(starred(record)).toMatchObject({ level: 'info', msg: message });
  });

  it('trap 03: %j of an object that a path rule names', () => {
    for (const path of ['user.note', 'user[*].note', '*.note']) {
      const given = path.includes('[') ? { user: [{ note: opaque, n: 1 }] } : { user: { note: opaque, n: 1 } };
      const { line, record } = written((logger) => logger.info('%j', given), { redact: [path] });
      expectHidden(line, [opaque]);
      expect(record['msg']).toContain('"n":1');
    }
  });

  it('trap 03: %j of the member alone when the path names its parent', () => {
    const { line, record } = written((logger) => logger.info('%j', { password, n: 1 }), { redact: ['user.password'] });
    expectHidden(line, [password]);
    expect(starred(record['msg'])).toBe('{"password":"[*]","n":1}');
  });

  it.each<[string, (logger: Logger) => Logger]>([
    ['a child', (logger) => logger.child({}, { msgPrefix: `[${email}] ` })],
    ['a child’s child', (logger) => logger.child({}, { msgPrefix: `[${email}] ` }).child({ a: 1 })],
    ['two prefixes', (logger) => logger.child({}, { msgPrefix: `[${email}] ` }).child({}, { msgPrefix: '(b) ' })],
  ])('trap 04: an address in msgPrefix of %s is hidden', (_, child) => {
    const { line, record } = written((logger) => child(logger).info({ kept: 1 }, 'hello'));
    expectHidden(line, [email]);
    expect(starred(record)).toMatchObject({ kept: 1, msg: expect.stringMatching(/^\[\[\*\]\] (?:\(b\) )?hello$/) });
  });

  it('trap 04: an address in the msgPrefix of the root is hidden', () => {
    const { line, record } = written((logger) => logger.info('hello'), { msgPrefix: `password=${password} ` });
    expectHidden(line, [password]);
    expect(starred(record['msg'])).toBe('password=[*] hello');
  });
});

describe('URLs and forms', () => {
  it.each([
    [`user=jane&password=${password}`, 'user=jane&password=[*]'],
    [`password=${password}&user=jane&age=7`, 'password=[*]&user=jane&age=7'],
    [`GET /cb?access_token=${opaque}&page=2 200`, 'GET /cb?access_token=[*]&page=2 200'],
    [`/cb#access_token=${opaque}&token_type=bearer`, '/cb#access_token=[*]&token_type=bearer'],
    [`https://bob:${password}@db.example/x?a=1`, 'https://bob:[*]@db.example/x?a=1'],
    [`postgres://bob:${password}@db.example:5432/shop`, 'postgres://bob:[*]@db.example:5432/shop'],
    [`https://a.example/f?X-Amz-Signature=${'ab12'.repeat(16)}&x=1`, 'https://a.example/f?X-Amz-Signature=[*]&x=1'],
    [
      `https://a.example/?X-Amz-Date=1&x-amz-security-token=${opaque}`,
      'https://a.example/?X-Amz-Date=1&x-amz-security-token=[*]',
    ],
    [`jdbc:mysql://db/x?user=sa&password=${password}`, 'jdbc:mysql://db/x?user=sa&password=[*]'],
    [`Server=db;User Id=sa;Password=${password};Encrypt=true`, 'Server=db;User Id=sa;Password=[*];Encrypt=true'],
  ])('trap 05: %s', (text, shown) => {
    expectTextHidden({ text, shown, secrets: [password, opaque, 'ab12'.repeat(16)] });
  });

  it('trap 05: a URL instance, as a field, in an array and as the whole record', () => {
    const url = new URL(`https://bob:${password}@a.example/cb?access_token=${opaque}&page=2`);
    const shown = 'https://bob:[*]@a.example/cb?access_token=[*]&page=2';
    expectFields({ url }, [password, opaque], { url: shown });
    expectFields({ list: [url, 1] }, [password, opaque], { list: [shown, 1] });
    const { line } = written((logger) => logger.info(url, 'whole'));
    expectHidden(line, [password, opaque]);
    expect(starred(line)).toContain(shown);
    expect(url.password).toBe(password);
  });

  it.each([
    ['e=jane.doe%40example.com&n=1', 'e=[*]&n=1'],
    ['to jane.doe%2540example.com today', 'to [*] today'],
    [
      '/cb?redirect=%2Fx%3Faccess_token%3Dq8Zr4FakeT0ken7Hs2%26page%3D2',
      '/cb?redirect=%2Fx%3Faccess_token%3D[*]%26page%3D2',
    ],
    [
      'body=%7B%22password%22%3A%22hunter2-fake%22%2C%22n%22%3A1%7D',
      'body=%7B%22password%22%3A%22[*]%22%2C%22n%22%3A1%7D',
    ],
    ['q=%257B%2522password%2522%253A%2522hunter2-fake%2522%257D', 'q=%257B%2522password%2522%253A%2522[*]%2522%257D'],
    ['pass%77ord=hunter2-fake&n=1', 'pass%77ord=[*]&n=1'],
    ['card_number=4111+1111+1111+1111&n=1', 'card_number=[*]&n=1'],
    ['c=4111+1111+1111+1111&e=a%20b', 'c=[*]&e=a%20b'],
    ['card=4111%201111%201111%201111&n=1', 'card=[*]&n=1'],
    ['a%20password%3Dhunter2-fake+b', 'a%20password%3D[*]'],
  ])('trap 06: percent-encoded, %s', (text, shown) => {
    const secrets = [email, password, opaque, '4111+1111', '4111%201111', 'hunter2'];
    expectTextHidden({ text, shown, secrets });
  });
});

describe('JSON in strings', () => {
  const inner = JSON.stringify({ password, user: 'jane', n: 7 });
  const twice = JSON.stringify({ body: inner, ok: true });
  const thrice = JSON.stringify({ outer: twice });

  it.each([
    ['once', inner],
    ['twice', twice],
    ['three times', thrice],
    ['twice, in an array', JSON.stringify([twice, 'x'])],
  ])('trap 07: nested %s', (_, text) => {
    const shown = text.replace(password, '[*]');
    expectTextHidden({ text, shown, secrets: [password] });
  });

  it.each([
    ['an escaped key', String.raw`{"\u0070assword":"hunter2-fake","n":1}`, String.raw`{"\u0070assword":"[*]","n":1}`],
    [
      'a key escaped whole',
      String.raw`{"\u0070\u0061\u0073\u0073\u0077\u006f\u0072\u0064":"hunter2-fake"}`,
      String.raw`{"\u0070\u0061\u0073\u0073\u0077\u006f\u0072\u0064":"[*]"}`,
    ],
    ['an escaped sign in an address', String.raw`{"e":"jane.doe\u0040example.com","n":1}`, '{"e":"[*]","n":1}'],
    ['an escaped value', String.raw`{"password":"\u0068unter2-fake","n":1}`, '{"password":"[*]","n":1}'],
    [
      'escaped quotes',
      String.raw`{\u0022password\u0022:\u0022hunter2-fake\u0022}`,
      String.raw`{\u0022password\u0022:\u0022[*]\u0022}`,
    ],
  ])('trap 07: %s', (_, text, shown) => {
    expectTextHidden({ text, shown, secrets: [password, email, 'unter2-fake'] });
    const once = JSON.stringify({ text });
    expectTextHidden({ text: once, shown: JSON.stringify({ text: shown }), secrets: [password, email, 'unter2-fake'] });
  });
});

describe('headers', () => {
  const rest = 'continued-fake-secret';
  it.each([
    [`Authorization: Bearer ${opaque}\r\n\t${rest}\r\nHost: a.example`, 'Authorization: Bearer [*]\r\nHost: a.example'],
    [`Authorization: Bearer ${opaque}\r\n ${rest}\r\nHost: a.example`, 'Authorization: Bearer [*]\r\nHost: a.example'],
    [`authorization: Bearer ${opaque}\n\t${rest}\nhost: a.example`, 'authorization: Bearer [*]\nhost: a.example'],
    [
      `GET / HTTP/1.1\r\nCookie: sid=${opaque};\r\n theme=${rest}\r\nHost: a`,
      'GET / HTTP/1.1\r\nCookie: sid=[*];\r\n theme=[*]\r\nHost: a',
    ],
    [`X-Api-Key: ${opaque}\r\nAccept: */*`, 'X-Api-Key: [*]\r\nAccept: */*'],
    [
      `Proxy-Authorization: Basic ${Buffer.from(`jane:${password}`).toString('base64')}\r\nA: b`,
      'Proxy-Authorization: Basic [*]\r\nA: b',
    ],
  ])('trap 08: %j', (text, shown) => {
    expectTextHidden({ text, shown, secrets: [opaque, rest, `jane:${password}`] });
  });

  it('trap 08: a folded header inside JSON text inside a message', () => {
    const block = `Authorization: token ${githubToken}\r\n\t${rest}\r\nHost: a.example`;
    expectTextHidden({
      text: JSON.stringify({ raw: block, n: 1 }),
      shown: JSON.stringify({ raw: 'Authorization: token [*]\r\nHost: a.example', n: 1 }),
      secrets: [githubToken, rest],
    });
  });
});
