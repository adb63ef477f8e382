import { plainJson, quote, toJson } from '../record/index.ts';
import { carefulBody } from './careful-body.ts';
import { messageText, serialize } from './members.ts';
import { isQuietPart, isQuietValue, type KeyPart, keyPart } from './quiet.ts';
import { type Internals, noFields, type State, serializersSym } from './state.ts';

/**
 * The record without its head, as one JSON object: bindings, fields, message. `line.fresh` says afterwards what of
 * it has to be searched.
 */
export function bodyOf(log: Internals, state: State, record: object, message: unknown): string {
  const quick = quickBody(log, state, record, message);
  if (quick !== undefined) return quick;
  const body = carefulBody(log, state, record, message);
  // After the last call of anybody's code, which may have logged something else in between.
  state.shared.line.fresh = undefined;
  return body;
}

/** The way of nearly every line: one pass over the keys. `undefined` when a key is taken, or the record is no plain object. */
function quickBody(log: Internals, state: State, record: object, message: unknown): string | undefined {
  const { shared, bound, engine } = state;
  if (shared.nestedKey !== undefined || bound.moved.size > 0) return undefined;
  if (message !== undefined && bound.entries.size > 0 && bound.entries.has(shared.messageKey)) return undefined;
  if (record === noFields) {
    shared.line.fresh = '';
    return withMessage(log, state, bound.text, message);
  }
  try {
    const prototype = Object.getPrototypeOf(record);
    if (prototype !== Object.prototype && prototype !== null) return undefined;
    // A cast that holds: whatever has a prototype can be read by its keys.
    const fields = record as Readonly<Record<string, unknown>>;
    const text = openBody(log, state, engine.cleanPaths === undefined ? fields : engine.cleanPaths(fields));
    return text === undefined ? undefined : withMessage(log, state, text, message);
  } catch {
    return undefined;
  }
}

/** Ends a record that is still open after its last field. */
function withMessage(log: Internals, state: State, open: string, message: unknown): string {
  const { shared, known } = state;
  let { fresh } = shared.line;
  let said: string;
  if (typeof message === 'string' && log[serializersSym][shared.messageKey] === undefined) {
    let json = known.messages.jsonOf(message);
    if (json === undefined) {
      json = quote(message);
      fresh = known.messages.isKeyQuiet ? withFresh(fresh, message, json) : undefined;
    }
    said = shared.messageStart + json;
  } else {
    said = messageText(log, shared, message);
    if (said !== '') fresh = undefined;
  }
  shared.line.fresh = fresh !== undefined && isBoundQuiet(state) ? fresh : undefined;
  if (said === '') return `${open}}`;
  return open.length === 1 ? `{${said}}` : `${open},${said}}`;
}

/** One more text to be searched, as it stands between its quotes. */
function withFresh(fresh: string | undefined, text: string, json: string): string | undefined {
  if (fresh === undefined || fresh.length + json.length > maxFresh) return undefined;
  const part = json.length === text.length + 2 ? text : json;
  return fresh === '' ? part : `${fresh}",:"${part}`;
}

// With more it is quicker to search the line as it is.
const maxFresh = 200;

/** Asked once for each child, and only when the rest of a line is quiet. */
function isBoundQuiet({ bound, engine }: State): boolean {
  bound.isQuiet ??= isQuietPart(engine, `${bound.text},`);
  return bound.isQuiet;
}

// `hasOwnProperty.call` inside for-in is the form V8 turns into no check at all when nothing is inherited.
const hasOwn = Object.prototype.hasOwnProperty;

/** Bindings and fields: `{"a":1,"b":2`. */
function openBody(log: Internals, state: State, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { shared, bound, engine, known } = state;
  const serializers = log[serializersSym];
  const bindings = bound.entries.size === 0 ? undefined : bound.entries;
  let text = bound.text;
  let comma = text.length === 1 ? '' : ',';
  let fresh: string | undefined = '';
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const part = known.keys.get(key) ?? learnKey(state, key);
    if (part.text === '' || bindings?.has(key)) return undefined;
    let value = fields[key];
    if (serializers[key] !== undefined || key === shared.errorKey) {
      // Paths are cleaned after serializers, which takes another order of things.
      if (engine.cleanPaths !== undefined) return undefined;
      value = serialize(log, shared, key, value);
    }
    if (typeof value === 'object' && value !== null) {
      const whole = wholeBody(log, state, fields);
      if (whole !== undefined) return whole;
      fresh = undefined;
    }
    let json: string | undefined;
    if (typeof value === 'string') {
      json = part.values?.jsonOf(value);
      if (json === undefined) {
        json = quote(value);
        fresh = part.isQuiet ? withFresh(fresh, value, json) : undefined;
      }
    } else {
      json = toJson(value, shared.limits, key);
      if (json === undefined) continue;
      if (!part.isQuiet || !isQuietValue(value, json)) fresh = undefined;
    }
    text += comma + part.text + json;
    comma = ',';
  }
  shared.line.fresh = fresh;
  return text;
}

/**
 * A record that holds objects, all plain: one call of JSON.stringify for all of it costs a quarter less than one for each
 * member (`bench/clean-request.mjs`). `undefined` when a member needs more than that.
 */
function wholeBody(log: Internals, state: State, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { shared, bound, known } = state;
  const serializers = log[serializersSym];
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const { text } = known.keys.get(key) ?? learnKey(state, key);
    const isOwnAffair = serializers[key] !== undefined || key === shared.errorKey || bound.entries.has(key);
    if (text === '' || isOwnAffair) return undefined;
  }
  const text = plainJson(fields);
  shared.line.fresh = undefined;
  if (text === undefined || text.length === 2) return text === undefined ? undefined : bound.text;
  return bound.text.length === 1 ? text.slice(0, -1) : `${bound.text},${text.slice(1, -1)}`;
}

// The keys of a program's log calls are few; records with data as keys must not grow the cache without end.
const maxKeys = 1_000;

/** Each key is quoted, compared with the reserved ones and looked at by the redactor once. */
function learnKey({ shared, known, engine }: State, key: string): KeyPart {
  const isTaken = shared.reserved.has(key) || key === shared.messageKey;
  const text = isTaken ? '' : `${quote(key)}:`;
  const isKept = known.keys.size < maxKeys && key.length < 64;
  if (!isKept) return { text, isQuiet: false, values: undefined };
  const part = keyPart(engine, text);
  known.keys.set(key, part);
  return part;
}
