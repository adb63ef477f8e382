import { createServer } from 'node:http';
import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from 'pino';
import { addContext } from '../../../src/context/index.ts';
import { errorHandler, httpLogger } from '../../../src/http/koa/index.ts';
import { secretError } from '../secrets.ts';
import { close, listen } from '../support.ts';
import type { App } from './app.ts';

/** koa with @koa/router. */
export const koa: App = {
  name: 'koa 3',
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: false,
  async start(logger) {
    const app = new Koa<object, { log: Logger }>();
    app.use(httpLogger({ logger }));
    app.use(errorHandler({ logger }));
    app.use(routes().routes());
    const server = createServer(app.callback());
    return { origin: await listen(server), stop: () => close(server) };
  },
};

function routes(): Router<object, { log: Logger }> {
  const router = new Router<object, { log: Logger }>();
  router.get('/orders/:id', (ctx) => {
    addContext({ order: 17 });
    ctx.log.info('looked up');
    ctx.cookies.set('seen', '1');
    ctx.body = { ok: true };
  });
  router.post('/orders', async (ctx) => {
    const chunks: Buffer[] = [];
    for await (const chunk of ctx.req) chunks.push(chunk);
    JSON.parse(Buffer.concat(chunks).toString());
    ctx.log.info('body read');
    ctx.status = 201;
    ctx.body = { ok: true };
  });
  router.get('/reset/:token', (ctx) => {
    ctx.body = { ok: true };
  });
  router.get('/boom', () => {
    throw secretError();
  });
  router.get('/reject', async () => Promise.reject(secretError()));
  router.get('/odd', () => {
    throw {
      toJSON: () => {
        throw secretError();
      },
    };
  });
  router.get('/late', (ctx) => {
    ctx.res.write('begun');
    throw secretError();
  });
  return router;
}
