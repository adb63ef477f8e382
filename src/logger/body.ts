import { plainJson, toJson } from '../record/index.ts';
import { carefulBody } from './careful-body.ts';
import { messageText, serialize } from './members.ts';
import { isQuietPart, keyPart, maxMessages } from './quiet.ts';
import { type Internals, noFields, type State, serializersSym } from './state.ts';
import { cleanText, cleanValue, learnKey, startWalk, type Walk } from './walk.ts';

/**
 * The record without its head, as one JSON object: bindings, fields, message. `line.isClean` says afterwards whether it
 * is clean already.
 */
export function bodyOf(log: Internals, state: State, record: object, message: unknown): string {
  const call: Call = { log, state, message, serialized: undefined };
  const clean = cleanBody(call, record);
  const body = clean ?? quickBody(call, record) ?? carefulBody(log, state, record, message);
  // After the last call of anybody's code, which may have logged something else in between.
  state.shared.line.isClean = clean !== undefined;
  return body;
}

/** What of a log call is the same for each of its fields. */
interface Call {
  readonly log: Internals;
  readonly state: State;
  readonly message: unknown;
  /** What serializers gave: each is asked once, though a record may be written twice. */
  serialized: Map<string, unknown> | undefined;
}

/** The way of nearly every line: known to hold nothing, or cleaned member by member. */
function cleanBody(call: Call, record: object): string | undefined {
  const { engine, known } = call.state;
  if (engine.members === undefined || isPaused(known) || !isBoundQuiet(call.state)) return undefined;
  const walk = startWalk(call.state, engine.members);
  const body = openAndClose(call, record, walk);
  if (body !== undefined && engine.members.finish(body, walk.hidden)) {
    known.givenUp = 0;
    return body;
  }
  known.givenUp++;
  return undefined;
}

/** Records that have to be searched as a whole come in rows, as from one call in a loop: most of those are not tried. */
function isPaused(known: State['known']): boolean {
  if (known.givenUp < 16) return false;
  known.givenUp = known.givenUp === 80 ? 15 : known.givenUp + 1;
  return known.givenUp !== 15;
}

/** One pass over the keys, not clean yet. */
function quickBody(call: Call, record: object): string | undefined {
  return openAndClose(call, record, undefined);
}

/** `undefined` when a key is taken, the record is no plain object, or the walk over it gave up. */
function openAndClose(call: Call, record: object, walk: Walk | undefined): string | undefined {
  const { shared, bound, engine } = call.state;
  if (shared.nestedKey !== undefined || bound.moved.size > 0) return undefined;
  if (call.message !== undefined && bound.entries.size > 0 && bound.entries.has(shared.messageKey)) return undefined;
  if (record === noFields) return withMessage(call, bound.text, walk);
  try {
    const prototype = Object.getPrototypeOf(record);
    if (prototype !== Object.prototype && prototype !== null) return undefined;
    // A cast that holds: whatever has a prototype can be read by its keys.
    const fields = record as Readonly<Record<string, unknown>>;
    const text = openBody(call, engine.cleanPaths === undefined ? fields : engine.cleanPaths(fields), walk);
    return text === undefined ? undefined : withMessage(call, text, walk);
  } catch {
    return undefined;
  }
}

/** Ends a record that is still open after its last field. */
function withMessage(call: Call, open: string, walk: Walk | undefined): string | undefined {
  const said = walk === undefined ? messageText(call.log, call.state.shared, call.message) : cleanMessage(call, walk);
  if (said === undefined) return undefined;
  if (said === '') return `${open}}`;
  return open.length === 1 ? `{${said}}` : `${open},${said}}`;
}

function cleanMessage({ log, state, message }: Call, walk: Walk): string | undefined {
  const { shared, known } = state;
  if (message === undefined) return '';
  if (typeof message !== 'string' || log[serializersSym][shared.messageKey] !== undefined) return undefined;
  known.message ??= keyPart(state.engine, shared.messageKey, maxMessages);
  const json = known.message.values?.jsonOf(message) ?? cleanText(walk, known.message, message);
  return json === undefined ? undefined : shared.messageStart + json;
}

/** Asked once for each child. */
function isBoundQuiet({ bound, engine }: State): boolean {
  bound.isQuiet ??= isQuietPart(engine, `${bound.text},`);
  return bound.isQuiet;
}

// `hasOwnProperty.call` inside for-in is the form V8 turns into no check at all when nothing is inherited.
const hasOwn = Object.prototype.hasOwnProperty;

/** Bindings and fields: `{"a":1,"b":2`. */
function openBody(call: Call, fields: Readonly<Record<string, unknown>>, walk: Walk | undefined): string | undefined {
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
    } else if (walk === undefined && typeof value === 'object' && value !== null) {
      const whole = wholeBody(call, fields);
      if (whole !== undefined) return whole;
    }
    const json = walk === undefined ? toJson(value, shared.limits, key) : cleanValue(walk, part, value);
    if (json === undefined && walk !== undefined) return undefined;
    if (json === undefined || json === '') continue;
    text += comma + part.text + json;
    comma = ',';
  }
  return text;
}

function serializedOnce(call: Call, key: string, value: unknown): unknown {
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
