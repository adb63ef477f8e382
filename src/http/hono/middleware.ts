import type { IncomingMessage, ServerResponse } from 'node:http';
import { createBoundary, type ErrorHandlerOptions } from '../boundary/boundary.ts';
import { readMember } from '../boundary/facts.ts';
import type { ProblemResponse } from '../boundary/problem.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { endFetch, followFetch, runFetch } from '../exchange/fetch.ts';
import { exchangeOf } from '../exchange/known.ts';
import { followNode } from '../exchange/node.ts';
import { createFollower } from '../follower.ts';
import type { HttpLoggerOptions } from '../options.ts';

/** What is used of hono's context. */
export interface HonoContextLike {
  readonly req: { readonly raw: Request };
  readonly env: unknown;
  readonly res: Response;
  header(name: string, value: string): void;
  /** Typed by the application's variables. */
  readonly set: (name: never, value: never) => void;
}

/** A middleware for `app.use`. */
export type HonoMiddleware = (c: HonoContextLike, next: () => Promise<void>) => Promise<void>;

/**
 * The middleware for hono: `c.get('log')`, `c.get('requestId')`, ids in and out, and one line a request. On Node, with
 * `@hono/node-server`, it follows the connection as well: sizes, aborts, timeouts.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { errorHandler, httpLogger } from 'logveil/http/hono';
 * declare const app: { use(middleware: unknown): void; onError(handler: unknown): void };
 * const logger = createLogger({ service: 'shop' });
 * app.use(httpLogger({ logger }));
 * app.onError(errorHandler({ logger }));
 * ```
 */
export function httpLogger(options: HttpLoggerOptions): HonoMiddleware {
  const follower = createFollower(options, 'httpLogger');
  const { responseHeader } = follower.settings;
  return async (c, next) => {
    const node = nodeOf(c);
    const exchange =
      node === undefined ? followFetch(follower, c.req.raw) : followNode(follower, node.incoming, node.outgoing);
    Reflect.apply(c.set, c, ['log', exchange.logs.req]);
    Reflect.apply(c.set, c, ['requestId', exchange.correlationId]);
    await runFetch(exchange, next);
    exchange.route ??= routeOf(c);
    if (responseHeader !== false) c.header(responseHeader, exchange.correlationId);
    if (node === undefined) endFetch(exchange, c.req.raw, c.res);
  };
}

/**
 * For `app.onError`: logs the error once and answers with a problem document.
 *
 * @throws OptionsError that lists everything wrong with the options
 */
export function errorHandler(options: ErrorHandlerOptions): (error: unknown, c: HonoContextLike) => Response {
  const boundary = createBoundary(options, 'errorHandler');
  return (error, c) => responseOf(boundary.answer(error, followed(c)));
}

/**
 * For `app.notFound`: a problem document with status 404 that does not repeat the path.
 *
 * @throws OptionsError that lists everything wrong with the options
 */
export function notFoundHandler(options: ErrorHandlerOptions): (c: HonoContextLike) => Response {
  const boundary = createBoundary(options, 'notFoundHandler');
  return (c) => responseOf(boundary.plain(404, followed(c)));
}

function responseOf({ status, headers, body }: ProblemResponse): Response {
  return new Response(body, { status, headers });
}

function followed(c: HonoContextLike): Exchange | undefined {
  return exchangeOf(nodeOf(c)?.incoming ?? c.req.raw);
}

/** Node's request and response, which @hono/node-server passes on. */
function nodeOf({ env }: HonoContextLike): { incoming: IncomingMessage; outgoing: ServerResponse } | undefined {
  const incoming = readMember(env, 'incoming');
  const outgoing = readMember(env, 'outgoing');
  const isNode =
    typeof readMember(incoming, 'on') === 'function' && typeof readMember(outgoing, 'setHeader') === 'function';
  // Casts that hold: nothing else has these members under these names.
  return isNode ? { incoming: incoming as IncomingMessage, outgoing: outgoing as ServerResponse } : undefined;
}

/** The template of the last route that matched and is none of a middleware for everything below it. */
function routeOf(c: HonoContextLike): string | undefined {
  const routes: unknown = Reflect.get(c.req, 'matchedRoutes');
  if (!Array.isArray(routes)) return undefined;
  const paths = routes.map((route) => String(route?.path));
  return paths.findLast((path) => !path.endsWith('*'));
}
