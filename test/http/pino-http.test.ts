import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { startTime } from 'pino-http';
import { afterEach, describe, expect, it } from 'vitest';
import { type HttpLoggerOptions, httpLogger } from '../../src/http/index.ts';
import { close, listen, memoryLogger, recordsOf, send, until } from './support.ts';

/** What pino-http 11 documents, one case for each statement of its documentation. */

const running: { stop: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { stop } of running.splice(0)) await stop();
});

type Options = HttpLoggerOptions<IncomingMessage, ServerResponse>;

interface Asked {
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly handler?: (req: IncomingMessage, res: ServerResponse) => void;
  /** How many lines to wait for. */
  readonly lines?: number;
}

async function lines(options: Options, { path = '/', headers = {}, handler, lines: count = 1 }: Asked = {}) {
  const memory = memoryLogger({ level: 'trace' });
  const log = httpLogger({ logger: memory.logger, record: 'pino-http', ...options });
  const server = createServer((req, res) => {
    log(req, res);
    if (handler === undefined) res.end('hello');
    else handler(req, res);
  });
  const origin = await listen(server);
  running.push({ stop: () => close(server) });
  const answer = await send(origin + path, { headers });
  if (count > 0) await until(() => memory.lines.lines.length >= count, 'the lines');
  await new Promise((resolve) => setTimeout(resolve, 10));
  return { records: recordsOf(memory.lines), answer };
}

describe('the record', () => {
  it('holds the request, the response and the time', async () => {
    const { records } = await lines({}, { path: '/a?b=1', headers: { 'user-agent': 'test', 'x-request-id': 'r-1' } });
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      level: 'info',
      msg: 'request completed',
      req: { id: 'r-1', method: 'GET', url: '/a?b=1', headers: { 'user-agent': 'test' }, remoteAddress: '127.0.0.0' },
      res: { statusCode: 200 },
      responseTime: expect.any(Number),
    });
  });

  it('shows listed headers only', async () => {
    const secret = {
      authorization: 'Bearer fakeFAKEfake1',
      Cookie: 'sid=fakeFAKEfake1',
      'X-Acme-Token': 'fakeFAKEfake1',
    };
    const { records } = await lines({}, { headers: { ...secret, 'x-plain': '1' } });
    expect(Object.keys(Object(Object(records[0]?.['req']).headers)).sort()).toEqual(['host']);
  });

  it('has an error for a status of 500 and above', async () => {
    const { records } = await lines({}, { handler: (_req, res) => void res.writeHead(503).end() });
    expect(records[0]).toMatchObject({ msg: 'request errored', err: { message: 'failed with status code 503' } });
  });

  it('has the error that a handler left on the response', async () => {
    const handler = (_req: IncomingMessage, res: ServerResponse): void => {
      res.err = new TypeError('told');
      res.end();
    };
    // Nor is such a request ever sampled away.
    const { records } = await lines({ sampling: { rate: 0 } }, { handler });
    expect(records[0]).toMatchObject({ msg: 'request errored', err: { type: 'TypeError', message: 'told' } });
  });
});

describe('genReqId', () => {
  it('gives the id, from the request', async () => {
    const { records, answer } = await lines({ genReqId: (req) => `own-${req.method}` });
    expect(records[0]).toMatchObject({ correlation_id: 'own-GET', req: { id: 'own-GET' } });
    expect(answer.headers['x-request-id']).toBe('own-GET');
  });

  it('may give a number', async () => {
    const { records } = await lines({ genReqId: () => 7 });
    expect(records[0]).toMatchObject({ correlation_id: '7' });
  });

  it('is not asked for a request that has an id already', async () => {
    const memory = memoryLogger();
    const log = httpLogger({ logger: memory.logger, genReqId: () => 'generated' });
    const server = createServer((req, res) => {
      req.id = 'earlier';
      log(req, res);
      res.end();
    });
    running.push({ stop: () => close(server) });
    await send(await listen(server));
    await until(() => memory.lines.lines.length > 0);
    expect(recordsOf(memory.lines)[0]).toMatchObject({ correlation_id: 'earlier' });
  });
});

