import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { runIn, storage } from '../context/store.ts';
import { followNode } from './exchange/node.ts';
import { followUpgrade } from './exchange/upgrade.ts';
import { createFollower } from './follower.ts';
import type { HttpLoggerOptions } from './options.ts';
import type { HttpStats } from './settings.ts';

/** What is called with each connection that leaves HTTP. */
export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A middleware for `http`, connect and express. */
export interface HttpLogger<Request = IncomingMessage, Response = ServerResponse> {
  /** Without `next`, what follows in the same call is inside the request's context. */
  (req: Request, res: Response, next?: (error?: unknown) => void): void;
  /** Writes the completion lines. Its level can be changed at any time. */
  readonly logger: Logger;
  /** What the middleware has seen since it was created. */
  stats(): HttpStats;
  /** Wraps a listener of a server's `upgrade` event: ids and one line when the connection ends, as for a request. */
  upgrade(listener: UpgradeListener): UpgradeListener;
}

/**
 * The middleware: each request gets an id that is taken from its headers when it is one, stands on every line, on
 * `req.id` and in the response header; and one line is written when it has ended, with nothing secret in it. pino-http's
 * options keep their meaning.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createLogger } from 'logveil';
 * import { httpLogger } from 'logveil/http';
 * const log = httpLogger({ logger: createLogger({ service: 'checkout' }) });
 * createServer((req, res) => {
 *   log(req, res);
 *   req.log.info('on it');
 *   res.end('hello');
 * });
 * ```
 */
export function httpLogger<
  Request extends IncomingMessage = IncomingMessage,
  Response extends ServerResponse = ServerResponse,
>(options: HttpLoggerOptions<Request, Response>): HttpLogger<Request, Response> {
  const follower = createFollower(options, 'httpLogger');
  const { settings } = follower;
  function middleware(req: Request, res: Response, next?: (error?: unknown) => void): void {
    const exchange = followNode(follower, req, res);
    if (next === undefined) storage.enterWith(exchange.scope);
    else runIn(exchange.scope, next);
  }
  return Object.assign(middleware, {
    logger: settings.logger,
    stats: () => ({ ...settings.stats }),
    upgrade: (listener: UpgradeListener) => followUpgrade(settings, listener),
  });
}
