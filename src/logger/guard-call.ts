import type { LogFn } from 'pino';
import { copyValue, isError, toJson } from '../record/index.ts';
import { fail, type Internals, type Shared, stateSym, writeSym } from './state.ts';

/**
 * The outermost guard of a log call, as pino's `hooks.logMethod`: pino looks at the arguments and formats the message before
 * it calls `write`, and a getter, a proxy or a `toString` may throw there. The user's own hook runs inside.
 */
export function guardCall(this: Internals, args: Parameters<LogFn>, method: LogFn, level: number): void {
  const { shared } = this[stateSym];
  const written = shared.stats.lines + shared.stats.refused;
  try {
    if (shared.logMethod === undefined) method.apply(this, args);
    else shared.logMethod.call(this, args, method, level);
  } catch {
    fail(shared, 'LOGVEIL_HOOK_FAILED', shared.logMethod === undefined ? 'arguments' : 'hooks.logMethod');
    // A hook may throw after it has logged; the line is not written twice.
    if (shared.stats.lines + shared.stats.refused === written) retry(this, shared, args, method, level);
    if (shared.line.depth === 0) shared.line.trouble = undefined;
  }
}

function retry(log: Internals, shared: Shared, args: readonly unknown[], method: LogFn, level: number): void {
  try {
    // A cast that holds: the same arguments, with objects replaced by plain ones.
    method.apply(log, args.map((arg, index) => harmless(arg, index, shared)) as Parameters<LogFn>);
  } catch {
    log[writeSym](null, undefined, level);
  }
}

/** An argument that cannot throw: the record as a plain object, anything else as text. */
function harmless(arg: unknown, index: number, shared: Shared): unknown {
  if (typeof arg === 'symbol') return String(arg);
  if (typeof arg !== 'object' || arg === null) return arg;
  if (index > 0) return toJson(arg, shared.limits);
  const copy = copyValue(arg, shared.limits);
  if (isErrorValue(arg)) return { [shared.errorKey]: copy };
  return typeof copy === 'object' && copy !== null ? { ...copy } : { value: copy };
}

function isErrorValue(value: object): boolean {
  try {
    return isError(value);
  } catch {
    return false;
  }
}
