import { plainJson, toJson } from '../record/index.ts';
import { carefulBody } from './careful-body.ts';
import { messageText, serialize } from './members.ts';
import { type Internals, noFields, type State, serializersSym } from './state.ts';
import { learnKey } from './walk.ts';

/** What of a log call is the same for each of its fields. */
export interface Call {
  readonly log: Internals;
  readonly state: State;
  readonly message: unknown;
  /** What serializers gave: each is asked once, though a record may be written twice. */
  serialized: Map<string, unknown> | undefined;
}

/** The record without its head, as one JSON object: bindings, fields, message. It is not clean yet. */
export function bodyOf(call: Call, record: object): string {
  return quickBody(call, record) ?? carefulBody(call.log, call.state, record, call.message);
}

/** One pass over the keys. `undefined` when a key is taken, or the record is no plain object. */
function quickBody(call: Call, record: object): string | undefined {
  const { bound, engine } = call.state;
  if (!isUsual(call)) return undefined;
  if (record === noFields) return withMessage(call, bound.text);
  try {
    const fields = fieldsOf(record);
    if (fields === undefined) return undefined;
    const text = openBody(call, engine.cleanPaths === undefined ? fields : engine.cleanPaths(fields));
    return text === undefined ? undefined : withMessage(call, text);
  } catch {
    return undefined;
  }
}

/** Nothing goes under another key than its own. */
export function isUsual({ state: { shared, bound }, message }: Call): boolean {
  if (shared.nestedKey !== undefined || bound.moved.size > 0) return false;
  return message === undefined || bound.entries.size === 0 || !bound.entries.has(shared.messageKey);
}

/** The members of a plain record; may throw where a trap of the record's does. */
export function fieldsOf(record: object): Readonly<Record<string, unknown>> | undefined {
  const prototype = Object.getPrototypeOf(record);
  // A cast that holds: whatever has a prototype can be read by its keys.
  return prototype === Object.prototype || prototype === null ? (record as Record<string, unknown>) : undefined;
}

/** Ends a record that is still open after its last field. */
function withMessage({ log, state, message }: Call, open: string): string {
  const said = messageText(log, state.shared, message);
  if (said === '') return `${open}}`;
  return open.length === 1 ? `{${said}}` : `${open},${said}}`;
}

// `hasOwnProperty.call` inside for-in is the form V8 turns into no check at all when nothing is inherited.
const hasOwn = Object.prototype.hasOwnProperty;

/** Bindings and fields: `{"a":1,"b":2`. */
function openBody(call: Call, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { shared, bound, engine, known } = call.state;
  const serializers = call.log[serializersSym];
  const bindings = bound.entries.size === 0 ? undefined : bound.entries;
  let text = bound.text;
  let comma = text.length === 1 ? '' : ',';
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const part = known.keys.get(key) ?? learnKey(call.state, key);
    if (part.isTaken || bindings?.has(key)) return undefined;
    let value = fields[key];
    if (serializers[key] !== undefined || key === shared.errorKey) {
      // Paths are cleaned after serializers, which takes another order of things.
      if (engine.cleanPaths !== undefined) return undefined;
      value = serializedOnce(call, key, value);
    } else if (typeof value === 'object' && value !== null) {
      const whole = wholeBody(call, fields);
      if (whole !== undefined) return whole;
    }
    const json = toJson(value, shared.limits, key);
    if (json === undefined) continue;
    text += comma + part.text + json;
    comma = ',';
  }
  return text;
}

/** What the serializer for the key gives, asked once for each call. */
export function serializedOnce(call: Call, key: string, value: unknown): unknown {
  if (call.serialized?.has(key)) return call.serialized.get(key);
  const serialized = serialize(call.log, call.state.shared, key, value);
  call.serialized ??= new Map();
  call.serialized.set(key, serialized);
  return serialized;
}

/**
 * A record that holds objects, all plain: one call of JSON.stringify for all of it costs a quarter less than one for each
 * member (`bench/clean-request.mjs`). `undefined` when a member needs more than that.
 */
function wholeBody({ log, state }: Call, fields: Readonly<Record<string, unknown>>): string | undefined {
  const { shared, bound, known } = state;
  const serializers = log[serializersSym];
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const { isTaken } = known.keys.get(key) ?? learnKey(state, key);
    if (isTaken || serializers[key] !== undefined || key === shared.errorKey || bound.entries.has(key))
      return undefined;
  }
  const text = plainJson(fields);
  if (text === undefined || text.length === 2) return text === undefined ? undefined : bound.text;
  return bound.text.length === 1 ? text.slice(0, -1) : `${bound.text},${text.slice(1, -1)}`;
}
