import { classOf, LETTER, NAME, WORD } from './chars.ts';
import { isWhole } from './member.ts';
import type { NameDecision } from './names.ts';
import { closeRun, type Engine, find, openRun } from './scan-text.ts';
import { loadSource } from './source.ts';

/** A name as it stands before its value in a record. */
export interface MemberName {
  /** No rule could begin in it. */
  readonly isQuiet: boolean;
  /** False for a name that only its line can explain. */
  readonly isClear: boolean;
  /** What it says of its value; undefined when that is nothing. */
  readonly decision: NameDecision | undefined;
  /** True, false and null stand after it as they are. */
  readonly keepsFlags: boolean;
  /** What of it has to stand before a value that is read alone. */
  readonly lead: string;
  /** Something was found in its last value, so the next one may well be known. */
  isDirty: boolean;
}

const harmless = { isQuiet: true, isClear: true, decision: undefined, keepsFlags: true, lead: ':', isDirty: false };
/** Names of numbers that are no cards: {@link readNumbers} looks for them before a number. */
const ID = /(?:trace|span|request|correlation)[-_]?id$/i;

/** What a name says; the same for each record. */
export function nameOf(engine: Engine, key: string): MemberName {
  const lead = ID.test(key) ? `,${JSON.stringify(key)}:` : ':';
  const run = openRun(engine);
  loadSource(run.source, `,${JSON.stringify(key)}:"`, 'json');
  find(engine, run);
  const { source, candidates } = run;
  const ids = candidates.ids.slice(0, candidates.count);
  closeRun(engine, run);
  // What is folded may be read in more than one way.
  if (source.map !== undefined) return { ...harmless, isQuiet: false, isClear: false, keepsFlags: false };
  if (ids.length === 0) return { ...harmless, lead };
  const isClear = isWord(key) && ids.every((id) => engine.rules.actions[id]?.kind === 'name');
  const decision = isClear ? engine.names.decide(key) : undefined;
  const keepsFlags = isClear && (decision === undefined || isWhole(decision.rule));
  return { isQuiet: false, isClear, decision, keepsFlags, lead, isDirty: false };
}

/** Read as a name from end to end, whatever stands before its quote. */
function isWord(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at);
    if (code > 127 || !isOf(NAME, code)) return false;
  }
  return isOf(LETTER, key.charCodeAt(0)) && isOf(WORD, key.charCodeAt(key.length - 1));
}

function isOf(kind: number, code: number): boolean {
  return ((classOf[code] ?? 0) & kind) !== 0;
}

/** Before an item of an array stands no name. */
export function itemName(): MemberName {
  return { ...harmless };
}
