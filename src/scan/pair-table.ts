import type { Anchor } from './candidates.ts';
import { classOf, LETTER } from './chars.ts';
import { addWindowBit, TABLE_WORDS } from './kernel.ts';
import { type Windows, windowOf } from './windows.ts';

/** Which of the candidates that are no literal are wanted. */
export interface FinderKinds {
  readonly digits: boolean;
  readonly at: boolean;
  readonly plus: boolean;
  readonly iban: boolean;
  /** Bytes are UTF-8: report what could be a folded digit, letter or blank, or an invisible character. */
  readonly utf8?: boolean;
}

// Ten buckets: six of literals, two of literals of three letters, behind which any byte may stand, and two of
// candidates that are no literal.
const FULL_BUCKETS = 6;
const OPEN_BUCKETS = 2;
const OPEN_BITS = 0b11 << FULL_BUCKETS;
export const LITERAL_BITS = 0xff;
export const SIGN_BIT = 0x100;
export const IBAN_BIT = 0x200;

/** How far up in an entry the buckets stand that a pair continues, and that it ends. */
export const MIDDLE = 10;
export const LAST = 20;
const DIGIT_PAIR: number = 1 << 31;

/**
 * By pair of bytes: the buckets (bits) of the windows that begin with it, of those that have it in their middle ten bits
 * further up, and of those that end with it in the next ten; the highest bit for a pair of a run of digits. One word, so
 * that a look-up answers for all and what a line touches of the table stays in the first-level cache.
 */
export function createPairTable(windowPairs: Int32Array, kinds: FinderKinds): Int32Array {
  const table = windowPairs.slice();
  if (kinds.utf8 === true) fillForeignLeads(table);
  addSigns(table, kinds);
  return table;
}

/** The part of such a table that is the same for all kinds: a run of lint needs two. */
export function createWindowPairs(anchors: readonly Anchor[], windows: Windows): Int32Array {
  const table = new Int32Array(TABLE_WORDS);
  table.fill(ANY_MAY_FOLLOW, 0, PAIRS);
  for (let index = 0; index < anchors.length; index++) {
    // The cast holds: the index is one of the list.
    const { literal, caseless } = anchors[index] as Anchor;
    const window = windowOf(windows, index);
    const isOpen = literal.length === 3;
    addWindowBit(table, window | (isOpen ? 0x202020 : 0x20202020));
    addWindow(table, window, { isOpen, caseless });
  }
  return table;
}

const PAIRS = 0x10000;
/** Where any byte may follow, every pair will do. */
const ANY_MAY_FOLLOW: number = (OPEN_BITS << LAST) | (SIGN_BIT << MIDDLE) | (SIGN_BIT << LAST);

/** In runs, for no literal holds one of them: one by one, 13,000 pairs keep a short run of lint waiting. */
function fillForeignLeads(table: Int32Array): void {
  for (const second of anyByte) {
    const row = second << 8;
    table.fill(ANY_MAY_FOLLOW | SIGN_BIT, row | FIRST_FOREIGN, (row | LAST_FOREIGN) + 1);
    table[row | LATIN_LETTERS] = ANY_MAY_FOLLOW;
  }
}

interface WindowKind {
  readonly isOpen: boolean;
  readonly caseless: boolean;
}

/** Adds the pairs of a window, in each way they may be spelled. */
function addWindow(table: Int32Array, window: number, { isOpen, caseless }: WindowKind): void {
  // Windows with the same first pair share a bucket, so that few other pairs do.
  const hash = Math.imul(window & 0xffff, 31) >>> 4;
  const bit = isOpen ? 1 << (FULL_BUCKETS + (hash % OPEN_BUCKETS)) : 1 << (hash % FULL_BUCKETS);
  for (let place = 0; place < (isOpen ? 2 : 3); place++) {
    const bits = bit << (place * MIDDLE);
    const pair = (window >>> (8 * place)) & 0xffff;
    const first = caseless ? caseBit(pair & 0xff) : 0;
    const second = caseless ? caseBit(pair >> 8) << 8 : 0;
    addPair(table, bits, pair);
    if (first !== 0) addPair(table, bits, pair ^ first);
    if (second !== 0) addPair(table, bits, pair ^ second);
    if (first !== 0 && second !== 0) addPair(table, bits, pair ^ first ^ second);
  }
}

function addPair(table: Int32Array, bits: number, pair: number): void {
  // The cast holds: a pair is two bytes.
  table[pair] = (table[pair] as number) | bits;
}

/** What the two cases of a letter differ in (ASCII). */
function caseBit(byte: number): number {
  return ((classOf[byte] ?? 0) & LETTER) === 0 ? 0 : 0x20;
}

/** The windows of candidates that are no literal. */
function addSigns(table: Int32Array, { digits: wantsDigits, at, plus, iban, utf8 }: FinderKinds): void {
  const add = (bits: number, firsts: readonly number[], seconds: readonly number[]): void => {
    for (const first of firsts) for (const second of seconds) addPair(table, bits, first | (second << 8));
  };
  if (iban) {
    add(IBAN_BIT, capitals, capitals);
    add(IBAN_BIT << MIDDLE, capitals, digits);
    add(IBAN_BIT << LAST, digits, digits);
  }
  if (at) add(SIGN_BIT, [0x40], anyByte);
  if (plus) add(SIGN_BIT, [0x2b], digits.slice(1));
  // The blank of a form, seen from the byte before it: ` +0000` stands in every line of a web server.
  add(SIGN_BIT, [...letters, ...digits], [0x2b]);
  add(SIGN_BIT, [0x25], digits.slice(2, 8));
  if (utf8 !== true) add(SIGN_BIT, [0xad], anyByte);
  if (!wantsDigits) return;
  // Two places of a run of digits with single separators: at least one of them is a digit.
  add(DIGIT_PAIR, digits, [...digits, ...separators]);
  add(DIGIT_PAIR, separators, digits);
}

function bytesWhere(wanted: (byte: number) => boolean): number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter(wanted);
}

const anyByte: readonly number[] = bytesWhere(() => true);
const digits: readonly number[] = bytesWhere((byte) => byte >= 48 && byte <= 57);
const letters: readonly number[] = bytesWhere((byte) => (byte | 32) >= 97 && (byte | 32) <= 122);
const capitals: readonly number[] = bytesWhere((byte) => byte >= 65 && byte <= 90);
const separators: readonly number[] = [32, 45, 0xa0];

const FIRST_FOREIGN = 0xc2;
const LAST_FOREIGN = 0xf4;
/** First byte of U+00C0 to U+00FF. */
const LATIN_LETTERS = 0xc3;

/** First byte of a character in UTF-8 that could hide a name or a number: not one of U+00C0 to U+00FF, which are letters. */
export function isForeignLead(byte: number): boolean {
  return byte >= FIRST_FOREIGN && byte <= LAST_FOREIGN && byte !== LATIN_LETTERS;
}
