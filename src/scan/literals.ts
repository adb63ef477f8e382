import { type Anchor, type Candidates, push } from './candidates.ts';
import { classOf, isEscapeLetter, LETTER, lower, WORD } from './chars.ts';
import { type Windows, windowOf } from './windows.ts';

/** What one search carries along; one object for each finder, so that a place costs no allocation. */
export interface Search {
  bytes: Uint8Array;
  from: number;
  to: number;
  out: Candidates;
  digitsEnd: number;
  /** Every candidate costs the decoding of its line, so a number is proven before it is one; the scanner proves it anyway. */
  readonly isPrefilter: boolean;
}

/**
 * From three bytes to the literals that have them there: a hash table with open addressing, and the literals one after
 * the other in a flat array, which cost a fraction of objects in lists to walk (`bench/finder.mjs`). Data without
 * methods: functions shared by all tables stay in one piece for the compiler.
 */
export interface LiteralTable {
  /** The three bytes of each slot, -1 for none. */
  readonly keys: Int32Array;
  /** First literal of each slot. */
  readonly first: Int16Array;
  /** By literal, {@link FIELDS} numbers each, in the order of the constants below. */
  readonly literals: Int32Array;
  readonly pool: Uint8Array;
}

const FIELDS = 8;
/** Where in it the three bytes stand, its length, its marks, its id, where in it it is reported, its place in the pool, the next literal of its slot or -1. */
const OFFSET = 0;
const LENGTH = 1;
const MARKS = 2;
const ID = 3;
const LEAD = 4;
const START = 5;
const NEXT = 6;

/** Few enough to stay in the first-level cache, too. */
const SLOTS = 1 << 12;
const MASK = SLOTS - 1;

const CASELESS = 1;
const WHOLE_WORD = 2;
const BEFORE_SIGN = 4;

/** Lays out the literals. */
export function createLiteralTable(anchors: readonly Anchor[], windows: Windows): LiteralTable {
  const keys = new Int32Array(SLOTS).fill(-1);
  const first = new Int16Array(SLOTS).fill(-1);
  const literals = new Int32Array(anchors.length * FIELDS);
  for (let index = 0; index < anchors.length; index++) {
    // The cast holds: the index is one of the list.
    const anchor = anchors[index] as Anchor;
    const field = index * FIELDS;
    const start = windows.starts[index] ?? 0;
    literals[field + OFFSET] = (windows.places[index] ?? 0) - start;
    literals[field + LENGTH] = anchor.literal.length;
    literals[field + MARKS] = marksOf(anchor);
    literals[field + ID] = anchor.id;
    literals[field + LEAD] = anchor.lead ?? 0;
    literals[field + START] = start;
    const trigram = lowerTrigram(windowOf(windows, index));
    const slot = slotOf(keys, trigram);
    keys[slot] = trigram;
    literals[field + NEXT] = first[slot] ?? -1;
    first[slot] = index;
  }
  return { keys, first, literals, pool: windows.bytes };
}

function lowerTrigram(window: number): number {
  return (
    (lower[window & 0xff] as number) |
    ((lower[(window >> 8) & 0xff] as number) << 8) |
    ((lower[(window >> 16) & 0xff] as number) << 16)
  );
}

/** The slot of three bytes, or the empty one where they belong. */
function slotOf(keys: Int32Array, trigram: number): number {
  let slot = hash(trigram);
  while (keys[slot] !== trigram && keys[slot] !== -1) slot = (slot + 1) & MASK;
  return slot;
}

/** Reports every literal of which the three bytes at `at` are the known part. */
export function verify(table: LiteralTable, search: Search, at: number): void {
  const { bytes } = search;
  // The casts here and below hold: every index comes from these tables, and the caller keeps eight bytes behind the text.
  const trigram =
    (lower[bytes[at] as number] as number) |
    ((lower[bytes[at + 1] as number] as number) << 8) |
    ((lower[bytes[at + 2] as number] as number) << 16);
  const slot = slotOf(table.keys, trigram);
  const { literals, pool } = table;
  for (let one = table.first[slot] as number; one >= 0; ) {
    const index = one * FIELDS;
    one = literals[index + NEXT] as number;
    const start = at - (literals[index + OFFSET] as number);
    const stop = start + (literals[index + LENGTH] as number);
    if (start < 0 || stop > search.to) continue;
    const marks = literals[index + MARKS] as number;
    let from = literals[index + START] as number;
    let place = start;
    if ((marks & CASELESS) === 0) while (place < stop && bytes[place] === pool[from++]) place++;
    else while (place < stop && lower[bytes[place] as number] === pool[from++]) place++;
    if (place === stop && (marks <= CASELESS || isWanted(marks, bytes, start, stop)))
      push(search.out, start + (literals[index + LEAD] as number), literals[index + ID] as number);
  }
}

/** What must stand around the letters. */
function isWanted(marks: number, bytes: Uint8Array, start: number, end: number): boolean {
  if ((marks & BEFORE_SIGN) !== 0 && !isBeforeSign(bytes, end)) return false;
  return (marks & WHOLE_WORD) === 0 || isWholeWord(bytes, start, end);
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
