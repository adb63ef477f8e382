import type { ReaderRule } from '../rules/rule.ts';
import { isCardShape, MAX_CARD, MAX_GROUPS, MIN_CARD, withGroup } from './card-groups.ts';
import { classOf, DIGIT, DOT, EQUALS, WORD } from './chars.ts';
import { isSeparator } from './probes.ts';
import { startsWord } from './source.ts';
import { hideValue, type ScanState } from './state.ts';

/** Proofs of numbers, injected so that the reader holds no table of its own. */
export interface NumberRules {
  readonly card: ReaderRule | undefined;
  readonly ssn: ReaderRule | undefined;
  readonly isCard: (digits: string) => boolean;
  readonly isSsn: (digits: string) => boolean;
}

interface Group {
  readonly start: number;
  readonly end: number;
}

/** Most runs have no groups: nothing is joined or split for them. */
function readSingle(state: ScanState, { card, isCard }: NumberRules, at: number, end: number): void {
  if (card === undefined || end - at < MIN_CARD || end - at > MAX_CARD || !isFree(state, at, end)) return;
  if (!isCard(state.source.text.slice(at, end)) || isTraceId(state, at)) return;
  hideValue(state, card, signOf(state, at), endOfTrack(state, end));
}

/** What follows the number on a magnetic stripe (ISO/IEC 7813, track 2): expiry, service code and data of the issuer. */
function endOfTrack({ source: { bytes, text } }: ScanState, end: number): number {
  if (bytes[end] !== EQUALS) return end;
  TRACK.lastIndex = end;
  return end + (TRACK.exec(text)?.[0].length ?? 0);
}

const TRACK = /=\d{7,24}\??(?!\w)/y;

/** A span or trace id may be all digits and pass for a card by chance; ids are never hidden. */
function isTraceId({ source }: ScanState, at: number): boolean {
  return TRACE_ID.test(source.text.slice(Math.max(0, at - 32), at));
}

const TRACE_ID = /(?:trace|span|request|correlation)[-_]?id["'\\\s:=]{1,8}$/i;

/** A JSON number goes with its sign: what is left of `-4111…` would be no JSON. */
function signOf({ source: { bytes, json } }: ScanState, at: number): number {
  return json && bytes[at - 1] === 45 && OPENERS.has(bytes[at - 2] ?? 0) ? at - 1 : at;
}

/** `[ , :` and a blank. */
const OPENERS = new Set([91, 44, 58, 32]);

/** At a run of digits: every card and SSN in it. Groups are taken as they are printed, never across other numbers. */
export function readNumbers(state: ScanState, rules: NumberRules, at: number): void {
  const { bytes } = state.source;
  let end = at + 1;
  while (isDigit(bytes[end])) end++;
  if (!isSeparator(bytes[end] ?? 0) || !isDigit(bytes[end + 1])) return readSingle(state, rules, at, end);
  const groups = groupsFrom(state, at);
  for (let first = 0; first < groups.length; first++) {
    const used = readCard(state, rules, groups, first) || readSsn(state, rules, groups, first);
    if (used > 0) first += used - 1;
  }
}

function groupsFrom({ source }: ScanState, at: number): Group[] {
  const { bytes, length } = source;
  const groups: Group[] = [];
  let start = at;
  // A run of separated digits may be as long as the text: the finder reports it once, so this stays linear.
  while (start < length && isDigit(bytes[start])) {
    let end = start + 1;
    while (end < length && isDigit(bytes[end])) end++;
    groups.push({ start, end });
    if (!isSeparator(bytes[end] ?? 0) || !isDigit(bytes[end + 1])) break;
    start = end + 1;
  }
  return groups;
}

function isDigit(byte: number | undefined): boolean {
  return ((classOf[byte ?? 0] ?? 0) & DIGIT) !== 0;
}

/** How many groups a card takes from `first` on, or 0. */
function readCard(state: ScanState, { card, isCard }: NumberRules, groups: readonly Group[], first: number): number {
  if (card === undefined) return 0;
  let digits = '';
  let shape = 0;
  for (let index = first; index < groups.length && index < first + MAX_GROUPS; index++) {
    const group = groups[index];
    const from = groups[first];
    if (group === undefined || from === undefined || digits.length + group.end - group.start > MAX_CARD) return 0;
    digits += state.source.text.slice(group.start, group.end);
    shape = withGroup(shape, group.end - group.start);
    if (digits.length < MIN_CARD || (index > first && !isCardShape(shape))) continue;
    if (
      isFree(state, from.start, group.end) &&
      sameSeparators(state, groups.slice(first, index + 1)) &&
      isCard(digits)
    ) {
      hideValue(state, card, from.start, group.end);
      return index - first + 1;
    }
  }
  return 0;
}

function readSsn(state: ScanState, { ssn, isSsn }: NumberRules, groups: readonly Group[], first: number): number {
  const [a, b, c] = [groups[first], groups[first + 1], groups[first + 2]];
  if (ssn === undefined || a === undefined || b === undefined || c === undefined) return 0;
  if (a.end - a.start !== 3 || b.end - b.start !== 2 || c.end - c.start !== 4) return 0;
  const { bytes, text } = state.source;
  if (bytes[a.end] !== 45 || bytes[b.end] !== 45 || !isFree(state, a.start, c.end) || bytes[a.start - 1] === 45)
    return 0;
  if (!isSsn(text.slice(a.start, a.end) + text.slice(b.start, b.end) + text.slice(c.start, c.end))) return 0;
  hideValue(state, ssn, a.start, c.end);
  return 3;
}

/** Nothing that would make it part of a larger number or word: `1.4111…`, `x4111…`, `4111…-77`, `4111….5`. */
function isFree({ source }: ScanState, start: number, end: number): boolean {
  const { bytes } = source;
  const before = bytes[start - 1] ?? 0;
  // A negative number in JSON: replacing its digits alone would leave a lone minus.
  if (before === 45 && (bytes[start - 2] === 58 || bytes[start - 2] === 44 || bytes[start - 2] === 91)) return false;
  if (!startsWord(source, start) || (start > 0 && before === DOT) || (before === 45 && isDigit(bytes[start - 2])))
    return false;
  const after = bytes[end] ?? 0;
  if (((classOf[after] ?? 0) & WORD) !== 0 || after === 95) return false;
  return !((after === 45 || after === DOT) && isDigit(bytes[end + 1]));
}

/** One kind of separator throughout, and dots never: `4111.1111.1111.1111` is a version or an address. */
function sameSeparators({ source }: ScanState, groups: readonly Group[]): boolean {
  const signs = groups.slice(0, -1).map((group) => source.bytes[group.end]);
  return signs.every((sign) => sign === signs[0] && sign !== DOT);
}
