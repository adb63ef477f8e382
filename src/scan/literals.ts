import { type Anchor, type Candidates, push } from './candidates.ts';
import { classOf, isEscapeLetter, LETTER, lower, WORD } from './chars.ts';
import type { Window } from './windows.ts';

/** What one search carries along; one object for each finder, so that a place costs no allocation. */
export interface Search {
  bytes: Uint8Array;
  to: number;
  out: Candidates;
  digitsEnd: number;
}

/**
 * From three bytes to the literals that have them there: a hash table with open addressing, and the literals one after
 * the other in flat arrays, which cost a fraction of objects in lists to walk (`bench/finder.mjs`). Data without
 * methods: functions shared by all tables stay in one piece for the compiler.
 */
export interface LiteralTable {
  /** The three bytes of each slot, -1 for none. */
  readonly keys: Int32Array;
  /** First and last literal of each slot. */
  readonly from: Uint16Array;
  readonly to: Uint16Array;
  /** By literal: where in it the three bytes stand, its length, its marks, its id, and its place in the pool. */
  readonly offsets: Uint8Array;
  readonly lengths: Uint8Array;
  /** Length of the word that must stand next to it; its letters follow the literal's in the pool. */
  readonly companions: Uint8Array;
  readonly marks: Uint8Array;
  readonly ids: Int32Array;
  readonly starts: Uint32Array;
  readonly pool: Uint8Array;
  /** How many of the next literals are the same word, asked for with another one beside it. */
  readonly sames: Uint8Array;
}

/** Few enough to stay in the first-level cache, too. */
const SLOTS = 1 << 12;
const MASK = SLOTS - 1;

const CASELESS = 1;
const WHOLE_WORD = 2;
const BEFORE_SIGN = 4;
const COMPANION_BEFORE = 8;

interface Known {
  readonly anchor: Anchor;
  readonly offset: number;
}

/** Lays out the literals of all windows. */
export function createLiteralTable(windows: readonly Window[]): LiteralTable {
  const groups = groupByTrigram(windows);
  for (const group of groups.values()) group.sort((a, b) => (a.anchor.literal < b.anchor.literal ? -1 : 1));
  const all = [...groups.values()].flat();
  const keys = new Int32Array(SLOTS).fill(-1);
  const from = new Uint16Array(SLOTS);
  const to = new Uint16Array(SLOTS);
  const offsets = Uint8Array.from(all, ({ offset }) => offset);
  const lengths = Uint8Array.from(all, ({ anchor }) => anchor.literal.length);
  const marks = Uint8Array.from(all, ({ anchor }) => marksOf(anchor));
  const ids = Int32Array.from(all, ({ anchor }) => anchor.id);
  const companions = Uint8Array.from(all, ({ anchor }) => anchor.companion?.word.length ?? 0);
  const starts = Uint32Array.from(lengths);
  let total = 0;
  for (const [index, length] of lengths.entries()) {
    starts[index] = total;
    total += length + (companions[index] ?? 0);
  }
  const pool = new Uint8Array(total);
  for (const [index, { anchor }] of all.entries()) {
    const start = starts[index] ?? 0;
    const letters = anchor.literal + (anchor.companion?.word ?? '');
    for (let at = 0; at < letters.length; at++) pool[start + at] = byteAt(letters, at, anchor.caseless);
  }
  let next = 0;
  for (const [trigram, group] of groups) {
    let slot = hash(trigram);
    while (keys[slot] !== -1) slot = (slot + 1) & MASK;
    keys[slot] = trigram;
    from[slot] = next;
    next += group.length;
    to[slot] = next;
  }

  return { keys, from, to, offsets, lengths, companions, marks, ids, starts, pool, sames: samesOf(all) };
}

/** Reports every literal of which the three bytes at `at` are the known part. */
export function verify(table: LiteralTable, search: Search, at: number): void {
  const { bytes } = search;
  // The casts here and below hold: every index comes from these tables, and the caller keeps eight bytes behind the text.
  const trigram =
    (lower[bytes[at] as number] as number) |
    ((lower[bytes[at + 1] as number] as number) << 8) |
    ((lower[bytes[at + 2] as number] as number) << 16);
  let slot = hash(trigram);
  let key = table.keys[slot] as number;
  while (key !== trigram) {
    if (key === -1) return;
    slot = (slot + 1) & MASK;
    key = table.keys[slot] as number;
  }
  const end = table.to[slot] as number;
  let index = table.from[slot] as number;
  while (index < end) {
    const start = at - (table.offsets[index] as number);
    const next = index + (table.sames[index] as number) + 1;
    if (start >= 0 && start + (table.lengths[index] as number) <= search.to && hasLetters(table, bytes, start, index)) {
      for (let same = index; same < next; same++) {
        if (isWanted(table, bytes, start, same))
          push(search.out, placeOf(table, bytes, start, same), table.ids[same] as number);
      }
    }
    index = next;
  }
}

function hasLetters(table: LiteralTable, bytes: Uint8Array, start: number, index: number): boolean {
  const mark = table.marks[index] as number;
  const literal = table.starts[index] as number;
  const length = table.lengths[index] as number;
  const { pool } = table;
  for (let at = 0; at < length; at++) {
    const byte = bytes[start + at] as number;
    if (((mark & CASELESS) === 0 ? byte : lower[byte]) !== pool[literal + at]) return false;
  }
  return true;
}

