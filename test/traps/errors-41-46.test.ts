import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { email, opaque, password, ssn } from '../support/fake-values.ts';
import { expectHidden, starred, written } from '../support/traps.ts';

/** The record that comes of logging the error in each way an error is logged; all must agree on the error. */
function logged(error: object, secrets: readonly string[]): Record<string, unknown> {
  const ways = [
    written((logger) => logger.error(error)),
    written((logger) => logger.error({ err: error, kept: 7 }, 'said')),
    written((logger) => logger.error({ failure: error, list: [error] }, 'said')),
    written((logger) => logger.child({ err: error }).error('said')),
    written((logger) => logger.error('said %s %o', error, error)),
  ];
  for (const { line } of ways) expectHidden(line, secrets);
  expect(ways[1]?.record).toMatchObject({ kept: 7, msg: 'said' });
  // A cast that holds: the record was parsed from JSON, and its err is an object or the test fails on it.
  return starred(ways[1]?.record['err']) as Record<string, unknown>;
}

describe('an error', () => {
  it('trap 41: its message stands in three places and is hidden in all', () => {
    const error = new Error(`bad address ${email}`);
    const { line, record } = written((logger) => logger.error(error));
    expectHidden(line, [email]);
    expect(starred(record)).toMatchObject({
      msg: 'bad address [*]',
      err: { type: 'Error', message: 'bad address [*]' },
    });
    expect(starred(record['err'])).toMatchObject({
      stack: expect.stringMatching(/^Error: bad address \[\*\]\n {4}at /),
    });
    expect(error.message).toContain(email);
    logged(error, [email]);
  });

  it('trap 41: the stack alone holds it', () => {
    const error = new Error('bad');
    error.stack = `Error: bad\n    at https://u:${password}@a.example/x.js?token=${opaque}:1:2`;
    expect(logged(error, [password, opaque])).toMatchObject({
      message: 'bad',
      stack: expect.stringContaining('at https://u:[*]@a.example/x.js'),
    });
  });

  it('trap 42: its causes, an error, a plain object, a text, a cycle', () => {
    const root = new Error(`root password=${password}`, { cause: { password, n: 1 } });
    const error = new Error('outer', { cause: new Error('middle', { cause: root }) });
    expect(logged(error, [password])).toMatchObject({
      message: 'outer',
      cause: { message: 'middle', cause: { message: 'root password=[*]', cause: { password: '[*]', n: 1 } } },
    });
    expect(logged(new Error('x', { cause: `to ${email}` }), [email])).toMatchObject({ cause: 'to [*]' });
    const cyclic = new Error(`to ${email}`);
    cyclic.cause = new Error('x', { cause: cyclic });
    expect(logged(cyclic, [email])).toMatchObject({ message: 'to [*]', cause: { message: 'x', cause: '[Circular]' } });
    const method = Object.assign(new Error('x'), { cause: () => new Error(`to ${email}`) });
    logged(method, [email]);
  });

  it('trap 43: the parts of an AggregateError and of a SuppressedError', () => {
    const parts = [new Error(`to ${email}`), { password }, `token=${opaque}`];
    expect(logged(new AggregateError(parts, 'several'), [email, password, opaque])).toMatchObject({
      message: 'several',
      errors: [{ message: 'to [*]' }, { password: '[*]' }, 'token=[*]'],
    });
    // Node 20 has no SuppressedError; its two members are own and not enumerable (ECMA-262, 2026).
    const suppressed = Object.defineProperties(new Error('closing failed'), {
      error: { value: new Error(`to ${email}`) },
      suppressed: { value: new Error(`password=${password}`) },
    });
    expect(logged(suppressed, [email, password])).toMatchObject({
      error: { message: 'to [*]' },
      suppressed: { message: 'password=[*]' },
    });
  });
});

