import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { startTime } from 'pino-http';
import { runIn, storage } from '../../context/store.ts';
import type { Follower } from '../follower.ts';
import { joinRoute } from '../route.ts';
import { closeExchange } from './close.ts';
import { type Exchange, noteError, openExchange } from './exchange.ts';
import { hook } from './hooks.ts';
import { exchangeSym } from './known.ts';
import { completed, type Outcome, outcomeOf } from './outcome.ts';

interface Carrier {
  [exchangeSym]?: Exchange;
}

/** What frameworks put on Node's request. */
interface FrameworkRequest {
  id?: unknown;
  log?: unknown;
  originalUrl?: unknown;
  baseUrl?: unknown;
  route?: { readonly path?: unknown };
  body?: unknown;
}

/**
 * Follows a request from here to its end: ids, `req.id`, `req.log`, the response header, and the one line at the end.
 * A request that is followed already is left to whoever was first.
 */
export function followNode(follower: Follower, req: IncomingMessage, res: ServerResponse): Exchange {
  // Casts that hold: frameworks' members are looked at before they are used.
  const request = req as FrameworkRequest & Carrier;
  const known = request[exchangeSym];
  if (known !== undefined) return known;
  const { originalUrl } = request;
  const exchange = openExchange(follower.settings, {
    request: req,
    response: res,
    method: req.method ?? '',
    url: typeof originalUrl === 'string' ? originalUrl : (req.url ?? ''),
    headers: req.headers,
    givenId: request.id,
  });
  if (req.httpVersionMajor === 1) exchange.socket = req.socket;
  exchange.emit = req.emit;
  request[exchangeSym] = exchange;
  (res as Carrier)[exchangeSym] = exchange;
  startEarlier(exchange, res);
  attach(exchange, req, res);
  follower.begin(exchange);
  if (follower.settings.isOtel) {
    req.log = exchange.logs.req;
    res.log = exchange.logs.res;
  } else {
    Object.defineProperty(req, 'log', requestLog);
    Object.defineProperty(res, 'log', responseLog);
  }
  return exchange;
}

/** `log` of pino-http's shape, made when it is first asked for; who assigns another has that. */
const requestLog: PropertyDescriptor & ThisType<Carrier> = {
  configurable: true,
  enumerable: true,
  get() {
    return this[exchangeSym]?.logs.req;
  },
  set(log: unknown) {
    Object.defineProperty(this, 'log', { value: log, writable: true, configurable: true, enumerable: true });
  },
};
const responseLog: PropertyDescriptor & ThisType<Carrier> = {
  ...requestLog,
  get() {
    return this[exchangeSym]?.logs.res;
  },
};

/** pino-http's way to count what ran before the middleware. */
function startEarlier(exchange: Exchange, res: ServerResponse): void {
  const given: unknown = res[startTime];
  if (typeof given === 'number') exchange.startedAt -= Math.max(0, Date.now() - given);
}

function attach(exchange: Exchange, req: IncomingMessage, res: ServerResponse): void {
  const { responseHeader } = exchange.settings;
  if (responseHeader !== false && !res.headersSent) res.setHeader(responseHeader, exchange.correlationId);
  req.id = exchange.correlationId;
  req.emit = emitInContext;
  if (exchange.socket !== undefined) {
    // Behind an unfinished answer of the same connection (pipelining) the response has no socket yet.
    if (res.socket === null) res.once('socket', onSocket);
    else exchange.bytesBefore = exchange.socket.bytesWritten;
  }
  // Before Node's own listener, which hands the connection to the next answer.
  res.prependListener('finish', onFinish);
  res.on('close', onClose);
  // Without a listener a write after the end would be an uncaught exception.
  res.on('error', onError);
}

/**
 * A body's events come from outside of the request's context; a response's do not. As `bindEmitter`, but shared by all
 * requests: a snapshot for each took a sixth of the middleware's time on Node 20 (bench/http.mjs, 2026-11). What else
 * follows asynchronous calls, such as OpenTelemetry's span, is bound by its own instrumentation.
 */
