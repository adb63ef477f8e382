import { createIsoTime, defaultLimits, quote, reservedKeys } from '../record/index.ts';
import { isTimeText, timeKeyOf } from './check-formats.ts';
import { levelMembers } from './levels.ts';
import type { LoggerOptions } from './options.ts';
import { fail, type Shared } from './state.ts';

/** Options to what all loggers of the call share. */
export function resolveShared(
  options: LoggerOptions,
  outside: Pick<Shared, 'fallback' | 'report'> & { readonly spool?: Shared['spool'] },
): Shared {
  const service = serviceMembers(options);
  return {
    ...outside,
    spool: outside.spool,
    messageKey: options.messageKey ?? 'msg',
    messageStart: `${quote(options.messageKey ?? 'msg')}:`,
    errorKey: options.errorKey ?? 'err',
    nestedKey: options.nestedKey ?? undefined,
    serviceText: service.map(([key, value]) => `,"${key}":${quote(value)}`).join(''),
    reserved: new Set([...reservedKeys, ...service.map(([key]) => key), ...formattedKeys(options)]),
    mixin: options.mixin,
    mixinMergeStrategy: options.mixinMergeStrategy,
    streamWrite: options.hooks?.streamWrite,
    logMethod: options.hooks?.logMethod,
    limits: {
      ...defaultLimits,
      maxDepth: options.depthLimit ?? defaultLimits.maxDepth,
      maxWidth: options.edgeLimit ?? defaultLimits.maxWidth,
    },
    end: options.crlf === true ? '\r\n' : '\n',
    stats: { lines: 0, withheld: 0, cut: 0, refused: 0, linesAtRefusal: 0 },
    line: { trouble: undefined, depth: 0, head: '', mixedIn: '', timeMs: Number.NaN },
  };
}

function serviceMembers({ service, env, version }: LoggerOptions): (readonly [string, string])[] {
  const members = [['service_name', service] as const, ['env', env] as const, ['version', version] as const];
  return members.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

/** Keys that the caller's own formatters write into the head of each line. */
function formattedKeys({ formatters, timestamp }: LoggerOptions): string[] {
  const keys = levelMembers('info', 30, formatters?.level).map(([key]) => key);
  const timeKey = typeof timestamp === 'function' ? timeKeyOf(timestamp()) : undefined;
  return timeKey === undefined ? keys : [...keys, timeKey];
}

/** pino's `timestamp`: none, our own, or the caller's as long as it gives a time. Never throws. */
export function resolveTime({ timestamp, clock }: LoggerOptions, shared: Shared): () => string {
  if (timestamp === false) return () => '';
  const isoTime = guardedClock(createIsoTime(clock, shared.line), shared);
  if (typeof timestamp !== 'function') return clock === undefined ? createIsoTime(undefined, shared.line) : isoTime;
  return () => {
    try {
      const text: unknown = timestamp();
      shared.line.timeMs = Number.NaN;
      if (typeof text === 'string' && isTimeText(text)) return text;
    } catch {
      // Reported below, like an answer that is no time.
    }
    fail(shared, 'LOGVEIL_HOOK_FAILED', 'timestamp');
    return isoTime();
  };
}

function guardedClock(isoTime: () => string, shared: Shared): () => string {
  const systemTime = createIsoTime(undefined, shared.line);
  return () => {
    try {
      return isoTime();
    } catch {
      fail(shared, 'LOGVEIL_HOOK_FAILED', 'clock');
      return systemTime();
    }
  };
}
