import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { storage } from '../../context/store.ts';
import { type Boundary, createBoundary, type ErrorHandlerOptions } from '../boundary/boundary.ts';
import { isOpen, sendProblem } from '../boundary/send.ts';
import { answerNode } from '../error-handler.ts';
import { exchangeOf } from '../exchange/known.ts';
import { followNode } from '../exchange/node.ts';
import { createFollower } from '../follower.ts';
import type { HttpLoggerOptions } from '../options.ts';

/** What is used of koa's context. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  status: number;
  body: unknown;
  onerror(error: Error): void;
}

/** A middleware for `app.use`. */
export type KoaMiddleware = (ctx: KoaContextLike, next: () => Promise<unknown>) => Promise<void>;

/** What routers and body parsers put on the context, and what this middleware does. */
interface Extended extends KoaContextLike {
  _matchedRoute?: unknown;
  routerPath?: unknown;
  request?: { readonly body?: unknown };
  log?: Logger;
  respond?: boolean;
}

/**
 * The middleware for koa: `ctx.log`, ids in and out, and one line a request, with the template that a router found.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { errorHandler, httpLogger } from 'logveil/http/koa';
 * declare const app: { use(middleware: unknown): void };
 * const logger = createLogger({ service: 'shop' });
 * app.use(httpLogger({ logger }));
 * app.use(errorHandler({ logger }));
 * ```
 */
export function httpLogger(options: HttpLoggerOptions): KoaMiddleware {
  const follower = createFollower(options, 'httpLogger');
  return (ctx, next) => {
    // A cast that holds: added members are looked at before they are used.
    const extended = ctx as Extended;
    const exchange = followNode(follower, ctx.req, ctx.res);
    extended.log = exchange.logs.req;
    return storage.run(exchange.scope, async () => {
      try {
        await next();
      } finally {
        // koa-router and @koa/router.
        const route = extended._matchedRoute ?? extended.routerPath;
        if (typeof route === 'string') exchange.route ??= route;
        (ctx.req as { body?: unknown }).body ??= extended.request?.body;
      }
    });
  };
}

/**
 * The error boundary for koa: logs an error once and answers with a problem document, also where nothing was found. It
 * takes the place of koa's own last handler, which writes messages to clients and stacks to standard error.
 *
 * @throws OptionsError that lists everything wrong with the options
 */
export function errorHandler(options: ErrorHandlerOptions): KoaMiddleware {
  const boundary = createBoundary(options, 'errorHandler');
  return async (ctx, next) => {
    // Errors of a body that is a stream come here, after all middlewares have ended.
    ctx.onerror = (error: Error | null) => {
      if (error !== null && error !== undefined) answer(boundary, error, ctx);
    };
    try {
      await next();
      const isNothing = ctx.status === 404 && (ctx.body === undefined || ctx.body === null);
      if (isNothing && isOpen(ctx.res)) {
        sendProblem(ctx.res, boundary.plain(404, exchangeOf(ctx.req)));
        leave(ctx);
      }
    } catch (error) {
      answer(boundary, error, ctx);
    }
  };
}

function answer(boundary: Boundary, error: unknown, ctx: KoaContextLike): void {
  leave(ctx);
  answerNode(boundary, error, ctx.req, ctx.res);
}

/** Tells koa that the answer is given. */
function leave(ctx: KoaContextLike): void {
  (ctx as Extended).respond = false;
}
