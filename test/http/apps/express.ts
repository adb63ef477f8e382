import { createServer } from 'node:http';
import express5 from 'express';
import express4 from 'express4';
import { addContext } from '../../../src/context/index.ts';
import { asyncHandler, errorHandler, httpLogger, notFoundHandler } from '../../../src/http/index.ts';
import { secretError } from '../secrets.ts';
import { close, listen } from '../support.ts';
import type { App } from './app.ts';

/** express 5, and express 4 by the same code: their types are alike, and only 4 needs `asyncHandler`. */
function expressApp(name: string, express: typeof express5): App {
  return {
    name,
    orderRoute: '/orders/:id',
    resetRoute: '/reset/:token',
    followsConnection: true,
    parsesBodies: true,
    async start(logger) {
      const app = express();
      app.use(httpLogger({ logger }));
      app.use(express.json());
      const orders = express.Router();
      orders.get('/:id', (req, res) => {
        addContext({ order: 17 });
        req.log.info('looked up');
        res.cookie('seen', '1').json({ ok: true });
      });
      orders.post('/', (req, res) => {
        req.log.info('body read');
        res.status(201).json({ ok: true });
      });
      app.use('/orders', orders);
      app.get('/reset/:token', (_req, res) => void res.json({ ok: true }));
      app.get('/boom', () => {
        throw secretError();
      });
      app.get(
        '/reject',
        asyncHandler(async () => Promise.reject(secretError())),
      );
      app.get('/odd', () => {
        throw {
          toJSON: () => {
            throw secretError();
          },
        };
      });
      app.get('/late', (_req, res) => {
        res.write('begun');
        throw secretError();
      });
      app.use(notFoundHandler({ logger }));
      app.use(errorHandler({ logger }));
      const server = createServer(app);
      return { origin: await listen(server), stop: () => close(server) };
    },
  };
}

export const express: readonly App[] = [expressApp('express 5', express5), expressApp('express 4', express4)];
