import type { Anchor, Candidates } from './candidates.ts';
import { lower } from './chars.ts';
import { addWindowBit, type Kernel, sharedKernel, TABLE_WORDS, WINDOW } from './kernel.ts';
import { createLiteralTable, type LiteralTable, type Search, verify } from './literals.ts';
import {
  addDigitPairs,
  addSigns,
  type FinderKinds,
  LITERAL_BITS,
  LITERAL_BUCKETS,
  probe,
  probeDigits,
} from './probes.ts';
import { ANY, assignBuckets, type BucketPlan, type Window, windowOf } from './windows.ts';

/** Where to look. */
export interface FinderText {
  readonly bytes: Uint8Array;
  readonly from: number;
  /** Where it ends in the bytes. */
  readonly length: number;
}

/** Bytes in, offsets out. */
export interface Finder {
  /** @param limit about how many candidates are enough */
  find(text: FinderText, out: Candidates, limit: number): void;
}

interface Tables {
  /**
   * By pair of bytes: the buckets (bits) of the windows that begin with it, of those that have it in their middle ten
   * bits further up, and of those that end with it in the next ten; the highest bit for a pair of a run of digits. One
   * word, so that a look-up answers for all and what a line touches of the table stays in the first-level cache.
   */
  readonly pairs: Int32Array;
  readonly literals: LiteralTable;
}

const PLAN: BucketPlan = { full: LITERAL_BUCKETS - 2, open: 2 };
const MIDDLE = 10;
const LAST = 20;
const DIGIT_PAIR: number = 1 << 31;

/**
 * Looks at every place through three overlapping pairs of bytes, a window of four. The table holds a bit for each
 * bucket of windows a pair may begin, go on with or end, and a place is looked at when the three share a bit: one
 * look-up for each byte. What passes, about one place in seventy of a log, is nearly always a window, which a hash of
 * its first three bytes leads to its literals (`bench/finder.mjs`).
 */
export function createFinder(
  anchors: readonly Anchor[],
  kinds: FinderKinds,
  loop: Kernel | null = sharedKernel(),
): Finder {
  const tables = tablesOf(anchors, kinds);
  const out: Candidates = { count: 0, at: new Int32Array(0), ids: new Int32Array(0) };
  const search: Search = { bytes: new Uint8Array(0), from: 0, to: 0, out, digitsEnd: 0 };
  return {
    find(text, into, limit) {
      search.bytes = text.bytes;
      search.from = text.from;
      search.to = text.length;
      search.out = into;
      search.digitsEnd = 0;
      if (loop === null) findPlain(tables, search, limit);
      else findWith(loop, tables, search, limit);
    },
  };
}

/** A run of digits across the border of two windows is whole in the one or the other. */
const OVERLAP = 8;

function findWith(loop: Kernel, tables: Tables, search: Search, limit: number): void {
  const { bytes, from, to, out } = search;
  const { notes } = loop;
  const table = loop.addressOf(tables.pairs);
  for (let at = from; at < to; at += WINDOW - OVERLAP) {
    const start = Math.max(from, at - OVERLAP);
    const end = Math.min(to, at + WINDOW - OVERLAP);
    const address = loop.load(bytes, start, end);
    const count = loop.find(address, address + end - start, table);
    for (let index = 0; index < 2 * count; index += 2) {
      // The casts hold: the loop noted so many pairs.
      const p = (notes[index] as number) - address + start;
      const bits = notes[index + 1] as number;
      if (bits < 0) probeDigits(search, p);
      else if (p >= at && p < end) lookAt(tables, search, p, bits);
    }
    if (out.count >= limit) return;
  }
}

/** The same without WebAssembly. */
function findPlain({ pairs, literals }: Tables, search: Search, limit: number): void {
  const { bytes, from, to } = search;
  const valueAt = (at: number): number => pairs[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] ?? 0;
  for (let at = from; at < to && search.out.count < limit; at++) {
    const first = valueAt(at);
    const bits = first & (valueAt(at + 1) >>> MIDDLE) & (valueAt(at + 2) >>> LAST);
    if (bits !== 0) lookAt({ pairs, literals }, search, at, bits);
    if (first < 0) probeDigits(search, at);
  }
}

function lookAt({ literals }: Tables, search: Search, p: number, bits: number): void {
  if ((bits & LITERAL_BITS) !== 0) verify(literals, search, p);
  if (bits > LITERAL_BITS) probe(search, p, bits);
}

function tablesOf(anchors: readonly Anchor[], kinds: FinderKinds): Tables {
  const windows = anchors.map(windowOf);
  const pairs = new Int32Array(TABLE_WORDS);
  for (const { bytes } of windows) addWindowBit(pairs, folded(bytes));
  for (const [bucket, members] of assignBuckets(windows, PLAN).entries()) {
    for (const { anchor, bytes } of members) {
      const [a, b, c, d] = bytes.map((byte) => spellings(byte, anchor.caseless));
      if (a !== undefined && b !== undefined && c !== undefined && d !== undefined)
        addWindow(pairs, bucket, [a, b, c, d]);
    }
  }
  addSigns(kinds, (bucket, window) => addWindow(pairs, bucket, window));
  if (kinds.digits) addDigitPairs((firsts, seconds) => addPairs(pairs, DIGIT_PAIR, firsts, seconds));
  return { pairs, literals: createLiteralTable(windows) };
}

/** The bytes of a window as one number. */
function folded([a, b, c, d]: Window['bytes']): number {
  const three = a | (b << 8) | (c << 16) | 0x202020;
  return d === ANY ? three : three | ((d | 0x20) << 24);
}

/** The bytes that may stand at each of a window's four places. */
export type WindowSpellings = readonly [readonly number[], readonly number[], readonly number[], readonly number[]];

function addWindow(table: Int32Array, bucket: number, [a, b, c, d]: WindowSpellings): void {
  addPairs(table, 1 << bucket, a, b);
  addPairs(table, 1 << (bucket + MIDDLE), b, c);
  addPairs(table, 1 << (bucket + LAST), c, d);
}

/** Every byte a window's byte may be written as. */
function spellings(byte: number, caseless: boolean): readonly number[] {
  if (byte === ANY) return ALL_BYTES;
  const small = lower[byte] ?? byte;
  return caseless && small >= 97 && small <= 122 ? [small, small - 32] : [byte];
}

const ALL_BYTES: readonly number[] = Array.from({ length: 256 }, (_, byte) => byte);

function addPairs(table: Int32Array, bit: number, firsts: readonly number[], seconds: readonly number[]): void {
  for (const a of firsts) {
    for (const b of seconds) {
      const index = a | (b << 8);
      table[index] = (table[index] ?? 0) | bit;
    }
  }
}
