import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import express from 'express';
import fastify from 'fastify';
import { Pool } from 'undici';
import { describe, expect, it } from 'vitest';
import { addContext, bindEmitter, getRequestContext, resolveInbound, startContext } from '../../src/context/index.ts';
import { createLogger } from '../../src/logger/index.ts';
import { createLines } from '../support/log-lines.ts';

const lines = createLines();
const logger = createLogger({ service: 'shop' }, lines);
const billing = logger.child({ module: 'billing' });

/** A request's work: lines of several loggers, between awaits of several kinds, for the number it was sent with. */
async function work(n: number): Promise<void> {
  logger.info({ n }, 'begun');
  await (n % 3 === 0 ? turn() : n % 3 === 1 ? delay(n % 5) : Promise.resolve());
  addContext({ user: `user-${n}` });
  await Promise.all([
    delay(n % 4).then(() => billing.info({ n, isAdded: true }, 'charged')),
    turn().then(() => billing.child({ deep: true }).warn({ n, isAdded: true }, 'slow')),
  ]);
  await new Promise<void>((resolve) => process.nextTick(resolve));
  logger.info({ n, isAdded: true, ...getRequestContext(), correlation_id: undefined }, 'done');
}

const linesPerRequest = 4;
const enter = (headers: IncomingHttpHeaders, next: () => void): void =>
  startContext(resolveInbound(headers).fields, next);

const servers: Readonly<Record<string, () => Promise<{ port: number; close: () => Promise<unknown> }>>> = {
  'node:http': async () =>
    started(
      createServer((request, response) =>
        enter(request.headers, () => {
          bindEmitter(request);
          let body = '';
          request.on('data', (chunk) => {
            body += chunk;
          });
          // From here on the context would be lost without bindEmitter.
          request.on('end', () => work(Number(body)).then(() => response.end(body)));
        }),
      ),
    ),
  express: async () => {
    const app = express();
    app.use((request, _response, next) => enter(request.headers, next));
    app.use(express.text());
    app.post('/', async (request, response) => {
      await work(Number(request.body));
      response.send(String(request.body));
    });
    return started(createServer(app));
  },
  fastify: async () => {
    const app = fastify();
    app.addHook('onRequest', (request, _reply, done) => enter(request.headers, done));
    app.post('/', async (request) => {
      await work(Number(request.body));
      return String(request.body);
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    // A cast that holds: a server that listens on a port has an address of this kind.
    return { port: (app.server.address() as AddressInfo).port, close: () => app.close() };
  },
};

describe.each(Object.entries(servers))('a service on %s', (name, start) => {
  const requests = name === 'node:http' ? 10_000 : 2_000;

  it(`puts no id on a wrong line in ${requests} interleaved requests`, { timeout: 120_000 }, async () => {
    lines.lines.length = 0;
    const { port, close } = await start();
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 100 });
    await Promise.all(Array.from({ length: requests }, (_, n) => send(pool, n)));
    await pool.close();
    await close();
    expect(lines.lines).toHaveLength(requests * linesPerRequest);
    const wrong = lines.lines.filter((line) => {
      const { n, correlation_id, user, isAdded } = JSON.parse(line);
      return correlation_id !== `request-${n}` || user !== (isAdded === true ? `user-${n}` : undefined);
    });
    expect(wrong).toEqual([]);
  });
});

async function send(pool: Pool, n: number): Promise<void> {
  const headers = { 'x-request-id': `request-${n}`, 'content-type': 'text/plain' };
  const { body } = await pool.request({ method: 'POST', path: '/', headers, body: String(n) });
  expect(await body.text()).toBe(String(n));
}

async function started(server: Server): Promise<{ port: number; close: () => Promise<unknown> }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A cast that holds: a server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((resolve) => server.close(resolve)) };
}
