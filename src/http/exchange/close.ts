import { createContext, noExtra, storage } from '../../context/store.ts';
import { toLoggable } from '../boundary/loggable.ts';
import { EndedContext, unknownMembers } from '../record/known-text.ts';
import { otelRecord } from '../record/otel.ts';
import { pinoHttpRecord } from '../record/pino-http.ts';
import { isKept } from '../sampling.ts';
import type { HttpSettings } from '../settings.ts';
import type { Ending } from './ending.ts';
import type { Exchange } from './exchange.ts';

/** Writes a request's one completion line, unless it is silenced or sampled away. Never throws. */
export function closeExchange(exchange: Exchange, ending: Ending): void {
  if (exchange.isDone) return;
  exchange.isDone = true;
  const { settings } = exchange;
  count(settings, exchange, ending);
  if (!settings.isLogging) return;
  try {
    storage.run(exchange.scope, writeLine, exchange, ending);
  } catch {
    settings.report('httpLogger');
  }
}

/** Whether it is an operator's business: a client's mistake is not, and neither is one that went away. */
function isFailure({ hasError }: Exchange, { status = 0, outcome }: Ending): boolean {
  if (status >= 500) return true;
  return hasError && outcome.by !== 'client' && (status < 400 || outcome.kind !== 'completed');
}

function count({ stats }: HttpSettings, exchange: Exchange, ending: Ending): void {
  const { kind } = ending.outcome;
  if (kind === 'completed') stats.completed++;
  else if (kind === 'aborted') stats.aborted++;
  else stats.timedOut++;
  if (isFailure(exchange, ending)) stats.failed++;
}

function writeLine(exchange: Exchange, ending: Ending): void {
  const { settings, scope } = exchange;
  const { logger, options, keys } = settings;
  const level = levelOf(exchange, ending);
  if (level === 'silent' || !logger.isLevelEnabled(level)) return;
  const isOrdinary = ending.outcome.kind === 'completed' && !isFailure(exchange, ending);
  if (isOrdinary && isLeftOut(exchange, ending)) return;
  const { added, context } = scope;
  // What was added in contexts inside this one stands on this line only.
  if (added !== noExtra) {
    scope.context = createContext({
      ids: context.ids,
      rejected: context.rejected,
      extra: { ...added, ...context.extra },
    });
  }
  if (isOrdinary && writeQuickly(exchange, ending, level)) return;
  const { error, isErrored } = errorOf(exchange, ending);
  const plain: Record<string, unknown> = settings.isOtel
    ? otelRecord(exchange, ending)
    : pinoHttpRecord(exchange, ending);
  if (isOrdinary && settings.rate < 1) plain['sample_rate'] = settings.rate;
  if (error !== undefined) plain[keys.err] = error;
  const { request, response } = exchange;
  const record: unknown = isErrored
    ? (hook(settings, options.customErrorObject, 'customErrorObject', [request, response, error, plain]) ?? plain)
    : (hook(settings, options.customSuccessObject, 'customSuccessObject', [request, response, plain]) ?? plain);
  const props = customProps(settings, exchange);
  const all = props === undefined ? record : { ...props, ...Object(record) };
  write(settings, level, all, messageOf(exchange, ending, error));
}

/** The way of nearly every line: most of it is known to be clean, and only what the client sent is searched. */
function writeQuickly(exchange: Exchange, ending: Ending, level: string): boolean {
  const { settings, scope, response, hasError } = exchange;
  const { context } = scope;
  if (settings.knownText === undefined || context.extraKeys.length > 0) return false;
  if (hasError || errOf(response) !== undefined) return false;
  const known = settings.knownText(exchange, ending);
  if (known === undefined) return false;
  scope.context = new EndedContext(context, known);
  write(settings, level, unknownMembers(exchange, ending), messageOf(exchange, ending, undefined));
  scope.context = context;
  return true;
}

