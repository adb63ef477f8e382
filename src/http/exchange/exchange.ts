import type { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Logger } from 'pino';
import { allowedBaggage } from '../../context/baggage.ts';
import type { ContextValue } from '../../context/context-fields.ts';
import { readExtra, readFields } from '../../context/fields.ts';
import { newId } from '../../context/ids.ts';
import { type ContextFields, type InboundHeaders, resolveInbound } from '../../context/index.ts';
import { type Context, createContext, type Extra, noExtra, noNames, Scope } from '../../context/store.ts';
import type { HttpSettings } from '../settings.ts';
import { hook } from './hooks.ts';

/** One request and its answer, from the middleware to the completion line. */
export interface Exchange {
  readonly settings: HttpSettings;
  /** What functions of the options are called with. */
  readonly request: unknown;
  /** In Fetch there is none before the end. */
  response: unknown;
  readonly scope: Scope;
  readonly correlationId: string;
  readonly method: string;
  /** As it was sent, query included: frameworks rewrite theirs. */
  readonly url: string;
  startedAt: number;
  /** Names of headers whose id was refused, and the like. */
  readonly rejected: readonly string[];
  /** Write lines of this request, whoever calls them. */
  logs: RequestLogs;
  /** The template, once the framework has found it. */
  route: string | undefined;
  /** What went wrong, told by an error handler; `hasError` because anything can be thrown. */
  error: unknown;
  hasError: boolean;
  errorRule: string | undefined;
  isDone: boolean;
  /** Whether it was the client who ended it early. */
  isLeft: boolean;
  /** Of HTTP/1; the rest below is Node's as well. */
  socket: Socket | undefined;
  /** Of the connection, before this request's answer. */
  bytesBefore: number | undefined;
  /** The request's own. */
  emit: EventEmitter['emit'] | undefined;
}

/** `req.log` and `res.log`. */
export interface RequestLogs {
  readonly req: Logger;
  readonly res: Logger;
}

/** What is known of a request when it comes in. */
export interface Arrival {
  readonly request: unknown;
  readonly response: unknown;
  readonly method: string;
  readonly url: string;
  readonly headers: InboundHeaders;
  /** An id that something before the middleware gave the request. */
  readonly givenId: unknown;
}

/** Takes a request's ids and begins to count its time. Nothing in it throws. */
export function openExchange(settings: HttpSettings, arrival: Arrival): Exchange {
  const { request, response, method, url, headers } = arrival;
  const { fields, rejected, untrusted } = resolveInbound(headers, settings.inbound, request);
  const context = contextOf(fields, ownId(settings, arrival));
  settings.stats.requests++;
  return {
    settings,
    request,
    response,
    scope: new Scope(context, undefined),
    correlationId: context.ids.correlation_id ?? '',
    method,
    url,
    startedAt: settings.monotonic(),
    rejected: untrusted.length === 0 ? rejected : [...rejected, ...untrusted],
    logs: { req: settings.logger, res: settings.logger },
    route: undefined,
    error: undefined,
    hasError: false,
    errorRule: undefined,
    isDone: false,
    isLeft: false,
    socket: undefined,
    bytesBefore: undefined,
    emit: undefined,
  };
}

/** What was resolved has been checked, so it is not read a second time; an id of the application's own is. */
function contextOf(fields: ContextFields, own: string | undefined): Context {
  if (own !== undefined) return createContext(readFields({ ...fields, correlation_id: own }, undefined));
  const { correlation_id = newId(), trace_id, span_id = '', trace_flags = '', trace_state, request_id } = fields;
  const ids =
    trace_id === undefined ? { correlation_id } : { correlation_id, trace_id, span_id, trace_flags, trace_state };
  return createContext({ ids, rejected: noNames, extra: extraOf(fields, request_id) });
}

/** Reading every field costs more than looking at the one that there can be without baggage. */
function extraOf(fields: ContextFields, request_id: ContextValue | undefined): Extra {
  if (allowedBaggage().length > 0) return readExtra(fields, noExtra);
  return request_id === undefined ? noExtra : { request_id };
}

/** The id that the application makes itself: pino-http's `genReqId`, or one that stands on the request already. */
function ownId(settings: HttpSettings, { request, response, givenId }: Arrival): string | undefined {
  return textOf(givenId) ?? textOf(hook(settings, settings.options.genReqId, 'genReqId', [request, response]));
}

function textOf(id: unknown): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Notes an error for the completion line. False when that line has been written, or will not be. */
export function noteError(exchange: Exchange, error: unknown, rule?: string): boolean {
  const { settings } = exchange;
  if (exchange.isDone || !settings.isLogging) return false;
  if (exchange.hasError) return false;
  exchange.error = error;
  exchange.hasError = true;
  exchange.errorRule = rule;
  return true;
}
