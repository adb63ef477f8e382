import type { KeyRule } from '../rules/rule.ts';
import {
  BACKSLASH,
  BLANK,
  BREAK,
  classOf,
  DOUBLE_QUOTE,
  EQUALS,
  LETTER,
  NAME,
  QUOTE,
  SEMICOLON,
  WORD,
} from './chars.ts';
import { isMaskAt } from './masks.ts';
import { countBackslashes } from './separator.ts';
import type { Source } from './source.ts';
import { hide, type ScanState } from './state.ts';

/** A header's value is not longer than this (Node's own limit for all headers is 16 KB). */
const MAX_HEADER = 16_384;

/** A span of the source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

// Schemes of the IANA HTTP Authentication Scheme Registry (2026-11) and what large providers use beside it.
const PARAMETER_SCHEMES =
  /^(?:digest|oauth|hawk|signature|aws4-hmac-\w+|aws|hoba|mutual|scram-sha-\w+|httpsig|hmac\S*)$/i;
/** `username="x", nonce=abc`, quotes escaped or not. */
const PARAMETERS = /(?:[\w-]{1,40}=(?:\\*"[^"\\]{0,500}\\*"|[^\s,"\\]{1,500})[, ]{0,3}){1,40}/y;
const QUOTED_PARAMETER = /^[\w-]{1,40}=\\*"/;
/** `AWS4-HMAC-SHA256` has 16 letters. */
const MAX_SCHEME = 26;

/** The rest of a header line, folded lines included (RFC 9112 section 5.2), up to a break or the end of the string around it. */
function endOfHeader(source: Source, from: number, limit: number): number {
  let at = from;
  while (at < limit) {
    const fold = foldedBreak(source, at);
    if (fold > 0) at = fold;
    else if (endsHeader(source, at)) break;
    else at++;
  }
  return at;
}

/** What a header without quotes can reach at the most. Its readers stop where it ends: no byte is read for each name on a line. */
export function headerReach(source: Source, from: number): Span {
  return { start: from, end: Math.min(source.length, from + MAX_HEADER) };
}

function endsHeader(source: Source, at: number): boolean {
  const { bytes } = source;
  const byte = bytes[at] ?? 0;
  if (((classOf[byte] ?? 0) & WORD) !== 0) return false;
  if (((classOf[byte] ?? 0) & BREAK) !== 0 || byte === DOUBLE_QUOTE) return true;
  if (byte !== BACKSLASH) return false;
  return escapedBreak(source, at) > 0 || bytes[at + countBackslashes(bytes, at)] === DOUBLE_QUOTE;
}

/** After a break that continues the header (blank or tab first on the next line): the offset of its text; else 0. */
function foldedBreak(source: Source, at: number): number {
  const { bytes } = source;
  const first = bytes[at] ?? 0;
  if (first !== BACKSLASH && ((classOf[first] ?? 0) & BREAK) === 0) return 0;
  let next = at;
  for (let part = 0; part < 2; part++) {
    const byte = bytes[next] ?? 0;
    if (((classOf[byte] ?? 0) & BREAK) !== 0) next++;
    else next = escapedBreak(source, next) || next;
  }
  if (next === at) return 0;
  const blank = ((classOf[bytes[next] ?? 0] ?? 0) & BLANK) !== 0;
  if (blank) return next + 1;
  const slashes = countBackslashes(bytes, next);
  return slashes > 0 && bytes[next + slashes] === 116 ? next + slashes + 1 : 0;
}

/** At the first backslash of `\n` or `\r`, at any depth of escaping: the offset behind it; else 0. */
function escapedBreak({ bytes }: Source, at: number): number {
  const letterAt = at + countBackslashes(bytes, at);
  if (letterAt === at || bytes[at - 1] === BACKSLASH) return 0;
  return bytes[letterAt] === 110 || bytes[letterAt] === 114 ? letterAt + 1 : 0;
}

/** `Bearer x`, `Basic x`, `Digest a="b", …`, or a lone token: the scheme word stays, the rest goes. */
export function hideAuthorization(state: ScanState, rule: KeyRule, span: Span, quoted: boolean): void {
  const { source } = state;
  const { bytes } = source;
  if (opensMask(bytes[span.start] ?? 0) && isMaskAt(source, span.start, Math.min(span.end, span.start + 128))) return;
  let from = span.start;
  while (from < span.end && (bytes[from] === 32 || bytes[from] === 91 || bytes[from] === 40)) from++;
  const scheme = readScheme(source, from, span.end);
  const at = from + scheme.length;
  const end = trimEnd(source, at, endOfAuthorization(source, { start: at, end: span.end }, quoted, scheme.trimEnd()));
  if (isMaskAt(source, at, end)) return;
  // What was trimmed or left out may be the rest of a mask.
  if (end < span.end && isMaskAt(source, at, endOfHeader(source, at, Math.min(span.end, at + 128)))) return;
  if (!quoted && isProse(source.text.slice(at, end))) return;
  hide(state, rule, { start: at, end });
}

/** A sign other than those a credential begins with; the closing sign of a mask may have been trimmed. */
function opensMask(byte: number): boolean {
  return ((classOf[byte] ?? 0) & NAME) === 0;
}