function emitInContext(this: IncomingMessage & Carrier, ...args: Parameters<IncomingMessage['emit']>): boolean {
  const exchange = this[exchangeSym];
  const emit = exchange?.emit ?? EventEmitter.prototype.emit;
  // Most requests have no body, and nobody who listens.
  if (exchange === undefined || this.listenerCount(args[0]) === 0) return emit.apply(this, args);
  const { scope } = exchange;
  if (storage.getStore()?.root === scope) return emit.apply(this, args);
  return runIn(scope, () => emit.apply(this, args));
}

function onSocket(this: ServerResponse & Carrier, socket: Socket): void {
  const exchange = this[exchangeSym];
  if (exchange !== undefined) exchange.bytesBefore = socket.bytesWritten;
}

function onFinish(this: ServerResponse & Carrier): void {
  const exchange = this[exchangeSym];
  // HTTP/2 says `finish` of a cancelled stream as well, and `close` right after it.
  if (exchange === undefined || exchange.isDone || isCancelled(this)) return;
  end(exchange, this, completed);
}

function onClose(this: ServerResponse & Carrier): void {
  const exchange = this[exchangeSym];
  if (exchange === undefined || exchange.isDone) return;
  const { settings, startedAt, request, socket } = exchange;
  // A cast that holds: openExchange got Node's request.
  const { complete } = request as IncomingMessage;
  const outcome = outcomeOf({
    isRequestComplete: complete,
    isAnswerBegun: this.headersSent,
    elapsedMs: settings.monotonic() - startedAt,
    socket: socket ?? { readableEnded: streamOf(this)?.aborted === true },
  });
  end(exchange, this, outcome);
}

function isCancelled(res: ServerResponse): boolean {
  const stream = streamOf(res);
  return stream !== undefined && (!res.writableEnded || stream.aborted || stream.rstCode !== noError);
}

// RFC 9113, section 7: NO_ERROR.
const noError = 0;

/** The stream of an HTTP/2 response; HTTP/1 has none. */
function streamOf(res: ServerResponse): Pick<ServerHttp2Stream, 'aborted' | 'rstCode'> | undefined {
  // A cast that holds: only http2's compatibility API has the member.
  return (res as { readonly stream?: ServerHttp2Stream }).stream;
}

function onError(this: ServerResponse & Carrier, error: unknown): void {
  const exchange = this[exchangeSym];
  if (exchange === undefined || noteError(exchange, error)) return;
  exchange.logs.req.error({ [exchange.settings.keys.err]: error }, 'error after the response');
}

function end(exchange: Exchange, res: ServerResponse, outcome: Outcome): void {
  const { settings, startedAt, socket, bytesBefore } = exchange;
  // A cast that holds: openExchange got Node's request.
  const req = exchange.request as IncomingMessage & FrameworkRequest;
  exchange.route ??= routeOf(exchange, req);
  const { statusCode, headersSent } = res;
  closeExchange(exchange, {
    outcome,
    status: headersSent ? statusCode : undefined,
    durationMs: settings.monotonic() - startedAt,
    remoteAddress: req.socket?.remoteAddress,
    protocol: req.httpVersion,
    userAgent: req.headers['user-agent'],
    size: socket === undefined || bytesBefore === undefined ? undefined : socket.bytesWritten - bytesBefore,
    bodySize: socket === undefined ? lengthOf(res) : undefined,
    requestHeaders: req.headers,
    responseHeaders: () => res.getHeaders(),
    body: () => req.body,
  });
}

/** HTTP/2 counts bytes for the connection and not for a stream. */
function lengthOf(res: ServerResponse): number | undefined {
  const length = Number(res.getHeader('content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) ? length : undefined;
}

/** The option's answer, or what express has found. */
function routeOf({ settings, url, request }: Exchange, { route }: FrameworkRequest): string | undefined {
  const own = hook(settings, settings.options.route, 'route', [request]);
  if (typeof own === 'string') return own;
  const path = route?.path;
  if (typeof path !== 'string') return undefined;
  const query = url.indexOf('?');
  return joinRoute(query === -1 ? url : url.slice(0, query), path);
}
