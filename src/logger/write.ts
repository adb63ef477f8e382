import { takeTraceIds } from '../context/stamp.ts';
import { isError } from '../record/index.ts';
import { bodyOf, type Call } from './body.ts';
import { cleanMembers } from './clean-members.ts';
import { contextText, headOf } from './head.ts';
import { needsMetadata, stampMetadata } from './metadata.ts';
import { seal, sealClean, sealForeign } from './seal.ts';
import {
  asJsonSym,
  fail,
  formattersSym,
  type Internals,
  noFields,
  type Shared,
  type State,
  stateSym,
  streamSym,
  timeSym,
} from './state.ts';

/**
 * Replaces pino's own write: input, mixin and message as pino takes them, then one clean line to the destination.
 * Never throws.
 */
export function write(this: Internals, input: unknown, message: unknown, level: number): void {
  const state = this[stateSym];
  const { line } = state.shared;
  const outerTrouble = line.trouble;
  // What the log call's own guard found out before is kept for this line.
  line.trouble = line.depth === 0 ? outerTrouble : undefined;
  line.depth++;
  try {
    writeLine(this, state, input, message, level);
  } catch {
    writeMarker(this, state, level);
  } finally {
    line.depth--;
    line.trouble = line.depth === 0 ? undefined : outerTrouble;
  }
}

function writeLine(log: Internals, state: State, input: unknown, message: unknown, level: number): void {
  const { shared } = state;
  const time = log[timeSym]();
  const { timeMs } = shared.line;
  const record = mixed(log, shared, recordOf(input, shared), level);
  const said = message === undefined ? impliedMessage(input, shared) : message;
  const asJson = log[asJsonSym];
  let line: string;
  if (asJson === writeJson && shared.streamWrite === undefined) {
    // Head and body are never joined before the body is clean, which spares a copy of each line.
    const shown = formatted(log, shared, record);
    const context = contextText(state, shown, said !== undefined);
    const call: Call = { log, state, message: said, serialized: undefined };
    const members = cleanMembers(call, shown);
    const body = members === undefined ? bodyOf(call, shown) : '';
    const head = headOf(state, level, time, context);
    line = members === undefined ? seal(state, head, body) : sealClean(state, head, members);
  } else {
    // A wrapper such as pino-caller, or a streamWrite hook of the user's, sees the line as pino would give it.
    line = sealForeign(state, asJson.call(log, record, said, level, time));
  }
  const stream = log[streamSym];
  if (stream[needsMetadata] === true) stampMetadata(log, state, { record, message: said, level, time });
  // Whoever logged in between, a toJSON for one, had another time.
  shared.line.timeMs = timeMs;
  deliver(log, shared, line);
}

/** Replaces pino's `asJson`: the whole line, not yet clean, for wrappers that add to the record. */
export function writeJson(this: Internals, record: object, message: unknown, level: number, time: string): string {
  const state = this[stateSym];
  const { shared } = state;
  const shown = formatted(this, shared, record);
  const context = contextText(state, shown, message !== undefined);
  const body = bodyOf({ log: this, state, message, serialized: undefined }, shown);
  shared.line.head = headOf(state, level, time, context);
  return shared.line.head + (body.length === 2 ? '}' : `,${body.slice(1)}`) + shared.end;
}

function recordOf(input: unknown, shared: Shared): object {
  if (typeof input !== 'object' || input === null) return noFields;
  const prototype = Object.getPrototypeOf(input);
  return prototype !== Object.prototype && isError(input) ? { [shared.errorKey]: input } : input;
}

/** As in pino: an error without a message of the caller's speaks for itself. */
function impliedMessage(input: unknown, { messageKey, errorKey }: Shared): unknown {
  if (typeof input !== 'object' || input === null) return undefined;
  try {
    if (isError(input)) return Reflect.get(input, 'message');
    if (Reflect.get(input, messageKey) !== undefined) return undefined;
    const error: unknown = Reflect.get(input, errorKey);
    return typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  } catch {
    return undefined;
  }
}

// A mixin that logs would call itself for ever.
const maxNestedCalls = 8;

function mixed(log: Internals, shared: Shared, record: object, level: number): object {
  const { mixin, mixinMergeStrategy } = shared;
  if (mixin === undefined) return record;
  try {
    if (shared.line.depth > maxNestedCalls) throw new RangeError('the mixin logs');
    const given = record === noFields ? {} : record;
    const added = withoutTraceIds(shared, mixin(given, level, log));
    // A copy: the default strategy of pino writes into what the mixin returned, which may be a constant.
    const merged = mixinMergeStrategy === undefined ? { ...added, ...given } : mixinMergeStrategy(given, added);
    if (typeof merged === 'object' && merged !== null) return merged;
    fail(shared, 'LOGVEIL_HOOK_FAILED', 'mixinMergeStrategy');
  } catch {
    shared.line.mixedIn = '';
    fail(shared, 'LOGVEIL_HOOK_FAILED', 'mixin');
  }
  return record;
}

/** What the mixin gave, its trace ids put aside for the head of this line. */
function withoutTraceIds(shared: Shared, added: object): object {
  const taken = takeTraceIds(added);
  shared.line.mixedIn = taken?.traceText ?? '';
  return taken?.rest ?? added;
}

function formatted(log: Internals, shared: Shared, record: object): object {
  const format = log[formattersSym].log;
  if (format === undefined) return record;
  try {
    // A cast that holds: the formatter is promised an object whose members are unknown.
    const shown: unknown = format((record === noFields ? {} : record) as Record<string, unknown>);
    if (typeof shown === 'object' && shown !== null) return shown;
  } catch {
    // Reported below, like an answer that is no object.
  }
  fail(shared, 'LOGVEIL_HOOK_FAILED', 'formatters.log');
  return record;
}

function deliver(log: Internals, shared: Shared, line: string): void {
  try {
    log[streamSym].write(line);
    shared.stats.lines++;
  } catch {
    shared.stats.refused++;
    shared.stats.linesAtRefusal = shared.stats.lines;
    shared.report('LOGVEIL_WRITE_FAILED', 'destination');
    const noted = shared.line.trouble === undefined ? `,"log_error":"LOGVEIL_WRITE_FAILED"}${shared.end}` : undefined;
    shared.fallback(noted === undefined ? line : line.slice(0, -1 - shared.end.length) + noted);
  }
  shared.spool?.(line, shared.line.timeMs);
}

/** The last resort, for what nothing above foresaw, such as a full stack: level, time and service are still known. */
function writeMarker(log: Internals, state: State, level: number): void {
  const { shared } = state;
  try {
    fail(shared, 'LOGVEIL_SERIALIZE_FAILED', 'record');
    deliver(
      log,
      shared,
      `${headOf(state, level, log[timeSym](), '')},"log_error":"${shared.line.trouble}"}${shared.end}`,
    );
  } catch {
    // Nothing is left to try, and a log call must not throw.
  }
}
