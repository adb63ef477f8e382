import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Boundary, createBoundary, type ErrorHandlerOptions } from './boundary/boundary.ts';
import { cut, isOpen, sendProblem } from './boundary/send.ts';
import { exchangeOf } from './exchange/known.ts';

/** An error handler of express, connect and plain `http`. It has four parameters, by which express knows it. */
export type ErrorHandler = (
  error: unknown,
  req: IncomingMessage,
  res: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/**
 * The last handler of an application: logs the error once, whole and without secrets, and answers with a problem
 * document (RFC 9457) that says what kind of problem it is and the correlation id, and nothing of the error itself.
 * It never answers twice and never leaves a request without an end.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { errorHandler, type ErrorRule } from 'logveil/http';
 * const soldOut: ErrorRule = { id: 'sold-out', names: ['SoldOutError'], answer: { status: 409, detail: 'Sold out.' } };
 * const onError = errorHandler({ logger: createLogger(), rules: [soldOut] });
 * ```
 */
export function errorHandler(options: ErrorHandlerOptions): ErrorHandler {
  const boundary = createBoundary(options, 'errorHandler');
  // Express counts parameters, so the last one stands here although nothing is passed on.
  return (error, req, res, _next) => answerNode(boundary, error, req, res);
}

/** The same for adapters that reach Node's request and response in their own way. */
export function answerNode(boundary: Boundary, error: unknown, req: IncomingMessage, res: ServerResponse): void {
  const exchange = exchangeOf(req);
  if (isOpen(res)) return sendProblem(res, boundary.answer(error, exchange));
  boundary.tooLate(error, exchange);
  cut(res);
}

/**
 * The handler behind all routes: a problem document with status 404 that does not repeat the path.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { notFoundHandler } from 'logveil/http';
 * const onNothingFound = notFoundHandler({ logger: createLogger() });
 * ```
 */
export function notFoundHandler(options: ErrorHandlerOptions): (req: IncomingMessage, res: ServerResponse) => void {
  const boundary = createBoundary(options, 'notFoundHandler');
  return (req, res) => {
    if (isOpen(res)) sendProblem(res, boundary.plain(404, exchangeOf(req)));
  };
}

/**
 * Gives the rejection of an asynchronous handler to `next`, which express 4 and connect do not do themselves; or, in
 * plain `http`, to an {@link errorHandler}.
 *
 * @param onError used where there is no `next`
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http';
 * import { createLogger } from 'logveil';
 * import { asyncHandler, errorHandler } from 'logveil/http';
 * const onError = errorHandler({ logger: createLogger() });
 * createServer(asyncHandler(async (_req, res) => void res.end('hello'), onError));
 * ```
 */
export function asyncHandler<Request extends IncomingMessage, Response extends ServerResponse>(
  handler: (req: Request, res: Response, next?: (error?: unknown) => void) => unknown,
  onError?: ErrorHandler,
): (req: Request, res: Response, next?: (error?: unknown) => void) => void {
  return (req, res, next) => {
    // A promise that is rejected with nothing would be taken for success by `next`.
    const fail = (error: unknown): void => {
      const reason = error ?? new Error('rejected without a reason');
      if (next !== undefined) next(reason);
      else if (onError !== undefined) onError(reason, req, res);
      else throw reason;
    };
    try {
      const result = handler(req, res, next);
      if (isThenable(result)) result.then(undefined, fail);
    } catch (error) {
      fail(error);
    }
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
