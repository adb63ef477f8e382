import { type Anchor, type Candidates, push } from './candidates.ts';
import { BLANK, BREAK, classOf, DIGIT, isEscapeLetter, lower, WORD } from './chars.ts';
import { createLiteralTable, type LiteralTable, type Search, verify } from './literals.ts';
import { ANY, assignBuckets, type BucketPlan, type Window, windowsOf } from './windows.ts';

/** Candidates that are no literal; reported as negative ids. */
export const DIGITS = -1;
export const AT_SIGN = -2;
export const ESCAPED_BYTE = -3;
export const PLUS_DIGIT = -5;
export const IBAN_HEAD = -6;
export const SOFT_HYPHEN = -7;
const FOREIGN_TEXT = -8;

/** Which of the candidates that are no literal are wanted. */
export interface FinderKinds {
  readonly digits: boolean;
  readonly at: boolean;
  readonly plus: boolean;
  readonly iban: boolean;
  /** Bytes are UTF-8: report what could be a folded digit, letter or blank, or an invisible character. */
  readonly utf8?: boolean;
}

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
const DIGIT_RUN = 1 << 13;
const SIGN = 1 << 14;
const IBAN = 1 << 15;
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

/** First byte of U+00C0 to U+00FF in UTF-8: letters that hide nothing. */
const LATIN_LETTERS = 0xc3;

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

/** Candidates that are no literal. */
function probe(search: Search, kinds: FinderKinds, p: number, bits: number): void {
  const { bytes, to, out } = search;
  if ((bits & DIGIT_RUN) !== 0 && p >= search.digitsEnd) search.digitsEnd = probeDigits(bytes, p, to, out);
  if ((bits & SIGN) !== 0) {
    probeSign(search, kinds, p);
    probeSign(search, kinds, p + 1);
  }
  if ((bits & IBAN) === 0) return;
  if (isIbanHead(bytes, p + 1)) push(out, p, IBAN_HEAD);
  else if (isIbanHead(bytes, p)) push(out, p - 1, IBAN_HEAD);
}

/**
 * At a pair of digits: reports the run if a card or an SSN could be in it, and returns where the run ends, so that it
 * is walked once. Times, dates, versions, addresses and epoch milliseconds, which stand in every line, are not reported.
 */
function probeDigits(bytes: Uint8Array, p: number, to: number, out: Candidates): number {
  const start = p > 0 && isDigitAt(bytes, p - 1) ? p - 1 : p;
  let digits = 0;
  let groups = 1;
  let end = start;
  for (; end < to; end++) {
    const byte = bytes[end] as number;
    if (((classOf[byte] as number) & DIGIT) !== 0) digits++;
    else if (isSeparator(byte) && isDigitAt(bytes, end + 1)) groups++;
    else break;
  }
  if (digits >= MIN_DIGITS && (groups > 1 ? digits >= MIN_CARD || groups === 3 : isCardLike(bytes, start, digits)))
    push(out, start, DIGITS);
  return end;
}

/** Nine digits make an SSN (3-2-4), twelve the shortest card. */
const MIN_DIGITS = 9;
const MIN_CARD = 12;

/** A run without groups: no 13 digits (epoch milliseconds, EAN), no leading 0 or 1 but JCB's 1800, no letter before. */
function isCardLike(bytes: Uint8Array, start: number, digits: number): boolean {
  if (digits < MIN_CARD || digits === 13 || digits > 19) return false;
  const first = bytes[start] as number;
  if (first === 48 || (first === 49 && digits !== 15)) return false;
  return (
    start === 0 || ((classOf[bytes[start - 1] as number] as number) & WORD) === 0 || isEscapeLetter(bytes, start - 1)
  );
}

/** Space, no-break space, dash: what stands between the groups of a number. */
export function isSeparator(byte: number): boolean {
  return byte === 32 || byte === 45 || byte === 0xa0;
}

function isDigitAt(bytes: Uint8Array, at: number): boolean {
  return at >= 0 && ((classOf[bytes[at] as number] as number) & DIGIT) !== 0;
}

/** At a sign that could be one: decides which it is. */
function probeSign({ bytes, to, out }: Search, kinds: FinderKinds, at: number): void {
  if (at >= to) return;
  const byte = bytes[at] as number;
  if (byte === 0x40) push(out, at, AT_SIGN);
  else if (byte === 0x25 && hidesText(bytes, at)) push(out, at, ESCAPED_BYTE);
  else if (byte === 0x2b && kinds.plus && isDigitAt(bytes, at + 1) && bytes[at + 1] !== 48) push(out, at, PLUS_DIGIT);
  else if (kinds.utf8 === true && byte >= 0xc2 && byte < 0xf5 && byte !== LATIN_LETTERS) push(out, at, FOREIGN_TEXT);
  else if (byte === 0xad) push(out, at, SOFT_HYPHEN);
}

/** `%20` to `%7E`, the escapes of printable ASCII; `%D8` and the like are letters of other scripts. */
function hidesText(bytes: Uint8Array, at: number): boolean {
  const high = bytes[at + 1] as number;
  return high >= 50 && high <= 55 && isHex(bytes[at + 2] as number);
}

function isHex(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70);
}

/** Two capitals, two digits, no letter or digit before: the head of an IBAN (ISO 13616-1:2020). `at` is the second capital. */
function isIbanHead(bytes: Uint8Array, at: number): boolean {
  if (at < 1) return false;
  const first = bytes[at - 1] as number;
  if (!(first >= 65 && first <= 90) || !isDigitAt(bytes, at + 1) || !isDigitAt(bytes, at + 2)) return false;
  if (at < 2) return true;
  const before = classOf[bytes[at - 2] as number] as number;
  return (before & WORD) === 0 || (before & (BLANK | BREAK)) !== 0 || (at > 2 && bytes[at - 3] === 92);
}
