import { movedKey, toJson } from '../record/index.ts';
import { membersOf, messageText, objectText, serialize } from './members.ts';
import { fail, type Internals, type State } from './state.ts';

/**
 * The record without its head when something in it needs care: serializers, exotic values, a reserved key, a key that is
 * bound already, a nested key. Each key is written once, the last value winning. Never throws.
 */
export function carefulBody(log: Internals, state: State, record: object, message: unknown): string {
  const { shared, bound } = state;
  const fields = new Map<string, string>();
  const moved = new Map(bound.moved);
  const nested = shared.nestedKey === undefined ? undefined : new Map<string, string>();
  for (const [key, value] of Object.entries(cleanMembers(log, state, record))) {
    const json = toJson(value, shared.limits, key);
    if (json === undefined) continue;
    const place = nested ?? (shared.reserved.has(key) ? moved : fields);
    place.set(key, json);
  }
  if (nested !== undefined && nested.size > 0) fields.set(shared.nestedKey ?? '', objectText(nested));
  const said = messageText(log, shared, message);
  if (said !== '') fields.delete(shared.messageKey);
  const all = joined(bound.entries, fields, said === '' ? undefined : shared.messageKey);
  if (moved.size > 0) addMoved(all, moved);
  const text = objectText(all);
  if (said === '') return text;
  return text === '{}' ? `{${said}}` : `${text.slice(0, -1)},${said}}`;
}

/** Bindings, then fields; a binding that is said again, by a field or as the message, is left out. */
function joined(
  bindings: ReadonlyMap<string, string>,
  fields: ReadonlyMap<string, string>,
  messageKey: string | undefined,
): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, json] of bindings) if (!fields.has(key) && key !== messageKey) all.set(key, json);
  for (const [key, json] of fields) all.set(key, json);
  return all;
}

/** The caller's reserved keys under `fields`; a field of that name that is there already goes below it. */
function addMoved(all: Map<string, string>, moved: Map<string, string>): void {
  const own = all.get(movedKey);
  if (own !== undefined) moved.set(movedKey, own);
  all.set(movedKey, objectText(moved));
}

function cleanMembers(log: Internals, { shared, engine }: State, record: object): Readonly<Record<string, unknown>> {
  const members: Record<string, unknown> = {};
  for (const [key, value] of membersOf(record)) {
    const shown = serialize(log, shared, key, value);
    // Not an assignment: an own `__proto__` of the caller must stay a field.
    Object.defineProperty(members, key, { value: shown, enumerable: true, configurable: true, writable: true });
  }
  if (engine.cleanPaths === undefined) return members;
  try {
    const cleaned = engine.cleanPaths(members);
    if (!Object.hasOwn(cleaned, 'redaction_error') || Object.hasOwn(members, 'redaction_error')) return cleaned;
  } catch {
    // Handled with the redactor's own report below.
  }
  fail(shared, 'LOGVEIL_REDACTION_FAILED', 'redact.paths');
  return {};
}