/** The scheme word with the blanks after it; empty when one word stands alone. */
function readScheme({ bytes, text }: Source, from: number, limit: number): string {
  let at = from;
  while (at < limit && ((classOf[bytes[at] ?? 0] ?? 0) & NAME) !== 0 && at < from + MAX_SCHEME) at++;
  const wordEnd = at;
  while (
    at < limit &&
    (((classOf[bytes[at] ?? 0] ?? 0) & BLANK) !== 0 || (bytes[at] === BACKSLASH && bytes[at + 1] === 116))
  ) {
    at += bytes[at] === BACKSLASH ? 2 : 1;
  }
  if (wordEnd === from || at === wordEnd || at >= limit) return '';
  return ((classOf[bytes[from] ?? 0] ?? 0) & LETTER) === 0 ? '' : text.slice(from, at);
}

function endOfAuthorization(source: Source, span: Span, quoted: boolean, scheme: string): number {
  if (quoted) return span.end;
  // `Token token="x", nonce="y"` of Rails; most schemes have a lone credential.
  const isList =
    PARAMETER_SCHEMES.test(scheme) || QUOTED_PARAMETER.test(source.text.slice(span.start, span.start + 48));
  if (!isList) return endOfCredential(source, span.start, span.end);
  PARAMETERS.lastIndex = span.start;
  return PARAMETERS.exec(source.text) === null ? endOfHeader(source, span.start, span.end) : PARAMETERS.lastIndex;
}

/** A credential that is no parameter list is one word, and what a folded line adds to it. */
function endOfCredential(source: Source, from: number, limit: number): number {
  const { bytes } = source;
  let at = from;
  while (at < limit) {
    const fold = foldedBreak(source, at);
    const byte = bytes[at] ?? 0;
    if (fold > 0) at = fold;
    else if (((classOf[byte] ?? 0) & (BLANK | QUOTE)) !== 0 || byte === 44 || byte === SEMICOLON) break;
    else if (endsHeader(source, at)) break;
    else at++;
  }
  return at;
}

/** Closing signs of the text around the header do not belong to it. */
function trimEnd({ bytes }: Source, from: number, end: number): number {
  let at = end;
  while (at > from && (bytes[at - 1] === 93 || bytes[at - 1] === 125 || bytes[at - 1] === 41 || bytes[at - 1] === 32))
    at--;
  return at;
}

/** `authorization: required`, `Authorization: header missing`. */
function isProse(text: string): boolean {
  return text.length < 20 && /^[a-z]+$/i.test(text);
}

/** `a=1; b=2`: each value goes, each name stays. Of a Set-Cookie only the first pair is the cookie. */
export function hideCookies(state: ScanState, rule: KeyRule, span: Span, onlyFirst: boolean): void {
  const { source } = state;
  const { bytes } = source;
  let at = span.start;
  while (at < span.end) {
    at = cookieStart(source, at, span.end);
    const nameAt = at;
    while (at < span.end && (((classOf[bytes[at] ?? 0] ?? 0) & NAME) !== 0 || isCookieSign(bytes[at] ?? 0))) at++;
    if (bytes[at] !== EQUALS || at === nameAt) {
      // Not a pair: a lone value at the start is the secret itself, anything later is other text.
      if (nameAt === span.start) hideLoneValue(state, rule, span);
      return;
    }
    const valueAt = at + 1;
    at = endOfCookie(source, valueAt, span.end);
    if (!isMaskAt(source, valueAt, at)) hide(state, rule, { start: valueAt, end: at });
    if (onlyFirst) return;
  }
}

/** Past what stands between two cookies, the break of a folded header included. */
function cookieStart(source: Source, from: number, limit: number): number {
  const { bytes } = source;
  let at = from;
  while (at < limit && ((classOf[bytes[at] ?? 0] ?? 0) & WORD) === 0) {
    const fold = foldedBreak(source, at);
    if (fold > 0) at = fold;
    else if (bytes[at] === 32 || bytes[at] === SEMICOLON || bytes[at] === 91) at++;
    else break;
  }
  return at;
}

/** RFC 6265 section 4.1.1 tokens have more signs than our names; `%`, `*`, `!`, `~`, `#`, `+`, `:` are met in the wild. */
function isCookieSign(byte: number): boolean {
  return byte === 37 || byte === 42 || byte === 33 || byte === 126 || byte === 35 || byte === 43 || byte === 58;
}

function endOfCookie(source: Source, from: number, limit: number): number {
  const { bytes } = source;
  let at = from;
  while (at < limit) {
    const byte = bytes[at] ?? 0;
    const kind = classOf[byte] ?? 0;
    // Most of a value is letters and digits, which need no further question.
    if ((kind & WORD) !== 0) {
      at++;
      continue;
    }
    if (byte === SEMICOLON || (kind & BLANK) !== 0 || byte === 39 || endsHeader(source, at)) break;
    at++;
  }
  return at;
}

function hideLoneValue(state: ScanState, rule: KeyRule, span: Span): void {
  const end = endOfCookie(state.source, span.start, span.end);
  const value = state.source.text.slice(span.start, end);
  if (value.length >= 8 && !isMaskAt(state.source, span.start, end) && /\d/.test(value))
    hide(state, rule, { start: span.start, end });
}
