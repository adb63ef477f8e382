import { type Candidates, push } from './candidates.ts';
import { BLANK, BREAK, classOf, DIGIT, isEscapeLetter, WORD } from './chars.ts';
import type { Search } from './literals.ts';

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

/** Bits of the finder's table: which of them a pair may begin. */
export const DIGIT_RUN: number = 1 << 13;
export const SIGN: number = 1 << 14;
export const IBAN: number = 1 << 15;

/** First byte of U+00C0 to U+00FF in UTF-8: letters that hide nothing. */
export const LATIN_LETTERS = 0xc3;

/** Candidates that are no literal. */
export function probe(search: Search, kinds: FinderKinds, p: number, bits: number): void {
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
