import { once } from 'node:events';
import { createServer, type RequestListener, request, type Server } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Koa from 'koa';
import { afterEach, describe, expect, it } from 'vitest';
import { runWithContext } from '../../src/context/index.ts';
import { asyncHandler, errorHandler, type HttpLoggerOptions, httpLogger } from '../../src/http/index.ts';
import { errorHandler as koaErrors, httpLogger as koaLogger } from '../../src/http/koa/index.ts';
import { close, completionsOf, listen, memoryLogger, recordsOf, send, until } from './support.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await close(server);
});

/** A server with the middleware before a handler. */
async function serve(handler: RequestListener, options: HttpLoggerOptions = {}) {
  const { logger, lines } = memoryLogger();
  const log = httpLogger({ logger, ...options });
  const server = createServer((req, res) => log(req, res, () => handler(req, res)));
  servers.push(server);
  const origin = await listen(server);
  const one = async (): Promise<Readonly<Record<string, unknown>>> => {
    await until(() => completionsOf(lines).length > 0, 'the completion line');
    // A second line would come in the same turn or the next.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(completionsOf(lines)).toHaveLength(1);
    return completionsOf(lines)[0] ?? {};
  };
  return { server, origin, lines, log, logger, one };
}

function rawConnection(origin: string): Socket {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  return socket;
}