/** What must stand around the letters. */
function isWanted(table: LiteralTable, bytes: Uint8Array, start: number, index: number): boolean {
  const mark = table.marks[index] as number;
  const length = table.lengths[index] as number;
  if (mark <= CASELESS) return table.companions[index] === 0 || hasCompanion(table, bytes, start, index);
  if ((mark & BEFORE_SIGN) !== 0 && !isBeforeSign(bytes, start + length)) return false;
  if ((mark & WHOLE_WORD) !== 0 && !isWholeWord(bytes, start, start + length)) return false;
  return table.companions[index] === 0 || hasCompanion(table, bytes, start, index);
}

/** `s`: `pins=`, `keys:`. */
const PLURAL = 115;

/** The other word of a name of two, before or after the literal. */
function hasCompanion(table: LiteralTable, bytes: Uint8Array, start: number, index: number): boolean {
  const length = table.companions[index] as number;
  const letters = (table.starts[index] as number) + (table.lengths[index] as number);
  const isBefore = ((table.marks[index] as number) & COMPANION_BEFORE) !== 0;
  const joint = isBefore ? start - 1 : start + (table.lengths[index] as number);
  const isJoined = joint >= 0 && isJoiner(bytes[joint] as number) ? 1 : 0;
  const from = isBefore ? start - isJoined - length : joint + isJoined;
  if (from < 0) return false;
  for (let at = 0; at < length; at++) {
    if (lower[bytes[from + at] as number] !== table.pool[letters + at]) return false;
  }
  return true;
}

/** Where a candidate is reported: at the last word of a name, for names are read from their end. */
function placeOf(table: LiteralTable, bytes: Uint8Array, start: number, index: number): number {
  const isAfter = table.companions[index] !== 0 && ((table.marks[index] as number) & COMPANION_BEFORE) === 0;
  if (!isAfter) return start;
  const end = start + (table.lengths[index] as number);
  return isJoiner(bytes[end] as number) ? end + 1 : end;
}

function isJoiner(byte: number): boolean {
  return byte === 95 || byte === 45 || byte === 46 || byte === 32;
}

/** A quote, `=`, `:` and what else stands between a name and its value, at once or after one blank or an `s`. */
function isBeforeSign(bytes: Uint8Array, end: number): boolean {
  const next = bytes[end] ?? 0;
  return isSign(next === 32 || next === PLURAL ? (bytes[end + 1] ?? 0) : next);
}

function isSign(byte: number): boolean {
  return (
    byte === 34 || byte === 58 || byte === 61 || byte === 39 || byte === 92 || byte === 93 || byte === 62 || byte === 60
  );
}

/** `pin=`, `card_pin:` and `cardPin`, but not `spin`, `pinned` or `pin2`. The `n` of `\\n` is no letter of the word. */
function isWholeWord(bytes: Uint8Array, start: number, end: number): boolean {
  const after = bytes[end] ?? 0;
  if (((classOf[after] ?? 0) & WORD) !== 0 && after !== PLURAL) return false;
  const before = start === 0 ? 0 : (bytes[start - 1] ?? 0);
  if (((classOf[before] ?? 0) & LETTER) === 0) return true;
  const first = bytes[start] ?? 0;
  return (first < 97 && before >= 97) || isEscapeLetter(bytes, start - 1);
}

function hash(trigram: number): number {
  // Fibonacci hashing (Knuth, TAOCP 3, section 6.4): the top bits are well mixed.
  return Math.imul(trigram, 0x9e3779b1) >>> 20;
}

function samesOf(all: readonly Known[]): Uint8Array {
  const sames = new Uint8Array(all.length);
  for (let index = all.length - 2; index >= 0; index--) {
    const [one, next] = [all[index], all[index + 1]];
    if (one !== undefined && next !== undefined && isSame(one, next)) sames[index] = (sames[index + 1] ?? 0) + 1;
  }
  return sames;
}

function isSame(one: Known, other: Known): boolean {
  const [a, b] = [one.anchor, other.anchor];
  return a.literal === b.literal && a.caseless === b.caseless && one.offset === other.offset;
}

function marksOf({ caseless, wholeWord, beforeSign, companion }: Anchor): number {
  const word = (wholeWord === true ? WHOLE_WORD : 0) | (beforeSign === true ? BEFORE_SIGN : 0);
  return (caseless ? CASELESS : 0) | word | (companion?.side === 'before' ? COMPANION_BEFORE : 0);
}

/** The byte of a literal at an index, lower case when case does not count. */
function byteAt(literal: string, index: number, folds: boolean): number {
  const byte = literal.charCodeAt(index);
  return folds ? (lower[byte] ?? byte) : byte;
}

function groupByTrigram(windows: readonly Window[]): Map<number, Known[]> {
  const groups = new Map<number, Known[]>();
  for (const { anchor, offset } of windows) {
    const { literal } = anchor;
    const trigram =
      byteAt(literal, offset, true) |
      (byteAt(literal, offset + 1, true) << 8) |
      (byteAt(literal, offset + 2, true) << 16);
    const group = groups.get(trigram);
    if (group === undefined) groups.set(trigram, [{ anchor, offset }]);
    // The two windows of a literal of three bytes know the same bytes.
    else if (!group.some((known) => known.anchor === anchor && known.offset === offset)) group.push({ anchor, offset });
  }
  return groups;
}
