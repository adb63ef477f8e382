import {
  AMPERSAND,
  BACKSLASH,
  BLANK,
  BREAK,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  CLOSE_PAREN,
  COLON,
  COMMA,
  classOf,
  DIGIT,
  DOUBLE_QUOTE,
  EQUALS,
  LESS,
  LETTER,
  NAME,
  OPEN_BRACE,
  OPEN_BRACKET,
  OPEN_PAREN,
  QUOTE,
  SEMICOLON,
  SINGLE_QUOTE,
  WORD,
} from './chars.ts';
import { isMaskAt } from './masks.ts';
import { endsJsonString, openingQuote } from './opening-quote.ts';
import { countBackslashes } from './separator.ts';
import type { Source } from './source.ts';

/** What a crypt or PHC string begins with. */
const DOLLAR = 36;

export type ValueKind = 'none' | 'bare' | 'quoted' | 'number' | 'nested';

/** A value's span without its quotes. One object, reused. */
export interface ValuePlace {
  kind: ValueKind;
  start: number;
  end: number;
  /** Backslashes before the value's own quotes; -1 when it has none. */
  quote: number;
  /** The reading stopped at its limit, so the value goes on. */
  cut: boolean;
}

/**
 * Reads the value at `at`, at most `limit` bytes of it. Text that is cut off counts as read to its end. `into.quote`
 * tells beforehand at which depth the name was quoted (-1: not at all), which bounds an object or array.
 */
export function readValue(source: Source, at: number, into: ValuePlace, limit: number): void {
  const { bytes } = source;
  const nameQuote = into.quote;
  into.cut = false;
  into.quote = -1;
  into.start = at;
  into.end = at;
  into.kind = 'none';
  if (at >= source.length) return;
  const open = openingQuote(source, at);
  const slashes = countBackslashes(bytes, open);
  const byte = bytes[open + slashes] ?? 0;
  if (byte === DOUBLE_QUOTE && nameQuote !== 0 && endsJsonString(source, open + slashes, slashes)) return;
  if (((classOf[byte] ?? 0) & QUOTE) !== 0)
    return readQuoted(source, open + slashes + 1, into, { quote: byte, slashes, limit });
  if (byte !== OPEN_BRACE && byte !== OPEN_BRACKET) return readBare(source, at, into, limit);
  readNested(source, into, nameQuote, limit);
  if (nameQuote < 0 && !into.cut) readOn(source, into, limit);
}

/**
 * `{SSHA}vZ3…` of LDAP and a password such as `[a b]c`: outside JSON, what a letter or digit follows is no object or
 * list. What goes on behind the bracket belongs to the value, for it would to whatever stands there instead.
 */
function readOn(source: Source, into: ValuePlace, limit: number): void {
  const { start, end } = into;
  readBare(source, end, into, limit - (end - start));
  const isBare = hasWord(source.bytes, end, into.end);
  into.start = start;
  into.kind = isBare ? 'bare' : 'nested';
  // Signs make no value of a mask.
  if (!isBare && into.end > end && isMaskAt(source, start, end)) into.end = end;
}

function hasWord(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (((classOf[bytes[at] ?? 0] ?? 0) & WORD) !== 0) return true;
  return false;
}

interface QuoteStyle {
  readonly quote: number;
  readonly slashes: number;
  readonly limit: number;
}

/**
 * Reads to the closing quote at the same escape depth. A quote at depth n has n = 0, 1, 3, 7… backslashes; inside,
 * an escaped backslash has 2(n + 1) of them, so a run of k closes exactly when k mod 2(n + 1) = n.
 */
function readQuoted(source: Source, from: number, into: ValuePlace, style: QuoteStyle): void {
  const { bytes, length } = source;
  const { quote, slashes, limit } = style;
  // Other quotes are not JSON's own: inside a JSON string their backslashes are doubled.
  const doubled = quote !== DOUBLE_QUOTE && source.json ? 2 : 1;
  const period = 2 * (slashes + 1) * doubled;
  const end = Math.min(length, from + limit);
  const isInner = quote !== DOUBLE_QUOTE || slashes > 0;
  into.kind = 'quoted';
  into.start = from;
  into.quote = slashes;
  let run = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) {
      run++;
      continue;
    }
    if (byte === quote && (run < slashes || run % period === slashes)) return finish(into, at - Math.min(run, slashes));
    // The JSON string around the text ends here, so the value was cut off.
    if (byte === DOUBLE_QUOTE && source.json && isInner && run % 2 === 0) return finish(into, at - run);
    run = 0;
  }
  into.end = end;
  into.cut = end < length;
}

