import type { ReaderRule } from '../rules/rule.ts';
import {
  AT,
  ATEXT,
  BACKSLASH,
  classOf,
  DASH,
  DIGIT,
  DOT,
  DOUBLE_QUOTE,
  FOREIGN,
  isEscapeLetter,
  LETTER,
  SLASH,
  WORD,
} from './chars.ts';
import { ownCopy } from './own-copy.ts';
import { hideValue, type ScanState } from './state.ts';

/** RFC 5321 section 4.5.3.1: 64 octets of local part, 255 of domain. */
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
const TOP_LEVEL = /^(?:[a-z]{2,24}|xn--[a-z0-9-]{2,59}|[\u0080-\u00ff]{1,24})$/i;

// What looks like a top-level domain but ends a file name (`logo@2x.png`, `pkg@main.js`). None is a delegated TLD
// that mail is sent to in practice (IANA root zone, 2026-11).
const FILE_ENDINGS = new Set(
  'png jpg jpeg gif svg webp avif apng bmp heic tif tiff mp4 webm ico css js mjs cjs ts tsx jsx map json html htm xml txt log gz tgz zip tar woff woff2 ttf lock yml yaml conf service socket timer mount slice scope jar war class local localdomain internal lan'.split(
    ' ',
  ),
);

/** At an `@`: the address around it. Linear: at most 64 bytes back and 255 forward for each `@`. */
export function readEmail(state: ScanState, rule: ReaderRule, at: number): void {
  const { source } = state;
  const start = afterLast(state, localStart(state, at), at);
  if (start === at) return;
  const end = mailDomainEnd(state, at + 1);
  state.steps += end - start;
  if (end <= at + 1) return;
  const local = source.text.slice(start, at);
  // A mask of another tool, an SSH remote (`git@host:path`), or the user of a URL, which has its own rule.
  if (
    local.includes('*') ||
    (source.bytes[end] === 58 && local === 'git') ||
    source.bytes[start - 1] === AT ||
    isUrlUser(source.bytes, start)
  )
    return;
  hideValue(state, rule, start, end);
}

/** `a@x.io+b@x.io`: what belongs to the address before is no part of the next one. */
function afterLast({ source, hits }: ScanState, from: number, at: number): number {
  const end = hits.at(-1)?.end ?? 0;
  if (end <= from || end >= at) return from;
  let start = end;
  while (start < at && ((classOf[source.bytes[start] ?? 0] ?? 0) & (WORD | FOREIGN)) === 0) start++;
  return start;
}

function isUrlUser(bytes: Uint8Array, start: number): boolean {
  return bytes[start - 1] === SLASH && (bytes[start - 2] === SLASH || bytes[start - 2] === BACKSLASH);
}

function localStart({ source }: ScanState, at: number): number {
  const { bytes } = source;
  if (bytes[at - 1] === DOUBLE_QUOTE) return quotedLocal(bytes, at, source.json);
  let start = at;
  const first = Math.max(0, at - MAX_LOCAL);
  while (start > first && isLocal(bytes[start - 1] ?? 0)) start--;
  if (isEscapeLetter(bytes, start)) start++;
  // `\ud800jane`: five of its signs belong to an escape.
  else if (bytes[start] === 117 && bytes[start - 1] === BACKSLASH && start + 5 < at) start += 5;
  // Signs that join words in logs rather than begin an address.
  while (start < at && ((classOf[bytes[start] ?? 0] ?? 0) & (WORD | FOREIGN)) === 0 && bytes[start] !== 95) start++;
  return afterSign(bytes, start, at);
}

/** `user=jane@x.io`, `mailto?to=jane@x.io`, `a/jane@x.io`: what is before the sign is no part of the address; `o'neil` is. */
function afterSign(bytes: Uint8Array, start: number, at: number): number {
  for (let index = at - 1; index >= start; index--) {
    const byte = bytes[index];
    if (byte === 61 || byte === 47 || byte === 63 || byte === 38 || byte === 124 || byte === 123) return index + 1;
    if (byte === 39 && ((classOf[bytes[index - 1] ?? 0] ?? 0) & WORD) === 0) return index + 1;
  }
  return start;
}

function isLocal(byte: number): boolean {
  const kind = classOf[byte] ?? 0;
  return (kind & (WORD | ATEXT | FOREIGN)) !== 0 || byte === DOT || byte === DASH;
}

/** `"a b"@x.io`; in JSON the quotes are escaped. */
function quotedLocal(bytes: Uint8Array, at: number, json: boolean): number {
  const first = Math.max(0, at - MAX_LOCAL - 4);
  const escaped = bytes[at - 2] === 92;
  if (json && !escaped) return at;
  for (let index = at - (escaped ? 3 : 2); index >= first; index--) {
    if (bytes[index] === 10) return at;
    if (bytes[index] === DOUBLE_QUOTE) return escaped ? (bytes[index - 1] === 92 ? index - 1 : at) : index;
  }
  return at;
}

/** Where the domain ends that mail can be sent to, or `from`. */
function mailDomainEnd(state: ScanState, from: number): number {
  const { bytes, text } = state.source;
  const end = domainEnd(state, from);
  if (hasMailDomain(text.slice(from, end))) return end;
  // `example.com😀token.1`, `example.com--token.1`: what another script or a dash of text joins to the domain is none of it.
  let at = from;
  while (
    at < end &&
    ((classOf[bytes[at] ?? 0] ?? 0) & FOREIGN) === 0 &&
    !(bytes[at] === DASH && bytes[at + 1] === DASH)
  )
    at++;
  return at < end && hasMailDomain(text.slice(from, at)) ? at : from;
}

function domainEnd({ source }: ScanState, from: number): number {
  const { bytes } = source;
  const limit = Math.min(source.length, from + MAX_DOMAIN);
  let at = from;
  while (at < limit) {
    const byte = bytes[at] ?? 0;
    if (((classOf[byte] ?? 0) & (DIGIT | LETTER | FOREIGN)) === 0 && byte !== DOT && byte !== DASH) break;
    at++;
  }
  while (at > from && (bytes[at - 1] === DOT || bytes[at - 1] === DASH)) at--;
  return endOfLatinLabel(bytes, from, at);
}

/** `example.com谢谢`, `example.com😀`: no top-level domain mixes scripts, so a Latin one ends where another script begins. */
function endOfLatinLabel(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && bytes[at - 1] !== DOT) at--;
  if (at === from || ((classOf[bytes[at] ?? 0] ?? 0) & LETTER) === 0) return end;
  while (at < end && ((classOf[bytes[at] ?? 0] ?? 0) & FOREIGN) === 0) at++;
  return at;
}

/** Two labels or more, the last of letters (or `xn--…`) and no file ending. */
function hasMailDomain(domain: string): boolean {
  let dot = -1;
  for (let at = 0; at < domain.length; at++) {
    if (domain.charCodeAt(at) !== DOT) continue;
    // Two dots in a row, or one at the start.
    if (at === dot + 1) return false;
    dot = at;
  }
  return dot > 0 && isTopLevel(domain.slice(dot + 1));
}

/** Mail goes to few top-level domains: each is judged once. */
function isTopLevel(top: string): boolean {
  const known = judged.get(top);
  if (known !== undefined) return known;
  const is = TOP_LEVEL.test(top) && !FILE_ENDINGS.has(top.toLowerCase());
  if (judged.size < MAX_JUDGED) judged.set(ownCopy(top), is);
  return is;
}

const judged = new Map<string, boolean>();
const MAX_JUDGED = 500;
