import { createServer } from 'node:http';
import Router from '@koa/router';
import createFastify from 'fastify';
import Koa from 'koa';
import type { Logger } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpLogger as forFastify } from '../../src/http/fastify/index.ts';
import { httpLogger as forKoa } from '../../src/http/koa/index.ts';
import { opaque } from './secrets.ts';
import { close, completionsOf, type Line, listen, memoryLogger, send, until } from './support.ts';

/** The line of one request to an application. */
async function lineOf(start: (logger: Logger) => Promise<string>, path: string): Promise<Line | undefined> {
  const { logger, lines } = memoryLogger();
  await send(`${await start(logger)}${path}`);
  await until(() => completionsOf(lines).length > 0, 'the completion line');
  return completionsOf(lines)[0];
}

async function startKoa(logger: Logger): Promise<string> {
  const users = new Router({ prefix: '/users/:user' });
  users.get('/orders/:id', (ctx) => {
    ctx.body = 'ok';
  });
  const shop = new Router({ prefix: '/shop' });
  shop.use(users.routes());
  shop.get('/reset/:token', (ctx) => {
    ctx.body = 'ok';
  });
  const app = new Koa().use(forKoa({ logger })).use(shop.routes()).use(shop.allowedMethods());
  const server = createServer(app.callback());
  onTestFinished(() => close(server));
  return listen(server);
}

async function startFastify(logger: Logger): Promise<string> {
  const app = createFastify({ forceCloseConnections: true });
  await app.register(forFastify({ logger }));
  await app.register(
    async (shop) => {
      shop.get('/reset/:token', async () => 'ok');
      await shop.register(async (users) => users.get('/orders/:id', async () => 'ok'), { prefix: '/users/:user' });
    },
    { prefix: '/shop' },
  );
  onTestFinished(() => app.close());
  return app.listen({ port: 0, host: '127.0.0.1' });
}

describe.each([
  ['@koa/router', startKoa],
  ['fastify', startFastify],
])('the route that %s found', (_, start) => {
  it('is the whole template, prefixes included', async () => {
    const line = await lineOf(start, '/shop/users/ann/orders/17?page=2');
    expect(line).toMatchObject({ http_route: '/shop/users/:user/orders/:id', url_path: '/shop/users/ann/orders/17' });
  });

  it('tells which part of the path is a secret', async () => {
    const line = await lineOf(start, `/shop/reset/${opaque}`);
    expect(line).toMatchObject({
      http_route: '/shop/reset/:token',
      url_path: '/shop/reset/[REDACTED:path-parameter]',
    });
  });

  it('is missing where nothing was found: a raw path is no template', async () => {
    const line = await lineOf(start, '/shop/nowhere/17');
    expect(line).toMatchObject({ url_path: '/shop/nowhere/17', http_response_status_code: 404 });
    expect(line).not.toHaveProperty('http_route');
  });
});