describe('levels', () => {
  it('useLevel is the level of the line', async () => {
    expect((await lines({ useLevel: 'debug' })).records[0]).toMatchObject({ level: 'debug' });
  });

  it('useLevel that is no level is info', async () => {
    expect((await lines({ useLevel: 'loud' as 'info' })).records[0]).toMatchObject({ level: 'info' });
  });

  it('customLogLevel decides by request, response and error', async () => {
    const seen: unknown[] = [];
    const customLogLevel: NonNullable<Options['customLogLevel']> = (req, res, err) => {
      seen.push(req.url, res.statusCode, err);
      return res.statusCode >= 400 ? 'warn' : 'trace';
    };
    const handler = (_req: IncomingMessage, res: ServerResponse): void => void res.writeHead(404).end();
    expect((await lines({ customLogLevel }, { path: '/x', handler })).records[0]).toMatchObject({ level: 'warn' });
    expect(seen).toEqual(['/x', 404, undefined]);
  });

  it('silent prevents the line', async () => {
    expect((await lines({ customLogLevel: () => 'silent' }, { lines: 0 })).records).toEqual([]);
  });

  it('useLevel and customLogLevel exclude each other', () => {
    const { logger } = memoryLogger();
    expect(() => httpLogger({ logger, useLevel: 'info', customLogLevel: () => 'info' })).toThrow(/useLevel cannot go/);
  });
});

describe('autoLogging', () => {
  it('false disables the line', async () => {
    expect((await lines({ autoLogging: false }, { lines: 0 })).records).toEqual([]);
  });

  it('leaves req.log as it is when it is off', async () => {
    const handler = (req: IncomingMessage, res: ServerResponse): void => {
      req.log.info('own');
      res.end();
    };
    expect((await lines({ autoLogging: false }, { handler })).records).toMatchObject([{ msg: 'own' }]);
  });

  it('ignore decides by the request', async () => {
    const options: Options = { autoLogging: { ignore: (req) => req.url === '/ignored' } };
    expect((await lines(options, { path: '/ignored', lines: 0 })).records).toEqual([]);
    expect((await lines(options, { path: '/other' })).records).toHaveLength(1);
  });
});

describe('messages and objects', () => {
  it('customReceivedMessage writes a line at the beginning', async () => {
    const { records } = await lines({ customReceivedMessage: (req) => `received ${req.method}` }, { lines: 2 });
    expect(records.map(({ msg }) => msg)).toEqual(['received GET', 'request completed']);
  });

  it('customReceivedObject gives that line its members', async () => {
    const { records } = await lines({ customReceivedObject: () => ({ event: 'REQUEST' }) }, { lines: 2 });
    expect(records[0]).toMatchObject({ event: 'REQUEST' });
  });

  it('customSuccessMessage and customSuccessObject change the line of a success', async () => {
    const { records } = await lines({
      customSuccessMessage: (req, res, time) => `${req.method} ${res.statusCode} ${typeof time}`,
      customSuccessObject: (_req, _res, val) => ({ ...val, event: 'DONE' }),
    });
    expect(records[0]).toMatchObject({ msg: 'GET 200 number', event: 'DONE', res: { statusCode: 200 } });
  });

  it('customErrorMessage and customErrorObject change the line of a failure', async () => {
    const { records } = await lines(
      {
        customErrorMessage: (_req, res, err) => `failed ${res.statusCode} ${err.message}`,
        customErrorObject: (_req, _res, err, val) => ({ ...val, event: err.name }),
      },
      { handler: (_req, res) => void res.writeHead(500).end() },
    );
    expect(records[0]).toMatchObject({ msg: 'failed 500 failed with status code 500', event: 'Error' });
  });

  it('survive functions that throw', async () => {
    const thrower = (): never => {
      throw new Error('hook');
    };
    const { records } = await lines({
      customSuccessMessage: thrower,
      customSuccessObject: thrower,
      customProps: thrower,
      customLogLevel: thrower,
      autoLogging: { ignore: thrower },
      genReqId: thrower,
    });
    expect(records[0]).toMatchObject({ msg: 'request completed', level: 'info' });
  });
});