/** Reads `{…}` or `[…]` whole, stepping over strings; a quote of a lower depth ends it, for there the text was cut. */
function readNested(source: Source, into: ValuePlace, nameQuote: number, limit: number): void {
  const { bytes, length } = source;
  const from = into.start;
  const end = Math.min(length, from + limit);
  const lowest = nameQuote >= 0 ? nameQuote : source.json ? 1 : 0;
  into.kind = 'nested';
  let depth = 0;
  let inString = -1;
  let run = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at];
    if (byte === BACKSLASH) {
      run++;
      continue;
    }
    if (byte === DOUBLE_QUOTE) {
      if (run < lowest) return finish(into, at - run);
      if (inString < 0) inString = run;
      else if (run % (2 * (inString + 1)) === inString) inString = -1;
    } else if (inString < 0) {
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
      else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) return finish(into, at + 1);
    }
    run = 0;
  }
  into.end = end;
  into.cut = end < length;
}

function finish(into: ValuePlace, end: number): void {
  into.end = end;
}

/** Reads an unquoted value to the sign that ends it in any of the notations: logfmt, query, form, `k: v`, `%+v`, ADO.NET. */
function readBare(source: Source, from: number, into: ValuePlace, limit: number): void {
  const { bytes } = source;
  const end = Math.min(source.length, from + limit);
  let at = from;
  let opened = 0;
  into.start = from;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const kind = classOf[byte] ?? 0;
    if ((kind & WORD) !== 0) continue;
    if ((kind & (BLANK | BREAK)) !== 0 || byte === DOUBLE_QUOTE || byte === LESS || byte < 32) break;
    if (byte === BACKSLASH) {
      if (endsAtEscape(source, at)) break;
      at++;
    } else if (byte === OPEN_PAREN || byte === OPEN_BRACE || byte === OPEN_BRACKET) opened++;
    else if (byte === CLOSE_PAREN || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (opened === 0 && ((classOf[bytes[at + 1] ?? 0] ?? 0) & WORD) === 0) break;
      opened = Math.max(0, opened - 1);
    } else if (byte === SINGLE_QUOTE && ((classOf[bytes[at + 1] ?? 0] ?? 0) & WORD) === 0) break;
    else if (
      (byte === AMPERSAND || byte === SEMICOLON || byte === COMMA || byte === 124) &&
      endsAtSign(source, at + 1)
    ) {
      if (byte !== COMMA || bytes[from] !== DOLLAR || !isHashParameter(source, at + 1)) break;
    }
  }
  into.end = Math.min(at, source.length);
  into.cut = at >= end && end < source.length;
  into.kind = into.end === from ? 'none' : isNumber(bytes, from, into.end) ? 'number' : 'bare';
}

/** `\"` always ends a bare value; `\n` and its like do inside JSON, where they are white space. */
function endsAtEscape(source: Source, at: number): boolean {
  const next = source.bytes[at + 1];
  if (next === DOUBLE_QUOTE || next === SINGLE_QUOTE) return true;
  if (next === BACKSLASH) return source.bytes[at + countBackslashes(source.bytes, at)] === DOUBLE_QUOTE;
  if (!source.json) return false;
  if (next === 117)
    return source.bytes[at + 2] === 48 && source.bytes[at + 3] === 48 && (source.bytes[at + 4] ?? 0) < 50;
  return next === 110 || next === 114 || next === 116;
}

/** After `&`, `;`, `,` or `|`: the end of the text, a blank, a quote, or another name with its own sign. */
function endsAtSign({ bytes, length }: Source, from: number): boolean {
  const first = bytes[from] ?? 0;
  const kind = classOf[first] ?? 0;
  if (from >= length || (kind & (BLANK | BREAK | QUOTE)) !== 0 || first === BACKSLASH || first === CLOSE_BRACE)
    return true;
  let at = from;
  while (at < from + 48 && ((classOf[bytes[at] ?? 0] ?? 0) & NAME) !== 0) at++;
  // `User Id=sa` in ADO.NET has a blank inside.
  if (bytes[at] === 32 && bytes[from - 1] === SEMICOLON)
    while (at < from + 48 && (bytes[at] === 32 || ((classOf[bytes[at] ?? 0] ?? 0) & NAME) !== 0)) at++;
  return (
    at > from && (bytes[at] === EQUALS || bytes[at] === COLON || bytes[at] === SEMICOLON || bytes[at] === OPEN_BRACKET)
  );
}

/** `$argon2id$v=19$m=65536,t=3,p=4$…`: the parameters of a PHC string (a short name, a number) belong to the hash. */
function isHashParameter({ bytes }: Source, from: number): boolean {
  let at = from;
  while (at < from + 8 && ((classOf[bytes[at] ?? 0] ?? 0) & LETTER) !== 0) at++;
  if (at === from || bytes[at] !== EQUALS) return false;
  const digits = ++at;
  while (at < digits + 12 && ((classOf[bytes[at] ?? 0] ?? 0) & DIGIT) !== 0) at++;
  return at > digits && (bytes[at] === DOLLAR || bytes[at] === COMMA);
}

function isNumber(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (((classOf[byte] ?? 0) & DIGIT) === 0 && byte !== 46 && byte !== 45) return false;
  }
  return true;
}
