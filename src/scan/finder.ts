import type { Anchor, Candidates } from './candidates.ts';
import { type Kernel, sharedKernel, WINDOW } from './kernel.ts';
import { createLiteralTable, type LiteralTable, type Search, verify } from './literals.ts';
import { createPairTable, createWindowPairs, type FinderKinds, LAST, LITERAL_BITS, MIDDLE } from './pair-table.ts';
import { probe, probeDigits } from './probes.ts';
import { placeWindows } from './windows.ts';

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
  readonly pairs: Int32Array;
  readonly literals: LiteralTable;
}

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
  // Made for the first text: what lint finds clean needs none of the scanner's.
  let tables: Tables | undefined;
  const out: Candidates = { count: 0, at: new Int32Array(0), ids: new Int32Array(0) };
  const search: Search = {
    bytes: new Uint8Array(0),
    from: 0,
    to: 0,
    out,
    digitsEnd: 0,
    isPrefilter: kinds.utf8 === true,
  };
  return {
    find(text, into, limit) {
      tables ??= createTables(anchors, kinds);
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

interface Literals {
  readonly pairs: Int32Array;
  readonly table: LiteralTable;
}

/** One table of literals and of their pairs for the same anchors, however many kinds of candidates are wanted beside them. */
const literalsOf: WeakMap<readonly Anchor[], Literals> = new WeakMap();

function createTables(anchors: readonly Anchor[], kinds: FinderKinds): Tables {
  const literals = literalsOf.get(anchors) ?? createLiterals(anchors);
  literalsOf.set(anchors, literals);
  return { pairs: createPairTable(literals.pairs, kinds), literals: literals.table };
}

function createLiterals(anchors: readonly Anchor[]): Literals {
  const windows = placeWindows(anchors);
  return { pairs: createWindowPairs(anchors, windows), table: createLiteralTable(anchors, windows) };
}

/** A run of digits across the border of two windows is whole in the one or the other. */
const OVERLAP = 8;
/** Bytes. About a line of a log. */
const FIRST_WINDOW = 512;

function findWith(loop: Kernel, tables: Tables, search: Search, limit: number): void {
  const { from, to, out } = search;
  const table = loop.addressOf(tables.pairs);
  // Who asks for the first candidate alone asks again behind it: what was looked at further on is looked at twice.
  let size = limit === 1 ? FIRST_WINDOW : WINDOW - OVERLAP;
  for (let at = from; at < to; at += size, size = Math.min(2 * size, WINDOW - OVERLAP)) {
    window.at = at;
    window.end = Math.min(to, at + size);
    const start = Math.max(from, at - OVERLAP);
    const address = loop.load(search.bytes, start, window.end);
    window.shift = start - address;
    window.noted = loop.find(address, address + window.end - start, table);
    if (window.noted > 0) lookAtNotes(tables, search, loop.notes);
    if (out.count >= limit) return;
  }
}

/** The part of a text that the kernel looked at last; one for all, which none is at work in when another begins. */
const window = { at: 0, end: 0, shift: 0, noted: 0 };

/** A function of its own, so that V8 compiles it once, and not on the way through a long text as well. */
function lookAtNotes(tables: Tables, search: Search, notes: Int32Array): void {
  const { at, end, shift, noted } = window;
  for (let index = 0; index < 2 * noted; index += 2) {
    // The casts hold: the loop noted so many pairs.
    const p = (notes[index] as number) + shift;
    const bits = notes[index + 1] as number;
    if (bits < 0) probeDigits(search, p);
    else if (p >= at && p < end) lookAt(tables, search, p, bits);
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