describe('customAttributeKeys', () => {
  it('rename the members', async () => {
    const { records } = await lines(
      { customAttributeKeys: { req: 'request', res: 'response', err: 'error', responseTime: 'timeTaken' } },
      { handler: (_req, res) => void res.writeHead(500).end() },
    );
    expect(records[0]).toMatchObject({
      request: { method: 'GET' },
      response: { statusCode: 500 },
      error: { message: 'failed with status code 500' },
      timeTaken: expect.any(Number),
    });
  });

  it('take serializers of the custom key, then of the default key', async () => {
    const keys = { customAttributeKeys: { req: 'request', res: 'response' } };
    const { records } = await lines({
      ...keys,
      serializers: { request: () => 'custom key', req: () => 'default key', res: () => 'default key' },
    });
    expect(records[0]).toMatchObject({ request: 'custom key', response: 'default key' });
  });
});

describe('customProps', () => {
  it('stand on every line of the request, once', async () => {
    const handler = (req: IncomingMessage, res: ServerResponse): void => {
      req.log.info('inside');
      res.end();
    };
    const { records } = await lines({ customProps: () => ({ team: 'web', nested: { a: {} } }) }, { handler, lines: 2 });
    expect(records).toMatchObject([
      { msg: 'inside', team: 'web' },
      { msg: 'request completed', team: 'web', nested: { a: {} } },
    ]);
  });

  it('may be an object, and see what the request has become at its end', async () => {
    expect((await lines({ customProps: { team: 'web' } as never })).records[0]).toMatchObject({ team: 'web' });
    const handler = (req: IncomingMessage & { user?: string }, res: ServerResponse): void => {
      req.user = 'u17';
      res.end();
    };
    const customProps = (req: IncomingMessage & { user?: string }): object => ({ user_id: req.user });
    expect((await lines({ customProps }, { handler })).records[0]).toMatchObject({ user_id: 'u17' });
  });
});

describe('serializers', () => {
  it('of the caller get what the standard ones give, with the original as raw', async () => {
    const serializers = {
      req: (req: { method: string; raw: IncomingMessage }) => ({ method: req.method, version: req.raw.httpVersion }),
    };
    expect((await lines({ serializers })).records[0]).toMatchObject({ req: { method: 'GET', version: '1.1' } });
  });

  it('get the raw value when wrapSerializers is false', async () => {
    const serializers = { req: (req: IncomingMessage) => ({ isRaw: req.socket !== undefined }) };
    const { records } = await lines({ serializers, wrapSerializers: false });
    expect(records[0]).toMatchObject({ req: { isRaw: true } });
  });

  it('are safe without any when wrapSerializers is false', async () => {
    const { records } = await lines({ wrapSerializers: false }, { headers: { authorization: 'Bearer fakeFAKEfake1' } });
    expect(JSON.stringify(records[0])).not.toContain('uthorization');
  });

  it('apply wherever a request is logged', async () => {
    const handler = (req: IncomingMessage, res: ServerResponse): void => {
      req.log.info({ res, request: 1 }, 'by hand');
      res.end();
    };
    const { records } = await lines({}, { handler, lines: 2, headers: { cookie: 'sid=fakeFAKEfake1' } });
    expect(records[0]).toMatchObject({ msg: 'by hand', res: { statusCode: null, headers: {} } });
    expect(JSON.stringify(records)).not.toContain('fakeFAKEfake1');
  });
});

