import { maxTextLength } from '../context/fields.ts';
import { stampIds } from '../context/stamp.ts';
import { type Context, contextOfThrown, currentContext, hasContextOfThrown } from '../context/store.ts';
import { quote, toJson } from '../record/index.ts';
import { type CleanFields, noFields, type Shared, type State } from './state.ts';

/**
 * The part of a record that only logveil writes, still open: level, time, service, ids, context. It is written apart
 * from the rest and never searched, so that no rule can damage an id.
 */
export function headOf(state: State, level: number, time: string, context: string): string {
  const { shared, levels } = state;
  return (levels.get(level) ?? '{"level":"unknown"') + time + shared.serviceText + context;
}

/** The current context's ids and fields; a field that the record or a binding has, too, is left out. */
export function contextText(state: State, record: object, hasMessage: boolean): string {
  const context = currentContext() ?? contextOfError(record, state.shared);
  const ids = stampIds(context, state.shared.line.mixedIn);
  if (context === undefined || context.extraKeys.length === 0) return ids;
  const fields = state.seen.get(context) ?? cleanFields(context, state);
  const messageKey = hasMessage ? state.shared.messageKey : undefined;
  for (const key of context.extraKeys) {
    if (key !== messageKey && !isSaid(state, record, key)) continue;
    return ids + textOf(fields.entries.filter(([each]) => each !== messageKey && !isSaid(state, record, each)));
  }
  return ids + fields.text;
}

function isSaid({ bound, shared }: State, record: object, key: string): boolean {
  return bound.entries.has(key) || isField(record, key, shared);
}

/** Once per context and redactor. */
function cleanFields(context: Context, state: State): CleanFields {
  const entries = cleanEntries(context, state);
  const fields = { entries, text: textOf(entries) };
  state.seen.set(context, fields);
  return fields;
}

function textOf(entries: CleanFields['entries']): string {
  return entries.map(([key, json]) => `,${quote(key)}:${json}`).join('');
}

/** Outside of any context, an error that is logged may know which one it was thrown in. */
function contextOfError(record: object, { errorKey }: Shared): Context | undefined {
  if (record === noFields || !hasContextOfThrown()) return undefined;
  try {
    return contextOfThrown(Object.getOwnPropertyDescriptor(record, errorKey)?.value);
  } catch {
    return undefined;
  }
}

function isField(record: object, key: string, { nestedKey }: Shared): boolean {
  if (nestedKey !== undefined) return key === nestedKey;
  try {
    return Object.hasOwn(record, key);
  } catch {
    return false;
  }
}

/** Made safe once per context and redactor, as a record of their own; each key's text is kept apart. */
function cleanEntries({ extra }: Context, { engine, shared }: State): [string, string][] {
  try {
    const cleaned: unknown = JSON.parse(engine.line(JSON.stringify(extra)));
    const entries = typeof cleaned === 'object' && cleaned !== null ? Object.entries(cleaned) : [];
    return entries.flatMap(([key, value]) => (shared.reserved.has(key) ? [] : [[key, toJson(short(value)) ?? 'null']]));
  } catch {
    shared.report('LOGVEIL_REDACTION_FAILED', 'context');
    return [];
  }
}

/** Cut here, after it was made safe: no rule finds a secret that was cut in two. */
function short(value: unknown): unknown {
  return typeof value === 'string' && value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value;
}
