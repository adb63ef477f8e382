import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { storage } from '../../context/store.ts';
import { createBoundary, type ErrorHandlerOptions } from '../boundary/boundary.ts';
import type { ProblemResponse } from '../boundary/problem.ts';
import { cut, isOpen } from '../boundary/send.ts';
import { exchangeOf } from '../exchange/known.ts';
import { followNode } from '../exchange/node.ts';
import { createFollower } from '../follower.ts';
import type { HttpLoggerOptions } from '../options.ts';

/** What is used of a fastify request. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
  readonly routeOptions?: { readonly url?: string | undefined };
  readonly body?: unknown;
}

/** What is used of a fastify reply. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse;
  readonly sent: boolean;
  code(status: number): FastifyReplyLike;
  headers(values: Record<string, string>): FastifyReplyLike;
  send(body: Buffer): unknown;
}

type Hook = (request: FastifyRequestLike, reply: FastifyReplyLike, done: () => void) => void;

/** A plugin for `app.register`, which applies to the whole application. */
export type FastifyPlugin = (
  app: { addHook(name: 'onRequest' | 'preHandler', hook: Hook): unknown },
  options: object,
  done: () => void,
) => void;

/** An error handler for `app.setErrorHandler`. */
export type FastifyErrorHandler = (error: unknown, request: FastifyRequestLike, reply: FastifyReplyLike) => void;

/**
 * The plugin for fastify 5: `request.log`, ids in and out, and one line a request, with the route's template. Leave
 * fastify's own `logger` off, or set `disableRequestLogging`, so that requests are not logged twice.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { errorHandler, httpLogger } from 'logveil/http/fastify';
 * declare const app: { register(plugin: unknown): void; setErrorHandler(handler: unknown): void };
 * const logger = createLogger({ service: 'shop' });
 * app.register(httpLogger({ logger }));
 * app.setErrorHandler(errorHandler({ logger }));
 * ```
 */
export function httpLogger(options: HttpLoggerOptions): FastifyPlugin {
  const follower = createFollower(options, 'httpLogger');
  const onRequest: Hook = (request, reply, done) => {
    const exchange = followNode(follower, request.raw, reply.raw);
    exchange.route = request.routeOptions?.url;
    // Casts that hold: both are fastify's own members, made for a logger of pino's kind.
    (request as { log?: Logger }).log = exchange.logs.req;
    (reply as { log?: Logger }).log = exchange.logs.res;
    storage.run(exchange.scope, done);
  };
  const withBody: Hook = (request, _reply, done) => {
    // Where express keeps it, so that the completion line finds it.
    (request.raw as { body?: unknown }).body = request.body;
    done();
  };
  function plugin(...[app, , done]: Parameters<FastifyPlugin>): void {
    app.addHook('onRequest', onRequest);
    if (follower.settings.bodyBytes > 0) app.addHook('preHandler', withBody);
    done();
  }
  // What the package fastify-plugin does: hooks apply to the application and not to this plugin alone.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: 'logveil',
  });
}

/**
 * fastify's error handler: logs the error once and answers with a problem document.
 *
 * @throws OptionsError that lists everything wrong with the options
 */
export function errorHandler(options: ErrorHandlerOptions): FastifyErrorHandler {
  const boundary = createBoundary(options, 'errorHandler');
  return (error, request, reply) => {
    const exchange = exchangeOf(request.raw);
    if (!reply.sent && isOpen(reply.raw)) return send(reply, boundary.answer(error, exchange));
    boundary.tooLate(error, exchange);
    cut(reply.raw);
  };
}

/**
 * fastify's handler for routes that are not there, for `app.setNotFoundHandler`.
 *
 * @throws OptionsError that lists everything wrong with the options
 */
export function notFoundHandler(
  options: ErrorHandlerOptions,
): (request: FastifyRequestLike, reply: FastifyReplyLike) => void {
  const boundary = createBoundary(options, 'notFoundHandler');
  return (request, reply) => send(reply, boundary.plain(404, exchangeOf(request.raw)));
}

function send(reply: FastifyReplyLike, { status, headers, body }: ProblemResponse): void {
  reply.code(status).headers({ ...headers });
  // As bytes: to the type of a text fastify adds a charset, which problem+json does not have.
  reply.send(Buffer.from(body));
}
