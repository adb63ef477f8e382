import { createContext, noExtra } from '../../context/store.ts';
import { toLoggable } from '../boundary/loggable.ts';
import { EndedContext, unknownMembers } from '../record/known-text.ts';
import { otelRecord } from '../record/otel.ts';
import { pinoHttpRecord } from '../record/pino-http.ts';
import type { HttpSettings } from '../settings.ts';
import type { Ending } from './ending.ts';
import type { Exchange } from './exchange.ts';
import { customProps, hook } from './hooks.ts';
import { isLeftOut } from './left-out.ts';
import { isFailure, levelOf } from './level.ts';

/** Writes the completion line, unless it is silenced or sampled away. */
export function writeLine(exchange: Exchange, ending: Ending): void {
  const { settings } = exchange;
  const level = levelOf(exchange, ending);
  if (level === 'silent' || !settings.logger.isLevelEnabled(level)) return;
  const isOrdinary = ending.outcome.kind === 'completed' && !isFailure(exchange, ending);
  if (isOrdinary && isLeftOut(exchange, ending)) return;
  gatherContext(exchange);
  if (isOrdinary && writeQuickly(exchange, ending, level)) return;
  const error = errorOf(exchange, ending);
  const record = recordOf(exchange, ending, error);
  if (isOrdinary && settings.rate < 1) record['sample_rate'] = settings.rate;
  const all = withHooks(exchange, ending, { record, error });
  write(settings, level, all, messageOf(exchange, ending, error));
}

/** What was added in contexts inside the request's own stands on this line only. */
function gatherContext({ scope }: Exchange): void {
  const { added, context } = scope;
  if (added === noExtra) return;
  const { ids, rejected, extra } = context;
  scope.context = createContext({ ids, rejected, extra: { ...added, ...extra } });
}

/** The way of nearly every line: most of it is known to be clean, and only what the client sent is searched. */
function writeQuickly(exchange: Exchange, ending: Ending, level: string): boolean {
  const { settings, scope, hasError } = exchange;
  const { context } = scope;
  if (settings.knownText === undefined || context.extraKeys.length > 0 || hasError) return false;
  const known = settings.knownText(exchange, ending);
  if (known === undefined) return false;
  scope.context = new EndedContext(context, known);
  write(settings, level, unknownMembers(exchange, ending), messageOf(exchange, ending, undefined));
  scope.context = context;
  return true;
}

function recordOf(exchange: Exchange, ending: Ending, error: unknown): Record<string, unknown> {
  const { isOtel, keys } = exchange.settings;
  const record = isOtel ? otelRecord(exchange, ending) : pinoHttpRecord(exchange, ending);
  if (error !== undefined) record[keys.err] = error;
  return record;
}

interface Made {
  readonly record: Record<string, unknown>;
  readonly error: unknown;
}

/** pino-http's functions for the whole record, and its props, which the record's own members win over. */
function withHooks(exchange: Exchange, ending: Ending, { record, error }: Made): unknown {
  const { settings, request, response } = exchange;
  const { customErrorObject, customSuccessObject } = settings.options;
  const made = isErrored(exchange, ending)
    ? hook(settings, customErrorObject, 'customErrorObject', [request, response, error, record])
    : hook(settings, customSuccessObject, 'customSuccessObject', [request, response, record]);
  const shown = made ?? record;
  const props = customProps(settings, exchange);
  return props === undefined ? shown : { ...props, ...Object(shown) };
}

/** Whether the line says so: a client that went away is no error, whatever it caused. */
function isErrored({ hasError }: Exchange, { status = 0, outcome }: Ending): boolean {
  return outcome.by !== 'client' && (hasError || status >= 500);
}

/** As it is logged. pino-http's shape has one for every status of 500 and above. */
function errorOf({ hasError, error, settings }: Exchange, { status = 0 }: Ending): unknown {
  if (hasError) return toLoggable(error);
  return status < 500 || settings.isOtel ? undefined : new Error(`failed with status code ${status}`);
}

function messageOf(exchange: Exchange, ending: Ending, error: unknown): string {
  const { settings, request, response } = exchange;
  const { customErrorMessage, customSuccessMessage } = settings.options;
  const { durationMs, message, outcome } = ending;
  const hasFailed = isErrored(exchange, ending);
  const usual = hasFailed ? 'request errored' : (message ?? messages[outcome.kind]);
  if (customErrorMessage === undefined && customSuccessMessage === undefined) return usual;
  const custom = hasFailed
    ? hook(settings, customErrorMessage, 'customErrorMessage', [request, response, error, durationMs])
    : hook(settings, customSuccessMessage, 'customSuccessMessage', [request, response, durationMs]);
  return typeof custom === 'string' ? custom : usual;
}

const messages = {
  completed: 'request completed',
  aborted: 'request aborted',
  timed_out: 'request timed out',
} as const;

/** Calls the level's method, which is there: levels are looked up before. */
function write({ logger }: HttpSettings, level: string, record: unknown, message?: string): void {
  const log: unknown = Reflect.get(logger, level);
  if (typeof log === 'function') Reflect.apply(log, logger, message === undefined ? [record] : [record, message]);
}
