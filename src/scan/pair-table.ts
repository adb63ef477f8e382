import type { Anchor } from './candidates.ts';
import { lower } from './chars.ts';
import { addWindowBit, TABLE_WORDS } from './kernel.ts';
import { windowBytes } from './windows.ts';

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
export function createPairTable(anchors: readonly Anchor[], offsets: Uint8Array, kinds: FinderKinds): Int32Array {
  const table = new Int32Array(TABLE_WORDS);
  table.fill(ANY_MAY_FOLLOW, 0, PAIRS);
  if (kinds.utf8 === true) fillForeignLeads(table);
  for (let index = 0; index < anchors.length; index++) {
    const anchor = anchors[index];
    if (anchor !== undefined) addLiteral(table, anchor, offsets[index] ?? 0);
  }
  addSigns(table, kinds);
  return table;
}

const PAIRS = 0x10000;
/** Where any byte may follow, every pair will do. */
const ANY_MAY_FOLLOW: number = (OPEN_BITS << LAST) | (SIGN_BIT << MIDDLE) | (SIGN_BIT << LAST);

/** In runs, before anything else is in the table: one by one, 13,000 pairs keep a short run of lint waiting. */
function fillForeignLeads(table: Int32Array): void {
  for (const second of anyByte) {
    const row = second << 8;
    table.fill(ANY_MAY_FOLLOW | SIGN_BIT, row | FIRST_FOREIGN, (row | LAST_FOREIGN) + 1);
    table[row | LATIN_LETTERS] = ANY_MAY_FOLLOW;
  }
}

function addLiteral(table: Int32Array, { literal, caseless }: Anchor, offset: number): void {
  const isOpen = literal.length === 3;
  const window = windowBytes(literal, offset);
  addWindowBit(table, window | (isOpen ? 0x202020 : 0x20202020));
  // Windows with the same first pair share a bucket, so that few other pairs do.
  const hash = Math.imul(window & 0xffff, 31) >>> 4;
  const bit = isOpen ? 1 << (FULL_BUCKETS + (hash % OPEN_BUCKETS)) : 1 << (hash % FULL_BUCKETS);
  for (let place = 0; place < (isOpen ? 2 : 3); place++) {
    const bits = bit << (place * MIDDLE);
    const first = literal.charCodeAt(offset + place);
    const second = literal.charCodeAt(offset + place + 1);
    addPair(table, bits, first | (second << 8));
    if (!caseless) continue;
    addPair(table, bits, otherCase(first) | (second << 8));
    addPair(table, bits, first | (otherCase(second) << 8));
    addPair(table, bits, otherCase(first) | (otherCase(second) << 8));
  }
}

function addPair(table: Int32Array, bits: number, pair: number): void {
  table[pair] = (table[pair] ?? 0) | bits;
}

function otherCase(code: number): number {
  const small = lower[code] ?? code;
  return small >= 97 && small <= 122 ? code ^ 32 : code;
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
  // The blank of a form.
  add(SIGN_BIT, [0x2b], [...letters, ...digits]);
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
