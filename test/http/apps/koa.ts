import { createServer } from 'node:http';
import Koa from 'koa';
import type { Logger } from 'pino';
import { addContext } from '../../../src/context/index.ts';
import { errorHandler, httpLogger } from '../../../src/http/koa/index.ts';
import { secretError } from '../secrets.ts';
import { close, listen } from '../support.ts';
import type { App } from './app.ts';

/** koa, with the members that @koa/router sets on the context. */
export const koa: App = {
  name: 'koa 3',
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: false,
  async start(logger) {
    const app = new Koa<object, { log: Logger; _matchedRoute?: string }>();
    app.use(httpLogger({ logger }));
    app.use(errorHandler({ logger }));
    app.use(async (ctx) => {
      const { path } = ctx;
      if (path.startsWith('/orders/')) {
        ctx._matchedRoute = '/orders/:id';
        addContext({ order: 17 });
        ctx.log.info('looked up');
        ctx.cookies.set('seen', '1');
        ctx.body = { ok: true };
      } else if (path === '/orders') {
        const chunks: Buffer[] = [];
        for await (const chunk of ctx.req) chunks.push(chunk);
        JSON.parse(Buffer.concat(chunks).toString());
        ctx.log.info('body read');
        ctx.status = 201;
        ctx.body = { ok: true };
      } else if (path.startsWith('/reset/')) {
        ctx._matchedRoute = '/reset/:token';
        ctx.body = { ok: true };
      } else if (path === '/boom') throw secretError();
      else if (path === '/reject') await Promise.reject(secretError());
      else if (path === '/odd')
        throw {
          toJSON: () => {
            throw secretError();
          },
        };
      else if (path === '/late') {
        ctx.res.write('begun');
        throw secretError();
      }
    });
    const server = createServer(app.callback());
    return { origin: await listen(server), stop: () => close(server) };
  },
};