describe('a client that goes away', () => {
  it('while the request is worked on', async () => {
    const { origin, one } = await serve(() => undefined);
    const socket = rawConnection(origin);
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\nX-Request-Id: gone-1\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    const line = await one();
    expect(line).toMatchObject({
      level: 'warn',
      msg: 'request aborted',
      correlation_id: 'gone-1',
      outcome: 'aborted',
      ended_by: 'client',
      ended_during: 'handling',
    });
    expect(line).not.toHaveProperty('http_response_status_code');
  });

  it('while it still sends its body', async () => {
    const { origin, one } = await serve((req) => void req.resume());
    const socket = rawConnection(origin);
    socket.write('POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc');
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    expect(await one()).toMatchObject({ msg: 'request aborted', ended_by: 'client', ended_during: 'request' });
  });

  it('while the answer is on its way', async () => {
    const { origin, one } = await serve((_req, res) => void res.write('begun'));
    const socket = rawConnection(origin);
    socket.write('GET /stream HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    socket.resetAndDestroy();
    const line = await one();
    expect(line).toMatchObject({ msg: 'request aborted', ended_during: 'response', http_response_status_code: 200 });
    expect(line['http_response_size']).toBeGreaterThan(5);
  });

  it('is no error of the service, even when the body parser makes one of it', async () => {
    const { logger, lines } = memoryLogger();
    const log = httpLogger({ logger });
    const onError = errorHandler({ logger });
    const read = asyncHandler(async (req, res) => {
      for await (const _chunk of req);
      res.end();
    }, onError);
    const server = createServer((req, res) => log(req, res, () => read(req, res)));
    servers.push(server);
    const socket = rawConnection(await listen(server));
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc');
    await new Promise((resolve) => setTimeout(resolve, 30));
    socket.destroy();
    await until(() => lines.lines.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(completionsOf(lines).map(({ level, msg }) => `${level} ${msg}`)).toEqual(['warn request aborted']);
  });
});

describe('a client that goes away in koa', () => {
  it('leaves one warning, though koa takes it for an error', async () => {
    const { logger, lines } = memoryLogger();
    const app = new Koa();
    app.use(koaLogger({ logger })).use(koaErrors({ logger }));
    app.use(async (ctx) => {
      ctx.body = new PassThrough().on('error', () => undefined);
      ctx.body.write('begun');
    });
    const server = createServer(app.callback());
    servers.push(server);
    const socket = rawConnection(await listen(server));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    socket.resetAndDestroy();
    await until(() => lines.lines.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(recordsOf(lines).map(({ level, msg }) => `${level} ${msg}`)).toEqual(['warn request aborted']);
  });
});

describe('a request that takes too long', () => {
  it('is told apart from one that was aborted when its connection idles', async () => {
    const { server, origin, one } = await serve(() => undefined);
    server.setTimeout(60);
    await expect(send(`${origin}/slow`)).rejects.toThrow();
    expect(await one()).toMatchObject({
      level: 'warn',
      msg: 'request timed out',
      outcome: 'timed_out',
      ended_by: 'server',
      ended_during: 'handling',
    });
  });

  it('is told apart when its body does not come', async () => {
    const { logger, lines } = memoryLogger();
    const log = httpLogger({ logger });
    const server = createServer(
      { requestTimeout: 80, headersTimeout: 80, connectionsCheckingInterval: 20 },
      (req, res) => log(req, res, () => void req.resume()),
    );
    servers.push(server);
    const socket = rawConnection(await listen(server));
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc');
    await until(() => completionsOf(lines).length > 0, 'the completion line');
    expect(completionsOf(lines)[0]).toMatchObject({ msg: 'request timed out', ended_during: 'request' });
  });
});

describe('a server that cuts an answer', () => {
  it('is named as the one who did', async () => {
    const { origin, one } = await serve((_req, res) => void res.destroy());
    await expect(send(origin)).rejects.toThrow();
    expect(await one()).toMatchObject({ msg: 'request aborted', ended_by: 'server', ended_during: 'handling' });
  });
});

describe('a connection', () => {
  it('that is kept alive has one line for each request, each with its own id and size', async () => {
    const { origin, lines } = await serve((req, res) => void res.end('x'.repeat(Number(req.headers['x-size']))));
    const socket = rawConnection(origin);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    for (const size of [10, 1000, 10]) {
      const before = completionsOf(lines).length;
      socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX-Size: ${size}\r\nX-Request-Id: size-${size}-${before}\r\n\r\n`);
      await until(() => completionsOf(lines).length > before);
    }
    socket.destroy();
    const [first, second, third] = completionsOf(lines);
    expect(completionsOf(lines).map(({ correlation_id }) => correlation_id)).toEqual([
      'size-10-0',
      'size-1000-1',
      'size-10-2',
    ]);
    expect(Number(second?.['http_response_size'])).toBeGreaterThan(1000);
    expect(Number(second?.['http_response_size']) - Number(first?.['http_response_size'])).toBeLessThan(1010);
    expect(third?.['http_response_size']).toBe(first?.['http_response_size']);
    expect(received.length).toBeGreaterThan(1000);
  });

  it('with pipelined requests counts the bytes of each answer for itself', async () => {
    const { origin, lines } = await serve((req, res) => {
      setTimeout(() => res.end('x'.repeat(Number(req.url?.slice(1)))), req.url === '/2000' ? 30 : 1);
    });
    const socket = rawConnection(origin);
    const head = (size: number): string => `GET /${size} HTTP/1.1\r\nHost: x\r\n\r\n`;
    socket.write(head(2000) + head(5) + head(7));
    await until(() => completionsOf(lines).length === 3, 'three lines');
    socket.destroy();
    const sizes = completionsOf(lines).map((line) => [line['url_path'], Number(line['http_response_size'])] as const);
    expect(sizes.map(([path]) => path)).toEqual(['/2000', '/5', '/7']);
    expect(sizes[0]?.[1]).toBeGreaterThan(2000);
    expect(sizes[1]?.[1]).toBeLessThan(400);
    expect(sizes[2]?.[1]).toBeLessThan(400);
  });

  it('of HTTP/2 has ids and one line a request, also when the client cancels', async () => {
    const { logger, lines } = memoryLogger();
    const log = httpLogger({ logger });
    const server = createHttp2Server((req, res) => {
      // Casts that hold: http2's compatibility API is made of http's.
      log(req as never, res as never, () => {
        if (req.url === '/ok') res.end('hello');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    const ok = session.request({ ':path': '/ok', 'x-request-id': 'h2-1' });
    const [headers] = await once(ok, 'response');
    ok.resume();
    await until(() => completionsOf(lines).length === 1);
    const slow = session.request({ ':path': '/slow', 'x-request-id': 'h2-2' });
    slow.on('error', () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 30));
    slow.close(8);
    await until(() => completionsOf(lines).length === 2);
    session.destroy();
    server.close();
    expect(headers['x-request-id']).toBe('h2-1');
    expect(completionsOf(lines)).toMatchObject([
      { correlation_id: 'h2-1', msg: 'request completed', http_response_status_code: 200 },
      { correlation_id: 'h2-2', msg: 'request aborted', ended_during: 'handling' },
    ]);
  });

  it('that leaves HTTP keeps its ids and has one line when it ends', async () => {
    const { logger, lines } = memoryLogger();
    const log = httpLogger({ logger });
    const server = createServer();
    servers.push(server);
    server.on(
      'upgrade',
      log.upgrade((_req, socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
        socket.on('data', (chunk) => {
          logger.info('frame');
          socket.end(chunk);
        });
      }),
    );
    const origin = await listen(server);
    const req = request(`${origin}/socket?token=fakeFAKEfake123`, {
      headers: { connection: 'Upgrade', upgrade: 'echo', 'x-request-id': 'up-1' },
    });
    req.end();
    const [, socket] = await once(req, 'upgrade');
    socket.resume();
    socket.write('ping');
    await once(socket, 'close');
    await until(() => recordsOf(lines).length === 2);
    expect(recordsOf(lines)).toMatchObject([
      { correlation_id: 'up-1', msg: 'frame' },
      { correlation_id: 'up-1', msg: 'upgraded connection closed', url_path: '/socket', level: 'info' },
    ]);
    expect(lines.lines.join('')).not.toContain('fakeFAKEfake123');
  });
});

describe('an answer', () => {
  it('that is streamed is logged when its last byte is handed over', async () => {
    const { origin, one } = await serve(async (_req, res) => {
      await pipeline(Readable.from(slowly(['a', 'b', 'c'])), res);
    });
    expect((await send(origin)).body).toBe('abc');
    const line = await one();
    expect(line['duration_ms']).toBeGreaterThan(50);
    expect(line).toMatchObject({ msg: 'request completed' });
  });

  it('that is written to after its end does not crash the process', async () => {
    const { origin, one, lines } = await serve((_req, res) => {
      res.end('done');
      res.write('late');
    });
    expect((await send(origin)).body).toBe('done');
    expect(await one()).toMatchObject({ msg: 'request completed' });
    expect(recordsOf(lines).filter(({ level }) => level === 'error')).toMatchObject([
      { msg: 'error after the response', err: { code: 'ERR_STREAM_WRITE_AFTER_END' } },
    ]);
  });
});

describe('the lines of a request', () => {
  it('carry its id from wherever its logger is called', async () => {
    const queue: (() => void)[] = [];
    const worker = setInterval(() => queue.shift()?.(), 2);
    const { origin, lines } = await serve((req, res) => {
      queue.push(() => req.log.info('from a queue'));
      queue.push(() => runWithContext({ correlation_id: 'another' }, () => req.log.info('from another context')));
      queue.push(() => res.end());
    });
    await send(origin, { headers: { 'x-request-id': 'mine' } });
    await until(() => recordsOf(lines).length === 3);
    clearInterval(worker);
    expect(recordsOf(lines).map(({ correlation_id }) => correlation_id)).toEqual(['mine', 'mine', 'mine']);
  });

  it('carry it in children of its logger, and when its events are listened to', async () => {
    const { origin, lines } = await serve((req, res) => {
      const child = req.log.child({ part: 'db' });
      req.on('data', () => child.info('chunk'));
      req.on('end', () => res.end());
      req.on('close', () => req.log.info('closed'));
    });
    await send(origin, { method: 'POST', headers: { 'x-request-id': 'mine' } }, 'abc');
    await until(() => recordsOf(lines).length === 3);
    expect(recordsOf(lines)).toMatchObject([
      { correlation_id: 'mine', part: 'db', msg: 'chunk' },
      { correlation_id: 'mine' },
      { correlation_id: 'mine' },
    ]);
  });

  it('is one although the middleware stands there twice', async () => {
    const { logger, lines } = memoryLogger();
    const [first, second] = [httpLogger({ logger }), httpLogger({ logger })];
    const server = createServer((req, res) => first(req, res, () => second(req, res, () => res.end())));
    servers.push(server);
    await send(await listen(server));
    await until(() => completionsOf(lines).length > 0);
    expect(completionsOf(lines)).toHaveLength(1);
  });
});

async function* slowly(parts: readonly string[]): AsyncGenerator<string> {
  for (const part of parts) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    yield part;
  }
}
