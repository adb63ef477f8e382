import { movedKey, quote, toJson } from '../record/index.ts';
import { membersOf, objectText, serialize } from './members.ts';
import { type Bound, formattersSym, type Internals, type Shared } from './state.ts';

/** No bindings. */
export const unbound: Bound = { entries: new Map(), moved: new Map(), text: '{', next: '', isQuiet: true };

// pino's own: bindings of these names were options once, and are still left out.
const leftOut: ReadonlySet<string> = new Set(['serializers', 'formatters', 'customLevels']);

/** The parent's bindings and new ones, through serializers, as text. Never throws. */
export function bind(log: Internals, shared: Shared, parent: Bound, bindings: object): Bound {
  const entries = new Map(parent.entries);
  let moved = parent.moved;
  let text = parent.text;
  for (const [key, value] of membersOf(bindings)) {
    if (leftOut.has(key)) continue;
    const json = toJson(serialize(log, shared, key, value), shared.limits, key);
    if (json === undefined) continue;
    if (shared.reserved.has(key)) {
      moved = new Map(moved).set(key, json);
      continue;
    }
    const isAgain = entries.delete(key);
    entries.set(key, json);
    text = isAgain ? openText(entries) : `${text}${text.length === 1 ? '' : ','}${quote(key)}:${json}`;
  }
  const isEmpty = text.length === 1;
  return { entries, moved, text, next: isEmpty ? '' : `,${text.slice(1)}`, isQuiet: isEmpty ? true : undefined };
}

function openText(entries: ReadonlyMap<string, string>): string {
  return objectText(entries).slice(0, -1);
}

/** The bindings as pino keeps them, for its `bindings()`: `,"a":1,"b":2`. */
export function chindingsOf({ entries, moved, text }: Bound): string {
  const all = moved.size === 0 ? text : openText(new Map([...entries, [movedKey, objectText(moved)]]));
  return all.length === 1 ? '' : `,${all.slice(1)}`;
}

/** What the logger's own `formatters.bindings` makes of bindings. Never throws. */
export function formatBindings(log: Internals, shared: Shared, bindings: object): object {
  const format = log[formattersSym].bindings;
  if (format === undefined) return bindings;
  try {
    const shown: unknown = format(bindings);
    if (typeof shown === 'object' && shown !== null) return shown;
  } catch {
    // Reported below, like an answer that is no object.
  }
  shared.report('LOGVEIL_HOOK_FAILED', 'formatters.bindings');
  return bindings;
}
