import { type Anchor, type Candidates, push } from './candidates.ts';
import { classOf, isEscapeLetter, LETTER, lower, WORD } from './chars.ts';
import type { Window } from './windows.ts';

/** What one search carries along; one object for each finder, so that a place costs no allocation. */
export interface Search {
  bytes: Uint8Array;
  from: number;
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
  /** Where in it a candidate is reported. */
  readonly leads: Uint8Array;
  readonly marks: Uint8Array;
  readonly ids: Int32Array;
  readonly starts: Uint32Array;
  readonly pool: Uint8Array;
}

/** Few enough to stay in the first-level cache, too. */
const SLOTS = 1 << 12;
const MASK = SLOTS - 1;

const CASELESS = 1;
const WHOLE_WORD = 2;
const BEFORE_SIGN = 4;

interface Known {
  readonly anchor: Anchor;
  readonly offset: number;
}

/** Lays out the literals of all windows. */
export function createLiteralTable(windows: readonly Window[]): LiteralTable {
  const groups = groupByTrigram(windows);
  const all = [...groups.values()].flat();
  const keys = new Int32Array(SLOTS).fill(-1);
  const from = new Uint16Array(SLOTS);
  const to = new Uint16Array(SLOTS);
  const offsets = Uint8Array.from(all, ({ offset }) => offset);
  const lengths = Uint8Array.from(all, ({ anchor }) => anchor.literal.length);
  const marks = Uint8Array.from(all, ({ anchor }) => marksOf(anchor));
  const ids = Int32Array.from(all, ({ anchor }) => anchor.id);
  const leads = Uint8Array.from(all, ({ anchor }) => anchor.lead ?? 0);
  const starts = Uint32Array.from(lengths);
  let total = 0;
  for (const [index, length] of lengths.entries()) {
    starts[index] = total;
    total += length;
  }
  const pool = new Uint8Array(total);
  for (const [index, { anchor }] of all.entries()) {
    const start = starts[index] ?? 0;
    for (let at = 0; at < anchor.literal.length; at++) pool[start + at] = byteAt(anchor.literal, at, anchor.caseless);
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

  return { keys, from, to, offsets, lengths, leads, marks, ids, starts, pool };
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
  for (let index = table.from[slot] as number; index < end; index++) {
    const start = at - (table.offsets[index] as number);
    if (start < 0 || start + (table.lengths[index] as number) > search.to) continue;
    if (hasLetters(table, bytes, start, index) && isWanted(table, bytes, start, index))
      push(search.out, start + (table.leads[index] as number), table.ids[index] as number);
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
  if (mark <= CASELESS) return true;
  const end = start + (table.lengths[index] as number);
  if ((mark & BEFORE_SIGN) !== 0 && !isBeforeSign(bytes, end)) return false;
  return (mark & WHOLE_WORD) === 0 || isWholeWord(bytes, start, end);
}

/** `s`: `pins=`, `keys:`. */
const PLURAL = 115;

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

function marksOf({ caseless, wholeWord, beforeSign }: Anchor): number {
  const word = (wholeWord === true ? WHOLE_WORD : 0) | (beforeSign === true ? BEFORE_SIGN : 0);
  return (caseless ? CASELESS : 0) | word;
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
    else group.push({ anchor, offset });
  }
  return groups;
}
