import { classOf, LETTER, NAME, WORD } from './chars.ts';
import { isWhole } from './member.ts';
import type { NameDecision } from './names.ts';
import { closeRun, type Engine, find, openRun, type Run, visitCandidate } from './scan-text.ts';
import { loadSource } from './source.ts';
import { staysInside } from './stays-in-string.ts';

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
  const isQuiet = run.source.map === undefined && run.candidates.count === 0;
  // What is folded may be read in more than one way.
  const isClear = run.source.map === undefined && isWord(key) && holdsOnlyNames(engine, run);
  closeRun(engine, run);
  if (isQuiet) return { ...harmless, lead };
  const decision = isClear ? engine.names.decide(key) : undefined;
  const keepsFlags = isClear && (decision === undefined || isWhole(decision.rule));
  return { isQuiet, isClear, decision, keepsFlags, lead, isDirty: false };
}

/** Parts of names, and beginnings of tokens of which none is in the key. */
function holdsOnlyNames(engine: Engine, run: Run): boolean {
  const { candidates, hits } = run;
  for (let index = 0; index < candidates.count; index++) {
    const id = candidates.ids[index] ?? 0;
    const action = id < 0 ? undefined : engine.rules.actions[id];
    if (action?.kind === 'name') continue;
    if (action?.kind !== 'values' || !staysInside(action)) return false;
    visitCandidate(engine, run, id, candidates.at[index] ?? 0);
  }
  return hits.length === 0;
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
