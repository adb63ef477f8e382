import createFastify from 'fastify';
import { addContext } from '../../../src/context/index.ts';
import { errorHandler, httpLogger, notFoundHandler } from '../../../src/http/fastify/index.ts';
import { secretError } from '../secrets.ts';
import type { App } from './app.ts';

export const fastify: App = {
  name: 'fastify 5',
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: true,
  async start(logger) {
    const app = createFastify({ forceCloseConnections: true });
    await app.register(httpLogger({ logger }));
    app.setErrorHandler(errorHandler({ logger }));
    app.setNotFoundHandler(notFoundHandler({ logger }));
    app.get('/orders/:id', async (request, reply) => {
      addContext({ order: 17 });
      request.log.info('looked up');
      reply.header('set-cookie', 'seen=1');
      return { ok: true };
    });
    app.post('/orders', async (request, reply) => {
      request.log.info('body read');
      return reply.code(201).send({ ok: true });
    });
    app.get('/reset/:token', async () => ({ ok: true }));
    app.get('/boom', () => {
      throw secretError();
    });
    app.get('/reject', async () => Promise.reject(secretError()));
    app.get('/odd', async () => {
      throw {
        toJSON: () => {
          throw secretError();
        },
      };
    });
    app.get('/late', async (_request, reply) => {
      reply.raw.write('begun');
      throw secretError();
    });
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    return { origin, stop: () => app.close() };
  },
};
