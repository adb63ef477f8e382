import { createServer } from 'node:http';
import createConnect from 'connect';
import { addContext } from '../../../src/context/index.ts';
import { asyncHandler, errorHandler, httpLogger, notFoundHandler } from '../../../src/http/index.ts';
import { secretError } from '../secrets.ts';
import { close, listen } from '../support.ts';
import type { App } from './app.ts';

/** connect has no routes: its paths are prefixes, and no template is known. */
export const connect: App = {
  name: 'connect',
  orderRoute: undefined,
  resetRoute: undefined,
  followsConnection: true,
  parsesBodies: false,
  async start(logger) {
    const app = createConnect();
    app.use(httpLogger({ logger }));
    app.use('/orders/17', (req, res) => {
      addContext({ order: 17 });
      req.log.info('looked up');
      res.end('{"ok":true}');
    });
    app.use(
      '/orders',
      asyncHandler(async (req, res) => {
        const chunks: Buffer[] = [];
        for await (const chunk of req) chunks.push(chunk);
        JSON.parse(Buffer.concat(chunks).toString());
        req.log.info('body read');
        res.writeHead(201).end('{"ok":true}');
      }),
    );
    app.use('/boom', () => {
      throw secretError();
    });
    app.use(
      '/reject',
      asyncHandler(async () => Promise.reject(secretError())),
    );
    app.use('/odd', () => {
      throw {
        toJSON: () => {
          throw secretError();
        },
      };
    });
    app.use('/late', (_req, res) => {
      res.write('begun');
      throw secretError();
    });
    app.use(notFoundHandler({ logger }));
    app.use(errorHandler({ logger }));
    const server = createServer(app);
    return { origin: await listen(server), stop: () => close(server) };
  },
};