describe('errors of clients', () => {
  const dsn = `postgres://shop:${password}@db.example:5432/shop`;

  it.each<[string, object, object]>([
    [
      'an HTTP client',
      {
        config: {
          url: `/x?api_key=${opaque}`,
          headers: { Authorization: `Bearer ${opaque}`, Accept: '*/*' },
          auth: { username: 'jane', password },
          data: JSON.stringify({ password }),
        },
        request: { _header: `POST /x HTTP/1.1\r\nAuthorization: Bearer ${opaque}\r\nAccept: */*\r\n\r\n` },
        response: { status: 401, data: { access_token: opaque, n: 1 }, headers: { 'set-cookie': [`sid=${opaque}`] } },
      },
      {
        config: {
          url: '/x?api_key=[*]',
          headers: { Authorization: 'Bearer [*]', Accept: '*/*' },
          data: '{"password":"[*]"}',
        },
        request: { _header: 'POST /x HTTP/1.1\r\nAuthorization: Bearer [*]\r\nAccept: */*\r\n\r\n' },
        response: { status: 401, data: { access_token: '[*]', n: 1 }, headers: { 'set-cookie': ['sid=[*]'] } },
      },
    ],
    ['one with auth as a text', { options: { auth: `jane:${password}`, path: '/x' } }, { options: { path: '/x' } }],
    [
      'a database driver',
      {
        detail: `Key (email)=(${email}) already exists.`,
        sql: `INSERT INTO users (email, password) VALUES ('${email}', '${password}')`,
        parameters: [email, 7],
        code: '23505',
      },
      {
        detail: 'Key (email)=([*]) already exists.',
        sql: "INSERT INTO users (email, password) VALUES ('[*]', '[*]')",
        parameters: ['[*]', 7],
        code: '23505',
      },
    ],
    [
      'a document store',
      {
        errInfo: { details: { failingDocument: { password, email } } },
        writeErrors: [{ op: { token: opaque } }],
        connectionString: dsn,
      },
      {
        errInfo: { details: { failingDocument: { password: '[*]', email: '[*]' } } },
        writeErrors: [{ op: { token: '[*]' } }],
      },
    ],
  ])('trap 44: %s', (_, members, shown) => {
    const error = Object.assign(new Error(`connect failed: ${dsn}`), members);
    const err = logged(error, [password, opaque, email]);
    expect(err).toMatchObject({ message: 'connect failed: postgres://shop:[*]@db.example:5432/shop', ...shown });
  });
});

class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly config = { headers: { Authorization: `Bearer ${opaque}` } };
  toJSON(): object {
    return { message: this.message, config: this.config, password };
  }
}

describe('unusual errors', () => {
  it('trap 45: one with a toJSON of its own', () => {
    expect(logged(new ClientError(`to ${email}`), [email, opaque, password])).toMatchObject({
      message: 'to [*]',
      stack: expect.any(String),
    });
  });

  it('trap 45: a DOMException, whose members are accessors', () => {
    const error = new DOMException(`to ${email}`, 'AbortError');
    expect(logged(error, [email])).toMatchObject({ message: 'to [*]', name: 'AbortError', code: 20 });
  });

  it('trap 45: one from another realm, and an object with a captured stack', () => {
    const foreign: object = runInNewContext(`Object.assign(new TypeError('to ' + email), { password })`, {
      email,
      password,
    });
    expect(logged(foreign, [email, password])).toMatchObject({ type: 'TypeError', message: 'to [*]', password: '[*]' });
    const captured = { message: `to ${email}`, password };
    Error.captureStackTrace(captured);
    expect(logged(captured, [email, password])).toMatchObject({ message: 'to [*]', password: '[*]' });
  });

  it('trap 45: a secret in name, code or type', () => {
    const error = Object.assign(new Error('x'), { name: `E ${email}`, code: `token=${opaque}` });
    expect(logged(error, [email, opaque])).toMatchObject({ message: 'x', code: 'token=[*]' });
    const named = { [`password=${password}`]: class extends Error {} }[`password=${password}`];
    if (named !== undefined) logged(new named('x'), [password]);
  });

  it('trap 45: getters that throw, a message that is no text, a frozen error', () => {
    const hostile = new Error('x');
    // Its stack is written on first use, and would ask for the message below.
    expect(hostile.stack).toContain('x');
    const get = (): never => {
      throw new Error(password);
    };
    Object.defineProperties(hostile, { message: { get }, stack: { get }, more: { enumerable: true, get } });
    logged(hostile, [password]);
    logged(Object.assign(new Error('x'), { message: { password } }), [password]);
    logged(Object.freeze(Object.assign(new Error(`to ${email}`), { password })), [email, password]);
  });

  it.each([
    `{"ssn":"${ssn}","n":1`,
    `{"password":"${password}", oops}`,
    `{"password":"${password}"}}`,
    `password=${password}`,
    `["${email}",]`,
  ])('trap 46: the parse error for %s', (body) => {
    let failure: object = {};
    try {
      JSON.parse(body);
    } catch (error) {
      failure = Object(error);
    }
    expect(logged(failure, [ssn, password, email])).toMatchObject({
      type: 'SyntaxError',
      message: expect.stringMatching(/JSON/),
    });
  });

  it.each([
    `Unexpected token } in JSON at position 9 while parsing near '...{"ssn":"${ssn}"...'`,
    `invalid json response body at https://a.example/?token=${opaque} reason: Unexpected token < in JSON`,
    `Unexpected token 'o', ..."sword":"${password}", oops}" is not valid JSON`,
  ])('trap 46: a parse error of another library, %s', (message) => {
    logged(new SyntaxError(message), [ssn, opaque]);
  });
});