/** By id and not by chance, so that a trace is whole. */
function isLeftOut({ settings, scope, request, url, correlationId }: Exchange, { durationMs }: Ending): boolean {
  const { isSilent, options, stats, rate, slowMs, report } = settings;
  const query = url.indexOf('?');
  let isSilenced = isSilent?.(query === -1 ? url : url.slice(0, query), request) === true;
  const ignore = typeof options.autoLogging === 'object' ? options.autoLogging.ignore : undefined;
  if (!isSilenced && ignore !== undefined) {
    try {
      isSilenced = Boolean(ignore(request));
    } catch {
      report('autoLogging.ignore');
    }
  }
  if (isSilenced) stats.silenced++;
  if (isSilenced || rate >= 1 || durationMs >= slowMs) return isSilenced;
  const isAway = !isKept(scope.context.ids.trace_id ?? correlationId, rate);
  if (isAway) stats.sampledAway++;
  return isAway;
}

function levelOf(exchange: Exchange, ending: Ending): string {
  const { settings, request, response, error, hasError } = exchange;
  const { customLogLevel, useLevel = 'info' } = settings.options;
  if (customLogLevel !== undefined) {
    const shown = hasError ? error : errOf(response);
    const level = hook(settings, customLogLevel, 'customLogLevel', [request, response, shown]);
    const name = typeof level === 'string' ? level.trim() : '';
    return settings.levels.has(name) ? name : 'info';
  }
  if (settings.options.useLevel !== undefined) return settings.levels.has(useLevel) ? useLevel : 'info';
  if (isFailure(exchange, ending)) return 'error';
  return ending.outcome.kind === 'completed' ? 'info' : 'warn';
}

function errOf(response: unknown): unknown {
  return typeof response === 'object' && response !== null ? Reflect.get(response, 'err') : undefined;
}

interface Shown {
  readonly error: unknown;
  readonly isErrored: boolean;
}

/** As in pino-http, an error handler can leave the error on the response; its shape has one for every status 500. */
function errorOf(exchange: Exchange, { status = 0 }: Ending): Shown {
  const error = exchange.hasError ? exchange.error : errOf(exchange.response);
  const isGiven = exchange.hasError || error !== undefined;
  if (isGiven) return { error: toLoggable(error), isErrored: true };
  if (status < 500) return { error: undefined, isErrored: false };
  const made = exchange.settings.isOtel ? undefined : new Error(`failed with status code ${status}`);
  return { error: made, isErrored: true };
}

function messageOf(exchange: Exchange, ending: Ending, error: unknown): string {
  const { settings, request, response } = exchange;
  const { options } = settings;
  const { kind, by } = ending.outcome;
  const isErrored = by !== 'client' && (exchange.hasError || error !== undefined || (ending.status ?? 0) >= 500);
  const custom = isErrored
    ? hook(settings, options.customErrorMessage, 'customErrorMessage', [request, response, error, ending.durationMs])
    : hook(settings, options.customSuccessMessage, 'customSuccessMessage', [request, response, ending.durationMs]);
  if (typeof custom === 'string') return custom;
  if (isErrored) return 'request errored';
  if (ending.message !== undefined) return ending.message;
  return kind === 'completed' ? 'request completed' : kind === 'aborted' ? 'request aborted' : 'request timed out';
}

/** pino-http's `customProps`: an object, or a function of request and response. */
export function customProps(settings: HttpSettings, { request, response }: Exchange): object | undefined {
  const { customProps: props } = settings.options;
  if (props === undefined) return undefined;
  const given: unknown =
    typeof props === 'function' ? hook(settings, props, 'customProps', [request, response]) : props;
  return typeof given === 'object' && given !== null ? given : undefined;
}

/** Calls a function of the options. A request must not fail for one that throws. */
export function hook(
  settings: HttpSettings,
  fn: ((...args: never[]) => unknown) | undefined,
  name: string,
  args: readonly unknown[],
): unknown {
  if (typeof fn !== 'function') return undefined;
  try {
    return Reflect.apply(fn, undefined, args);
  } catch {
    settings.report(name);
    return undefined;
  }
}

/** Calls the level's method, which is there: levels are looked up before. */
function write({ logger }: HttpSettings, level: string, record: unknown, message?: string): void {
  const log: unknown = Reflect.get(logger, level);
  if (typeof log === 'function') Reflect.apply(log, logger, message === undefined ? [record] : [record, message]);
}