describe('req.log and res.log', () => {
  it('are one logger each, with the request bound, and give way to one that is assigned', async () => {
    const handler = (req: IncomingMessage, res: ServerResponse): void => {
      expect(req.log).toBe(req.log);
      expect(res.log).toBe(req.log);
      req.log.info('bound');
      req.log = req.log.child({ tenant: 'acme' });
      req.log.info('assigned');
      res.log.info('as before');
      res.end();
    };
    const { records } = await lines({ genReqId: () => 'r-1' }, { handler, lines: 4 });
    const said = records.map(({ msg, tenant, req }) => [msg, tenant, Object(req).id]);
    expect(said).toEqual([
      ['bound', undefined, 'r-1'],
      ['assigned', 'acme', 'r-1'],
      ['as before', undefined, 'r-1'],
      ['request completed', undefined, 'r-1'],
    ]);
  });

  it('gives serializers of the caller’s the original as raw', async () => {
    const seen: unknown[] = [];
    const serializers = {
      req: ({ raw, id }: { raw: unknown; id: unknown }) => {
        seen.push(raw);
        return { id };
      },
    };
    const requests: unknown[] = [];
    const handler = (req: IncomingMessage, res: ServerResponse): void => {
      requests.push(req);
      res.end();
    };
    await lines({ serializers }, { handler });
    expect(seen).toEqual(requests);
    expect(seen).toHaveLength(1);
  });
});

describe('quiet loggers', () => {
  const handler = (req: IncomingMessage, res: ServerResponse): void => {
    req.log.info('from req');
    res.log.info('from res');
    res.end();
  };

  it('req.log and res.log have the request bound', async () => {
    const { records } = await lines({}, { handler, lines: 3 });
    expect(records).toMatchObject([{ req: { method: 'GET' } }, { req: { method: 'GET' } }, { req: { method: 'GET' } }]);
  });

  it('quietReqLogger leaves the id alone on req.log', async () => {
    const { records } = await lines({ quietReqLogger: true, genReqId: () => 'q-1' }, { handler, lines: 3 });
    expect(records[0]).toMatchObject({ msg: 'from req', reqId: 'q-1' });
    expect(records[0]).not.toHaveProperty('req');
    expect(records[1]).toMatchObject({ msg: 'from res', reqId: 'q-1', req: { method: 'GET' } });
    expect(records[2]).toMatchObject({ reqId: 'q-1', req: { method: 'GET' } });
  });

  it('quietResLogger leaves the id alone on res.log and on the line at the end', async () => {
    const options: Options = { quietResLogger: true, genReqId: () => 'q-2', customAttributeKeys: { reqId: 'rid' } };
    const { records } = await lines(options, { handler, lines: 3 });
    expect(records[0]).toMatchObject({ msg: 'from req', req: { method: 'GET' } });
    expect(records[1]).toMatchObject({ msg: 'from res', rid: 'q-2' });
    expect(records[1]).not.toHaveProperty('req');
    expect(records[2]).not.toHaveProperty('req');
  });
});

describe('the middleware', () => {
  it('has the logger, whose level can be changed at any time', async () => {
    const memory = memoryLogger();
    const log = httpLogger({ logger: memory.logger });
    const server = createServer((req, res) => {
      log(req, res);
      res.end();
    });
    running.push({ stop: () => close(server) });
    const origin = await listen(server);
    log.logger.level = 'silent';
    await send(origin);
    log.logger.level = 'info';
    await send(`${origin}/second`);
    await until(() => memory.lines.lines.length > 0);
    expect(recordsOf(memory.lines)).toMatchObject([{ url_path: '/second' }]);
  });

  it('counts from a start that was noted before it', async () => {
    const memory = memoryLogger();
    const log = httpLogger({ logger: memory.logger, record: 'pino-http' });
    const server = createServer((req, res) => {
      res[startTime] = Date.now() - 500;
      log(req, res);
      res.end();
    });
    running.push({ stop: () => close(server) });
    await send(await listen(server));
    await until(() => memory.lines.lines.length > 0);
    expect(recordsOf(memory.lines)[0]?.['responseTime']).toBeGreaterThanOrEqual(500);
  });

  it('makes a logger of its own from options and a stream', async () => {
    const written: string[] = [];
    const log = httpLogger({ service: 'own', level: 'info', stream: { write: (line) => void written.push(line) } });
    const server = createServer((req, res) => {
      log(req, res);
      res.end();
    });
    running.push({ stop: () => close(server) });
    await send(await listen(server));
    await until(() => written.length > 0);
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ service_name: 'own', http_response_status_code: 200 });
  });
});
