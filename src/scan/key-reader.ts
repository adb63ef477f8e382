import { COLON, classOf, DASH, isEscapeLetter, NAME } from './chars.ts';
import { readListed } from './listed.ts';
import { MARKER } from './marker.ts';
import { readMember } from './member.ts';
import { hideNamed } from './named-value.ts';
import type { NameDecision } from './names.ts';
import { readSeparator } from './separator.ts';
import type { ScanState } from './state.ts';

/** Names longer than this are not names. */
const MAX_NAME = 96;

/**
 * At a key word: finds the name around it, asks what it means, and hides the value that belongs to it. True when the name
 * means something, whether or not a value was hidden.
 */
export function readKey(state: ScanState, at: number): boolean {
  if (at < state.nameEnd || at < state.coveredTo || isAhead(state, at) || readMember(state, at)) return false;
  const { place, source } = state;
  const decision = findName(state, at);
  if (decision === undefined || isMarker(source.text, place.start)) return false;
  readSeparator(source, place);
  state.steps += place.end - place.start + 8;
  if (readListed(state, decision) || place.notation === 'none' || place.notation === 'pair') return true;
  if (isResourceName(state)) return true;
  const isDoubtful = isChained(state) && decision.form === 'any';
  hideNamed(state, isDoubtful ? { ...decision, form: 'tokenish' } : decision);
  return true;
}

/** The rule of `[REDACTED:password]` is no name, whatever follows it. */
function isMarker(text: string, start: number): boolean {
  return text.startsWith(MARKER, start - MARKER.length);
}

/** Inside a value that was hidden before what stands in front of it was looked at. */
function isAhead({ ahead, nameEnd }: ScanState, at: number): boolean {
  // The first name of a text: what is noted is of the text before.
  if (nameEnd === 0) ahead.to = 0;
  return at < ahead.to && at >= ahead.from;
}

/** Sets `place.start` and `place.end` and returns what the name means. */
function findName(state: ScanState, anchor: number): NameDecision | undefined {
  const { bytes, text, length } = state.source;
  const { place } = state;
  const at = beforeNumber(bytes, anchor);
  let start = at;
  let end = at;
  while (end < length && end < at + MAX_NAME && ((classOf[bytes[end] ?? 0] ?? 0) & NAME) !== 0) end++;
  while (start > 0 && start > at - MAX_NAME && ((classOf[bytes[start - 1] ?? 0] ?? 0) & NAME) !== 0) start--;
  state.nameEnd = end;
  while (isJoiner(bytes[start] ?? 0) && start < end) start++;
  while (bytes[end - 1] === 46 || bytes[end - 1] === DASH) end--;
  place.start = start;
  place.end = end;
  const decision = state.names.decide(text.slice(start, end));
  if (decision?.form === 'any') return decision;
  // `\nprivate-key`: the first letter belongs to an escape, and `nprivate` is no word. `-Dsonar.login` is a property of Java.
  const escaped =
    isEscapeLetter(bytes, start) || isProperty(bytes, start)
      ? state.names.decide(text.slice(start + 1, end))
      : undefined;
  if (escaped !== undefined) {
    place.start = start + 1;
    return escaped;
  }
  // `access key` says more than `key`.
  return findSpacedName(state, start, end) ?? decision;
}

/** `--cvv 224` holds the beginning of the name `cvv 2`, and is the name `cvv` with its value. */
function beforeNumber(bytes: Uint8Array, at: number): number {
  return isDigit(bytes[at]) && isDigit(bytes[at + 1]) && bytes[at - 1] === 32 ? at - 2 : at;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/** The `D` of `-Dname=value`. */
function isProperty(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 68 && bytes[at - 1] === DASH;
}

function isJoiner(byte: number): boolean {
  return byte === DASH || byte === 46 || byte === 36 || byte === 95;
}

/** `API key`, `secret access key`: up to three words with one blank between them. */
function findSpacedName(state: ScanState, start: number, end: number): NameDecision | undefined {
  const { bytes, text } = state.source;
  let from = start;
  for (let words = 0; words < 3; words++) {
    if (bytes[from - 1] !== 32) return undefined;
    let at = from - 1;
    while (at > 0 && at > from - 24 && ((classOf[bytes[at - 1] ?? 0] ?? 0) & NAME) !== 0) at--;
    if (at === from - 1) return undefined;
    from = at;
    const decision = state.names.decide(text.slice(from, end));
    if (decision !== undefined) {
      state.place.start = from;
      return decision;
    }
  }
  return undefined;
}

/** The name ends a part of an ARN or of a path in Rust or C++: `arn:aws:…:secret:cart/db`, `auth::token: verified`. */
function isResourceName({ source: { bytes, text }, place }: ScanState): boolean {
  if (place.notation !== 'colon' || place.nameQuote >= 0 || bytes[place.start - 1] !== COLON) return false;
  if (bytes[place.start - 2] === COLON) return place.spaced;
  return RESOURCE.test(text.slice(Math.max(0, place.start - 96), place.start));
}

const RESOURCE = /(?:^|[^\w:])(?:arn|urn):[\w:./*-]{1,90}$/i;

/** `a:secret:b` is one identifier (an ARN, a URN) rather than a name and its value. */
function isChained({ source, place }: ScanState): boolean {
  return place.notation === 'colon' && !place.spaced && place.nameQuote < 0 && source.bytes[place.start - 1] === COLON;
}
