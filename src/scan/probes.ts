import { push } from './candidates.ts';
import { holdsNumber, isCard, MAX_CARD, MIN_CARD } from './card-groups.ts';
import { BLANK, BREAK, classOf, isEscapeLetter, WORD } from './chars.ts';
import type { Search } from './literals.ts';
import { IBAN_BIT, isForeignLead, SIGN_BIT } from './pair-table.ts';

/** Candidates that are no literal; reported as negative ids. */
export const DIGITS = -1;
export const AT_SIGN = -2;
export const ESCAPED_BYTE = -3;
export const PLUS_DIGIT = -5;
export const IBAN_HEAD = -6;
export const SOFT_HYPHEN = -7;
export const FORM_BLANK = -9;
const FOREIGN_TEXT = -8;

/** Candidates that are no literal. */
export function probe(search: Search, p: number, bits: number): void {
  const { bytes, out } = search;
  if ((bits & SIGN_BIT) !== 0 && p >= search.from) probeSign(search, p);
  if ((bits & IBAN_BIT) !== 0 && p >= search.from && isIbanHead(bytes, p + 1)) push(out, p, IBAN_HEAD);
}

/**
 * In a run of digits with single separators: reports it if a card or an SSN could be in it. Runs with more than one
 * separator between them are read on, for the finder's loop takes them for one. Nothing is walked twice.
 */
export function probeDigits(search: Search, at: number): void {
  const { bytes, from, to } = search;
  if (at < search.digitsEnd || at >= to) return;
  let next = startOfRun(bytes, partOf(bytes, at) === DIGIT ? at : at + 1, from);
  while (next < to && partOf(bytes, next) === DIGIT) {
    next = probeRun(search, next);
    while (partOf(bytes, next) === SEPARATOR) next++;
  }
  search.digitsEnd = next;
}

const DIGIT = 1;
const SEPARATOR = 2;
/** By byte: what it is to a number. One look-up, for this runs several times in most lines. */
const parts: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  isDigit(byte) ? DIGIT : isSeparator(byte) ? SEPARATOR : 0,
);

function partOf(bytes: Uint8Array, at: number): number | undefined {
  return parts[bytes[at] ?? 0];
}

/** The first digit of the run around a digit, not before `from`. */
function startOfRun(bytes: Uint8Array, digit: number, from: number): number {
  let start = digit;
  for (;;) {
    while (start > from && partOf(bytes, start - 1) === DIGIT) start--;
    if (start - 2 < from || partOf(bytes, start - 1) !== SEPARATOR || partOf(bytes, start - 2) !== DIGIT) return start;
    start -= 2;
  }
}

/** Dates, versions, addresses and epoch milliseconds, which stand in every line, are not reported. Returns the end. */
function probeRun({ bytes, to, out, isPrefilter }: Search, start: number): number {
  let groups = 1;
  let end = start;
  for (;;) {
    while (end < to && partOf(bytes, end) === DIGIT) end++;
    if (end >= to || partOf(bytes, end) !== SEPARATOR || partOf(bytes, end + 1) !== DIGIT) break;
    groups++;
    end++;
  }
  const count = end - start - (groups - 1);
  if (count < MIN_DIGITS) return end;
  const isNumber =
    groups > 1
      ? (count >= MIN_CARD || groups === 3) && holdsNumber(bytes, start, end)
      : isCardLike(bytes, start, count) && (!isPrefilter || isCard(bytes, start, end));
  if (isNumber) push(out, start, DIGITS);
  return end;
}

/** Nine digits make an SSN (3-2-4). */
const MIN_DIGITS = 9;

/** A run without groups: no 13 digits (epoch milliseconds, EAN), no leading 0 or 1 but JCB's 1800, no letter before. */
function isCardLike(bytes: Uint8Array, start: number, count: number): boolean {
  if (count < MIN_CARD || count === 13 || count > MAX_CARD) return false;
  const first = bytes[start] as number;
  if (first === 48 || (first === 49 && count !== 15)) return false;
  return (
    start === 0 || ((classOf[bytes[start - 1] as number] as number) & WORD) === 0 || isEscapeLetter(bytes, start - 1)
  );
}

/** Space, no-break space, dash: what stands between the groups of a number. */
export function isSeparator(byte: number | undefined): boolean {
  return byte === 32 || byte === 45 || byte === 0xa0;
}

function isDigit(byte: number = 0): boolean {
  return byte >= 48 && byte <= 57;
}

/** At a sign that could be one: decides which it is. */
function probeSign(search: Search, at: number): void {
  const { bytes, out } = search;
  const byte = bytes[at] as number;
  if (byte === 0x40) push(out, at, AT_SIGN);
  else if (byte === 0x25 && hidesText(bytes, at)) push(out, at, ESCAPED_BYTE);
  else if (byte === 0x2b && isDigit(bytes[at + 1]) && bytes[at + 1] !== 48) push(out, at, PLUS_DIGIT);
  else if (isWord(byte) && isFormBlank(bytes, at + 1)) push(out, at + 1, FORM_BLANK);
  else if (byte === 0xad) push(out, at, SOFT_HYPHEN);
  else if (isForeignLead(byte)) push(out, at, FOREIGN_TEXT);
}

function isWord(byte: number = 0): boolean {
  return ((classOf[byte] ?? 0) & WORD) !== 0;
}

/** No `name=` of a form stands further before the first blank of its value. */
const MAX_FORM_VALUE = 64;

/** `name=4111+1111`: a name and its sign stand before the plus, and nothing that would end a form. */
function isFormBlank(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== 0x2b || !isWord(bytes[at + 1])) return false;
  for (let index = at - 1; index > 0 && index > at - MAX_FORM_VALUE; index--) {
    const byte = bytes[index] ?? 0;
    if (byte === 61) return isWord(bytes[index - 1]);
    if (byte < 33 || byte === 34 || byte === 39 || byte === 60 || byte === 62 || byte === 92) return false;
  }
  return false;
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
  if (!(first >= 65 && first <= 90) || !isDigit(bytes[at + 1]) || !isDigit(bytes[at + 2])) return false;
  if (at < 2) return true;
  const before = classOf[bytes[at - 2] as number] as number;
  return (before & WORD) === 0 || (before & (BLANK | BREAK)) !== 0 || (at > 2 && bytes[at - 3] === 92);
}
