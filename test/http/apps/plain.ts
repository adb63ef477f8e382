import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { addContext } from '../../../src/context/index.ts';
import { asyncHandler, errorHandler, httpLogger, notFoundHandler } from '../../../src/http/index.ts';
import { secretError } from '../secrets.ts';
import { close, listen } from '../support.ts';
import type { App } from './app.ts';

/** Node's own server, without a framework: the route is told by an option. */
export const plain: App = {
  name: 'plain http',
  orderRoute: '/orders/:id',
  resetRoute: '/reset/:token',
  followsConnection: true,
  parsesBodies: false,
  async start(logger) {
    const log = httpLogger({ logger, route: templateOf });
    const onError = errorHandler({ logger });
    const nothing = notFoundHandler({ logger });
    const handle = asyncHandler(answer(nothing), onError);
    const server = createServer((req, res) => log(req, res, () => handle(req, res)));
    return { origin: await listen(server), stop: () => close(server) };
  },
};

function templateOf({ url = '' }: IncomingMessage): string | undefined {
  if (url.startsWith('/orders/')) return '/orders/:id';
  return url.startsWith('/reset/') ? '/reset/:token' : undefined;
}

function answer(nothing: (req: IncomingMessage, res: ServerResponse) => void) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const path = (req.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/orders/')) {
      addContext({ order: 17 });
      req.log.info('looked up');
      res.setHeader('set-cookie', 'seen=1');
      res.end('{"ok":true}');
    } else if (path === '/orders') {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      JSON.parse(Buffer.concat(chunks).toString());
      req.log.info('body read');
      res.writeHead(201).end('{"ok":true}');
    } else if (path.startsWith('/reset/')) res.end('{"ok":true}');
    else if (path === '/boom') throw secretError();
    else if (path === '/reject') await Promise.reject(secretError());
    else if (path === '/odd')
      throw {
        toJSON: () => {
          throw secretError();
        },
      };
    else if (path === '/late') {
      res.write('begun');
      throw secretError();
    } else nothing(req, res);
  };
}
