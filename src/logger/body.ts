import { plainJson, quote, toJson } from '../record/index.ts';
import { carefulBody } from './careful-body.ts';
import { messageText, serialize } from './members.ts';
import { type Internals, noFields, type Shared, type State, serializersSym } from './state.ts';

/** The record without its head, as one JSON object: bindings, fields, message. */
export function bodyOf(log: Internals, state: State, record: object, message: unknown): string {
  return quickBody(log, state, record, message) ?? carefulBody(log, state, record, message);
}

/** The way of nearly every line: one pass over the keys. `undefined` when a key is taken, or the record is no plain object. */
function quickBody(log: Internals, state: State, record: object, message: unknown): string | undefined {
  const { shared, bound, engine } = state;
  if (shared.nestedKey !== undefined || bound.moved.size > 0) return undefined;
  if (message !== undefined && bound.entries.size > 0 && bound.entries.has(shared.messageKey)) return undefined;
  if (record === noFields) return withMessage(log, shared, bound.text, message);
  try {
    const prototype = Object.getPrototypeOf(record);
    if (prototype !== Object.prototype && prototype !== null) return undefined;
    // A cast that holds: whatever has a prototype can be read by its keys.
    const fields = record as Readonly<Record<string, unknown>>;
    const text = openBody(log, state, engine.cleanPaths === undefined ? fields : engine.cleanPaths(fields));
    return text === undefined ? undefined : withMessage(log, shared, text, message);
  } catch {
    return undefined;
  }
}

/** Ends a record that is still open after its last field. */
function withMessage(log: Internals, shared: Shared, open: string, message: unknown): string {
  const said = messageText(log, shared, message);
  if (said === '') return `${open}}`;
  return open.length === 1 ? `{${said}}` : `${open},${said}}`;
}

// `hasOwnProperty.call` inside for-in is the form V8 turns into no check at all when nothing is inherited.
const hasOwn = Object.prototype.hasOwnProperty;

/** Bindings and fields: `{"a":1,"b":2`. */
function openBody(log: Internals, state: State, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { shared, bound, engine } = state;
  const serializers = log[serializersSym];
  const bindings = bound.entries.size === 0 ? undefined : bound.entries;
  let text = bound.text;
  let comma = text.length === 1 ? '' : ',';
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const start = shared.keyTexts.get(key) ?? keyText(shared, key);
    if (start === '' || bindings?.has(key)) return undefined;
    let value = fields[key];
    if (serializers[key] !== undefined || key === shared.errorKey) {
      // Paths are cleaned after serializers, which takes another order of things.
      if (engine.cleanPaths !== undefined) return undefined;
      value = serialize(log, shared, key, value);
    }
    if (typeof value === 'object' && value !== null) {
      const whole = wholeBody(log, state, fields);
      if (whole !== undefined) return whole;
    }
    // Strings and numbers are most of what is logged, and a call less each.
    const json = typeof value === 'string' ? quote(value) : toJson(value, shared.limits, key);
    if (json === undefined) continue;
    text += comma + start + json;
    comma = ',';
  }
  return text;
}

/**
 * A record that holds objects, all plain: one call of JSON.stringify for all of it costs a quarter less than one for each
 * member (`bench/clean-request.mjs`). `undefined` when a member needs more than that.
 */
function wholeBody(log: Internals, state: State, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { shared, bound } = state;
  const serializers = log[serializersSym];
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const start = shared.keyTexts.get(key) ?? keyText(shared, key);
    const isOwnAffair = serializers[key] !== undefined || key === shared.errorKey || bound.entries.has(key);
    if (start === '' || isOwnAffair) return undefined;
  }
  const text = plainJson(fields);
  if (text === undefined || text.length === 2) return text === undefined ? undefined : bound.text;
  return bound.text.length === 1 ? text.slice(0, -1) : `${bound.text},${text.slice(1, -1)}`;
}

// The keys of a program's log calls are few; records with data as keys must not grow the cache without end.
const maxKeyTexts = 1_000;

/**
 * `"key":`, kept so that each key is quoted and compared with the reserved ones once; empty for a key that cannot stand
 * at the top of a record as it is.
 */
function keyText(shared: Shared, key: string): string {
  const isTaken = shared.reserved.has(key) || key === shared.messageKey;
  const text = isTaken ? '' : `${quote(key)}:`;
  if (shared.keyTexts.size < maxKeyTexts && key.length < 64) shared.keyTexts.set(key, text);
  return text;
}
