import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { addContext } from '../../../src/context/index.ts';
import { errorHandler, httpLogger, notFoundHandler } from '../../../src/http/hono/index.ts';
import { secretError } from '../secrets.ts';
import { close } from '../support.ts';
import type { App } from './app.ts';

type Bindings = { Variables: { log: Logger } };

/** The application alone, for whoever calls its `fetch`. */
export function honoApp(logger: Logger): Hono<Bindings> {
  const app = new Hono<Bindings>();
  app.use(httpLogger({ logger }));
  app.onError(errorHandler({ logger }));
  app.notFound(notFoundHandler({ logger }));
  app.get('/orders/:id', (c) => {
    addContext({ order: 17 });
    c.get('log').info('looked up');
    c.header('set-cookie', 'seen=1');
    return c.json({ ok: true });
  });
  app.post('/orders', async (c) => {
    await c.req.json();
    c.get('log').info('body read');
    return c.json({ ok: true }, 201);
  });
  app.get('/reset/:token', (c) => c.json({ ok: true }));
  app.get('/boom', () => {
    throw secretError();
  });
  app.get('/reject', async () => Promise.reject(secretError()));
  return app;
}

export const hono: App = {
  name: 'hono on @hono/node-server',
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: false,
  async start(logger) {
    const app = honoApp(logger);
    let server: Server | undefined;
    const origin = await new Promise<string>((resolve) => {
      // A cast that holds: without other options it is Node's HTTP server.
      server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}`),
      ) as Server;
    });
    return { origin, stop: async () => server && (await close(server)) };
  },
};
