import { type Call, fieldsOf, isUsual, serializedOnce } from './body.ts';
import { isQuietPart, keyPart, maxMessages } from './quiet.ts';
import { noFields, type State, serializersSym } from './state.ts';
import { cleanText, cleanValue, learnKey, startWalk, type Walk } from './walk.ts';

/**
 * The members of a record without its head, clean, each with a comma before it: bindings, fields, message. This is the
 * way of nearly every line; `undefined` for a record that has to be written and searched as a whole.
 */
export function cleanMembers(call: Call, record: object): string | undefined {
  const { engine, known } = call.state;
  if (engine.members === undefined || isPaused(known) || !isBoundQuiet(call.state) || !isUsual(call)) return undefined;
  const walk = startWalk(call.state, engine.members);
  const text = membersText(call, record, walk);
  if (text !== undefined && engine.members.finish(text, walk.hidden)) {
    known.givenUp = 0;
    return text;
  }
  known.givenUp++;
  return undefined;
}

/** So many in a row, and most are not tried. */
const patience = 16;
/** Then one in so many is. */
const pause = 64;

/** Records that have to be searched as a whole come in rows, as from one call in a loop. */
function isPaused(known: State['known']): boolean {
  if (known.givenUp < patience) return false;
  known.givenUp = known.givenUp === patience + pause ? patience - 1 : known.givenUp + 1;
  return known.givenUp >= patience;
}

/** Asked once for each child. */
function isBoundQuiet({ bound, engine }: State): boolean {
  bound.isQuiet ??= isQuietPart(engine, `${bound.text},`);
  return bound.isQuiet;
}

function membersText(call: Call, record: object, walk: Walk): string | undefined {
  try {
    const fields = record === noFields ? noFields : fieldsOf(record);
    const text = fields === undefined ? undefined : fieldsText(call, fields, walk);
    const said = text === undefined ? undefined : cleanMessage(call, walk);
    return text === undefined || said === undefined ? undefined : text + said;
  } catch {
    return undefined;
  }
}

// `hasOwnProperty.call` inside for-in is the form V8 turns into no check at all when nothing is inherited.
const hasOwn = Object.prototype.hasOwnProperty;

/** Bindings and fields: `,"a":1,"b":2`. */
function fieldsText(call: Call, fields: object, walk: Walk): string | undefined {
  const { shared, bound, known } = call.state;
  const serializers = call.log[serializersSym];
  const bindings = bound.entries.size === 0 ? undefined : bound.entries;
  let text = bound.next;
  for (const key in fields) {
    if (!hasOwn.call(fields, key)) continue;
    const part = known.keys.get(key) ?? learnKey(call.state, key);
    if (part.isTaken || bindings?.has(key)) return undefined;
    // A cast that holds: a string key out of for-in can be read from any object.
    let value = (fields as Readonly<Record<string, unknown>>)[key];
    if (serializers[key] !== undefined || key === shared.errorKey) value = serializedOnce(call, key, value);
    // Nearly every text is known, and with its key one part of the line instead of two.
    const member = typeof value === 'string' ? part.values?.memberOf(value) : undefined;
    const json = member === undefined ? cleanValue(walk, part, value) : '';
    if (json === undefined) return undefined;
    if (member !== undefined) text += member;
    else if (json !== '') text += part.next + json;
  }
  return text;
}

/** `,"msg":"charged"`, or nothing when there is no message. */
function cleanMessage({ log, state, message }: Call, walk: Walk): string | undefined {
  const { shared, known } = state;
  if (message === undefined) return '';
  if (typeof message !== 'string' || log[serializersSym][shared.messageKey] !== undefined) return undefined;
  known.message ??= keyPart(state.engine, shared.messageKey, maxMessages);
  const member = known.message.values?.memberOf(message);
  if (member !== undefined) return member;
  const json = cleanText(walk, known.message, message);
  return json === undefined ? undefined : known.message.next + json;
}
