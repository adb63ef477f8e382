import type { Anchor, Candidates } from './candidates.ts';
import { lower } from './chars.ts';
import { createLiteralTable, type LiteralTable, type Search, verify } from './literals.ts';
import { DIGIT_RUN, type FinderKinds, IBAN, LATIN_LETTERS, probe, SIGN } from './probes.ts';
import { ANY, assignBuckets, type BucketPlan, type Window, windowsOf } from './windows.ts';

/** Bytes in, offsets out. One module behind one function, so that a faster kernel can take its place. */
export interface Finder {
  find(bytes: Uint8Array, pairs: Uint16Array, from: number, to: number, out: Candidates, limit: number): void;
}

interface Tables {
  /**
   * By pair of bytes: in the low half the buckets (bits) of the windows that begin with it, in the high half of those
   * that go on with it. Both in one word: what a line touches of the table then stays in the first-level cache.
   */
  readonly pairs: Int32Array;
  readonly literals: LiteralTable;
}

/** Sixteen bits: 13 buckets of literals, and three kinds of candidates that are no literal. */
const PLAN: BucketPlan = { full: 6, open: 4, loose: 3 };
const EXACT_BITS = (1 << (PLAN.full + PLAN.open)) - 1;
const LITERAL_BITS = (1 << 13) - 1;
const LOOSE_BITS = LITERAL_BITS & ~EXACT_BITS;
const SECOND = 16;

/**
 * Looks at pairs of bytes. Wherever a literal falls on the pairs, two neighbouring ones are known of it: the
 * table holds a bit for each bucket of literals a pair may begin and one for each it may continue, and a place is
 * looked at when the two share a bit. One look-up and an `and` for two bytes; what passes is nearly a four-byte match,
 * which a hash of three bytes leads to its literals (`bench/finder.mjs`).
 */
export function createFinder(anchors: readonly Anchor[], kinds: FinderKinds): Finder {
  return { find: findWith(tablesOf(anchors, kinds), kinds) };
}

function tablesOf(anchors: readonly Anchor[], kinds: FinderKinds): Tables {
  const windows = anchors.flatMap(windowsOf);
  const tables: Tables = { pairs: new Int32Array(0x10000), literals: createLiteralTable(windows) };
  const buckets = assignBuckets(windows, PLAN);
  for (const [bucket, members] of buckets.entries())
    for (const window of members) addWindow(window, 1 << bucket, tables.pairs);
  addSigns(tables, kinds);
  return tables;
}

function addWindow({ anchor, bytes: [a, b, c, d] }: Window, bit: number, pairs: Int32Array): void {
  addPairs(pairs, bit, spellings(a, anchor.caseless), spellings(b, anchor.caseless));
  addPairs(pairs, bit << SECOND, spellings(c, anchor.caseless), spellings(d, anchor.caseless));
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
    for (const b of seconds) table[pairIndex(a, b)] = (table[pairIndex(a, b)] ?? 0) | bit;
  }
}

const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function pairIndex(first: number, second: number): number {
  return LITTLE_ENDIAN ? first | (second << 8) : (first << 8) | second;
}

function addSigns({ pairs }: Tables, kinds: FinderKinds): void {
  const digits = range(48, 58);
  const capitals = range(65, 91);
  if (kinds.digits) {
    // Nine digits with single separators have a digit or separator in each of the next places.
    addPairs(pairs, DIGIT_RUN, digits, digits);
    addPairs(pairs, DIGIT_RUN << SECOND, [...digits, ...SEPARATORS], [...digits, ...SEPARATORS]);
  }
  if (kinds.iban) {
    addPairs(pairs, IBAN, capitals, capitals);
    addPairs(pairs, IBAN << SECOND, digits, digits);
    addPairs(pairs, IBAN, capitals, digits);
    addPairs(pairs, IBAN << SECOND, digits, ALL_BYTES);
  }
  const signs = [0x25, 0xad, ...(kinds.at ? [0x40] : []), ...(kinds.plus ? [0x2b] : [])];
  const leads = kinds.utf8 === true ? range(0xc2, 0xf5).filter((lead) => lead !== LATIN_LETTERS) : [];
  addPairs(pairs, SIGN << SECOND, ALL_BYTES, ALL_BYTES);
  for (const sign of [...signs, ...leads]) {
    addPairs(pairs, SIGN, [sign], ALL_BYTES);
    addPairs(pairs, SIGN, ALL_BYTES, [sign]);
  }
}

const SEPARATORS = [32, 45, 0xa0];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}

function findWith(tables: Tables, kinds: FinderKinds): Finder['find'] {
  const search: Search = {
    bytes: new Uint8Array(0),
    to: 0,
    out: { count: 0, at: new Int32Array(0), ids: new Int32Array(0) },
    digitsEnd: 0,
  };
  return (bytes, pairs, from, to, out, limit) => {
    search.bytes = bytes;
    search.to = to;
    search.out = out;
    search.digitsEnd = 0;
    findPairs({ tables, kinds, search }, pairs, from, limit);
  };
}

interface Running {
  readonly tables: Tables;
  readonly kinds: FinderKinds;
  readonly search: Search;
}

function findPairs(running: Running, pairs: Uint16Array, from: number, limit: number): void {
  const { search } = running;
  const table = running.tables.pairs;
  const last = (search.to + 1) >> 1;
  // The casts hold: the caller keeps `to` within the bytes, with eight zeros or other bytes behind them.
  let head = table[pairs[from >> 1] as number] as number;
  for (let k = from >> 1; k < last; k += 4) {
    // Eight bytes at a time: most text has no candidate there, and one branch is cheaper than four.
    const b = table[pairs[k + 1] as number] as number;
    const c = table[pairs[k + 2] as number] as number;
    const d = table[pairs[k + 3] as number] as number;
    const e = table[pairs[k + 4] as number] as number;
    const first = head & (b >>> SECOND);
    const second = b & (c >>> SECOND);
    const third = c & (d >>> SECOND);
    const fourth = d & (e >>> SECOND);
    head = e;
    if ((first | second | third | fourth) === 0) continue;
    if (first !== 0) lookAt(running, k << 1, first);
    if (second !== 0) lookAt(running, (k + 1) << 1, second);
    if (third !== 0) lookAt(running, (k + 2) << 1, third);
    if (fourth !== 0) lookAt(running, (k + 3) << 1, fourth);
    if (search.out.count >= limit) return;
  }
}

function lookAt({ tables, kinds, search }: Running, p: number, bits: number): void {
  if (p >= search.to) return;
  if ((bits & EXACT_BITS) !== 0) verify(tables.literals, search, p);
  if ((bits & LOOSE_BITS) !== 0) verify(tables.literals, search, p + 1);
  if (bits > LITERAL_BITS) probe(search, kinds, p, bits);
}
