import { createServer } from 'node:http';
import createError from 'http-errors';
import { afterEach, describe, expect, it } from 'vitest';
import { type ErrorHandlerOptions, errorHandler, httpLogger } from '../../src/http/index.ts';
import * as fake from '../support/fake-values.ts';
import { opaque } from './secrets.ts';
import { type Answer, close, completionsOf, listen, memoryLogger, recordsOf, send, until } from './support.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** One request whose handler fails. */
async function fail(error: unknown, options: Partial<ErrorHandlerOptions> = {}, withMiddleware = true) {
  const { logger, lines } = memoryLogger();
  const log = httpLogger({ logger });
  const onError = errorHandler({ logger, ...options });
  const server = createServer((req, res) => {
    if (!withMiddleware) return onError(error, req, res);
    res.setHeader('etag', '"for something else"');
    log(req, res, () => onError(error, req, res));
  });
  stops.push(() => close(server));
  const answer = await send(await listen(server), { headers: { 'x-request-id': 'r-1' } });
  await until(() => lines.lines.length > 0);
  return { answer, records: recordsOf(lines), text: lines.lines.join(''), problem: JSON.parse(answer.body) };
}

describe('errorHandler', () => {
  it('cleans a message that is marked as meant for clients', async () => {
    const { problem } = await fail(createError(400, `no account for ${fake.email}`));
    expect(problem).toMatchObject({
      status: 400,
      title: 'Bad Request',
      detail: expect.stringMatching(/^no account for \[/),
    });
    expect(JSON.stringify(problem)).not.toContain(fake.email);
  });

  it('names the fields of a validation error', async () => {
    const error = Object.assign(new Error(`"pin" is not allowed to be ${opaque}`), {
      isJoi: true,
      _original: { pin: opaque },
      details: [{ message: `"pin" with value ${opaque}`, path: ['pin'], type: 'any.only' }],
    });
    const { problem, answer } = await fail(error);
    expect(problem.errors).toEqual([{ pointer: '#/pin', code: 'choice', detail: 'is none of the choices' }]);
    expect(answer.bytes).not.toContain(opaque);
  });

  it('does not log what was bound to a statement, sent as a body, or validated', async () => {
    const error = Object.assign(new Error(`Failed query: insert into t values ($1)\nparams: ${opaque},2`), {
      parameters: [opaque],
      body: `{"a": ${opaque}`,
      _original: { note: opaque },
      cause: Object.assign(new Error('inner'), { bindings: { a: opaque }, detail: 'kept' }),
    });
    const { text, records } = await fail(error);
    expect(text).not.toContain(opaque);
    expect(records[0]).toMatchObject({
      err: { parameters: '[1 values]', _original: '[object]', cause: { bindings: '[object]', detail: 'kept' } },
    });
  });

  it('keeps the type of an error it changes before it is logged', async () => {
    let error: unknown;
    try {
      JSON.parse(`{"password": ${opaque}`);
    } catch (thrown) {
      error = thrown;
    }
    const { text, records } = await fail(error);
    expect(text).not.toContain(opaque.slice(0, 8));
    expect(records[0]).toMatchObject({ err: { type: 'SyntaxError', message: 'the text is not valid JSON' } });
  });

  it('sends what a client must do next', async () => {
    const busy = (await fail(Object.assign(new Error('busy'), { code: '40001' }))).answer;
    expect([busy.status, busy.headers['retry-after']]).toEqual([503, '1']);
    const denied = (
      await fail(createError(401, 'wrong password', { headers: { 'www-authenticate': 'Basic realm="x"' } }))
    ).answer;
    expect([denied.status, denied.headers['www-authenticate']]).toEqual([401, 'Basic']);
  });

  it('does not describe the problem by headers of the answer that was meant', async () => {
    const { answer } = await fail(new Error('x'));
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('leads to a page about the kind of problem when there is one', async () => {
    expect((await fail(createError(404), { typeBase: 'https://errors.example.com/' })).problem.type).toBe(
      'https://errors.example.com/404',
    );
  });

  it('has the id as a member, and as a URN when it is a UUID', async () => {
    const { problem } = await fail(new Error('x'));
    expect(problem.correlation_id).toBe('r-1');
    expect(problem).not.toHaveProperty('instance');
  });

  it('logs a client’s mistake, but not as an error of the service', async () => {
    const { records } = await fail(createError(400, 'the cart is empty'));
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ level: 'info', error_rule: 'exposed', err: { message: 'the cart is empty' } });
  });

  it('works without the middleware, and then logs by itself', async () => {
    const { records, answer } = await fail(new Error('alone'), {}, false);
    expect(answer.status).toBe(500);
    expect(records).toMatchObject([{ level: 'error', msg: 'request errored', err: { message: 'alone' } }]);
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'just a text'],
    ['a number', 17],
    ['a symbol', Symbol('thrown')],
    ['an object', { reason: 'none' }],
    ['a frozen error', Object.freeze(new Error('frozen'))],
    [
      'an error whose message throws',
      Object.defineProperty(new Error('x'), 'message', {
        get() {
          throw new Error('read');
        },
      }),
    ],
    [
      'an error whose toJSON throws',
      Object.assign(new Error('x'), {
        toJSON() {
          throw new Error('json');
        },
      }),
    ],
  ])('answers once and logs once when %s was thrown', async (_, thrown) => {
    const { answer, records } = await fail(thrown);
    expect(answer.status).toBe(500);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ level: 'error', msg: 'request errored', error_rule: 'unknown' });
  });

  it('logs what comes after the answer, and answers no second time', async () => {
    const { logger, lines } = memoryLogger();
    const log = httpLogger({ logger });
    const onError = errorHandler({ logger });
    const server = createServer((req, res) => {
      log(req, res, () => {
        res.end('done');
        res.on('close', () => setTimeout(() => onError(new Error('late'), req, res), 5));
      });
    });
    stops.push(() => close(server));
    const answer: Answer = await send(await listen(server));
    expect([answer.status, answer.body]).toEqual([200, 'done']);
    await until(() => recordsOf(lines).length === 2);
    expect(completionsOf(lines)).toMatchObject([{ level: 'info', msg: 'request completed' }]);
    expect(recordsOf(lines)[1]).toMatchObject({
      level: 'error',
      msg: 'error after the response',
      err: { message: 'late' },
    });
  });

  it('refuses wrong options, all at once', () => {
    const options = { loger: 1, rules: [{ id: 'no answer' }], typeBase: 'not a url' };
    expect(() => errorHandler(options as never)).toThrow(
      /4 problems[\s\S]*loger is not an option \(did you mean "logger"\?\)[\s\S]*logger must[\s\S]*rules must[\s\S]*typeBase must/,
    );
  });
});
