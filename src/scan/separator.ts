import {
  BACKSLASH,
  BLANK,
  BREAK,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  classOf,
  DASH,
  DOUBLE_QUOTE,
  EQUALS,
  GREATER,
  LESS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SINGLE_QUOTE,
} from './chars.ts';
import { depthOf } from './quote-depth.ts';
import type { Source } from './source.ts';

/** How a name is joined to its value. */
export type Notation = 'none' | 'colon' | 'equals' | 'pair' | 'element' | 'argument' | 'literal';

/** A name in the text and what follows it. One object, reused: the key reader runs on every candidate. */
export interface NamePlace {
  /** The name's own span, without quotes. */
  start: number;
  end: number;
  notation: Notation;
  /** Where the value begins, quotes included. */
  valueAt: number;
  /** Backslashes before the quote that closes the name; -1 when it is not quoted. */
  nameQuote: number;
  /** The quote character that closes the name, or 0. */
  quoteByte: number;
  /** A blank stands between the separator and the value. */
  spaced: boolean;
}

/** More blanks than this between a name and its value are not a notation anybody writes. */
const MAX_GAP = 32;
/** Before `=`: `?=` in make files, `+=` and `.=` in scripts, `!=` and `!==` in comparisons. */
const OPERATORS = new Set([63, 43, 46, 33]);
/** `var token string = "x"`, `let token: String = "x"`. */
const TYPED = /[A-Za-z*[\]]{1,16} {0,2}:?= {0,2}(?=\\*["'`])/y;
/** Attributes between an element's name and its `>`. */
const MAX_ATTRIBUTES = 200;

/** Fills in what follows the name at `place.start..place.end`. */
export function readSeparator(source: Source, place: NamePlace): void {
  const { bytes } = source;
  place.notation = 'none';
  place.nameQuote = -1;
  place.quoteByte = 0;
  place.spaced = false;
  let at = skipColour(source, place.end);
  // `"user[password]":`
  if (bytes[at] === CLOSE_BRACKET && isQuote(bytes[at + 1 + countBackslashes(bytes, at + 1)])) at++;
  const slashes = countBackslashes(bytes, at);
  const quote = bytes[at + slashes] ?? 0;
  if (((classOf[quote] ?? 0) & QUOTE) !== 0) {
    place.nameQuote = depthOf(slashes);
    place.quoteByte = quote;
    at += slashes + 1;
  }
  if (bytes[at] === CLOSE_BRACKET && bytes[at + 1] !== COMMA) at++;
  if (bytes[at] === OPEN_BRACKET) at += lengthOfIndex(source, at);
  const signAt = skipColour(source, skipBlanks(source, at));
  place.spaced = signAt > at;
  at = readSign(source, place, signAt);
  if (place.notation === 'none') return;
  const valueAt = skipColour(source, skipGap(source, at));
  place.spaced = valueAt > at;
  place.valueAt = valueAt;
}

/** `password[]=x` of a form, `char secret[25] = "x"` in C: an array that the value goes into. `token[3]: the` is a list of words. */
function lengthOfIndex({ bytes, text }: Source, at: number): number {
  if (bytes[at + 1] === CLOSE_BRACKET) return 2;
  SIZE.lastIndex = at;
  return SIZE.exec(text)?.[0].length ?? 0;
}

const SIZE = /\[\d{1,6}\](?= {0,2}= {0,2}\\{0,7}["'])/y;

/** Reads the sign itself and returns where it ends. */
function readSign(source: Source, place: NamePlace, at: number): number {
  const { bytes } = source;
  const byte = bytes[at] ?? 0;
  if (byte === COLON) {
    place.notation = 'colon';
    // `:=`, `::=`, `:` alone.
    let end = at + 1;
    while (end < at + 4 && bytes[end] === COLON) end++;
    return bytes[end] === EQUALS ? end + 1 : end;
  }
  if (byte === EQUALS) {
    place.notation = 'equals';
    let end = at + 1;
    while (end < at + 3 && (bytes[end] === EQUALS || bytes[end] === GREATER)) end++;
    return end;
  }
  if (bytes[at + 1] === EQUALS && OPERATORS.has(byte)) {
    place.notation = 'equals';
    return bytes[at + 2] === EQUALS ? at + 3 : at + 2;
  }
  if (byte === COMMA && place.nameQuote >= 0) {
    place.notation = 'pair';
    return at + 1;
  }
  if (byte === COMMA && bytes[place.start - 1] === OPEN_BRACE && STRING.test(source.text.slice(at + 1, at + 12))) {
    // `{password,"x"}` and `{password,<<"x">>}` of Erlang.
    place.notation = 'colon';
    return at + 1;
  }
  return readSignless(source, place, at);
}

const STRING = /^ ?(?:<<)?\\{0,7}"/;

/** Notations without a sign: an XML element, a command-line argument, an SQL literal. */
function readSignless(source: Source, place: NamePlace, at: number): number {
  const { bytes } = source;
  if (place.nameQuote < 0 && isElementName(bytes, place.start)) {
    const close = closeOfTag(source, place.end);
    if (close > 0) {
      place.notation = 'element';
      return close;
    }
  }
  if (!place.spaced || place.nameQuote >= 0) return at;
  TYPED.lastIndex = at;
  const typed = TYPED.exec(source.text);
  if (typed !== null) {
    place.notation = 'equals';
    return at + typed[0].length;
  }
  if (bytes[place.start - 1] === DASH && bytes[at] !== DASH) place.notation = 'argument';
  else if (bytes[at] === SINGLE_QUOTE || bytes[at + countBackslashes(bytes, at)] === DOUBLE_QUOTE)
    place.notation = 'literal';
  return at;
}

/** `<name`, `<ns:name`. */
function isElementName(bytes: Uint8Array, start: number): boolean {
  if (bytes[start - 1] === LESS) return true;
  if (bytes[start - 1] !== COLON) return false;
  let at = start - 2;
  while (at > start - 24 && ((classOf[bytes[at] ?? 0] ?? 0) & 3) !== 0) at--;
  return bytes[at] === LESS;
}

/** The offset after the `>` of a start tag, or 0. */
function closeOfTag(source: Source, from: number): number {
  const limit = Math.min(source.length, from + MAX_ATTRIBUTES);
  for (let at = from; at < limit; at++) {
    const byte = source.bytes[at];
    if (byte === GREATER) return source.bytes[at - 1] === 47 ? 0 : at + 1;
    if (byte === LESS) return 0;
  }
  return 0;
}

function isQuote(byte: number | undefined): boolean {
  return ((classOf[byte ?? 0] ?? 0) & QUOTE) !== 0;
}

/** How many backslashes stand at `at`. */
export function countBackslashes(bytes: Uint8Array, at: number): number {
  let end = at;
  while (bytes[end] === BACKSLASH) end++;
  return end - at;
}

/** Skips blanks within the line. */
function skipBlanks(source: Source, from: number): number {
  const limit = Math.min(source.length, from + MAX_GAP);
  let at = from;
  while (at < limit && ((classOf[source.bytes[at] ?? 0] ?? 0) & BLANK) !== 0) at++;
  return at;
}

/**
 * Skips blanks, and line breaks that lead to a quoted value (`"password":\n  "x"`). Before anything else a break ends
 * the pair: `password:` on one line and `user: x` on the next are YAML.
 */
export function skipGap(source: Source, from: number): number {
  const { bytes } = source;
  const limit = Math.min(source.length, from + MAX_GAP);
  let at = from;
  let broken = -1;
  while (at < limit) {
    const kind = classOf[bytes[at] ?? 0] ?? 0;
    const escaped = bytes[at] === BACKSLASH ? (bytes[at + 1] ?? 0) : 0;
    const isBreak = (kind & BREAK) !== 0 || escaped === 110 || escaped === 114;
    if (!isBreak && (kind & BLANK) === 0 && escaped !== 116) break;
    if (isBreak && broken < 0) broken = at;
    at += escaped === 0 ? 1 : 2;
  }
  return broken >= 0 && !isQuote(bytes[at + countBackslashes(bytes, at)]) ? broken : at;
}

/** Skips one terminal colour code, raw or as `\u001b[31m`, which loggers put between a name and its sign. */
function skipColour({ bytes }: Source, from: number): number {
  let at = from;
  if (bytes[at] === 27) at++;
  else if (bytes[at] === BACKSLASH && bytes[at + 1] === 117 && bytes[at + 4] === 49 && (bytes[at + 5] ?? 0) > 97)
    at += 6;
  else return from;
  if (bytes[at] !== 91) return from;
  for (let end = at + 1; end < at + 12; end++) if (bytes[end] === 109) return end + 1;
  return from;
}
