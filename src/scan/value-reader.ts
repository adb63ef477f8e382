import type { ValueRule } from '../rules/rule.ts';
import { BACKSLASH, COLON, classOf, DASH, DIGIT, DOT, QUOTE, UNDERSCORE, WORD } from './chars.ts';
import type { SearchedRule } from './compile.ts';
import { MARKER } from './marker.ts';
import { isMask, isMaskAt } from './masks.ts';
import { startsWord } from './source.ts';
import { hideValue, type ScanState } from './state.ts';

/** At an anchor: every rule that has it. */
export function readValues(state: ScanState, rules: readonly ValueRule[], at: number): void {
  for (const rule of rules) readValueRule(state, rule, at);
}

function readValueRule(state: ScanState, rule: ValueRule, at: number): void {
  const { source } = state;
  const from = rule.lead === undefined ? at : leadStart(source.bytes, rule.lead, at);
  if (rule.bounded !== false && !startsWord(source, from) && !isGlued(source.bytes, rule, from)) return;
  const { pattern } = rule;
  pattern.lastIndex = from;
  const match = pattern.exec(source.text);
  state.steps += match === null ? 16 : match[0].length;
  if (match === null) return;
  const span = secretSpan(match);
  // A part of what is hidden already changes nothing.
  const last = state.hits.at(-1);
  if (last !== undefined && span.start >= last.start && span.end <= last.end) return;
  const secret = source.text.slice(span.start, span.end);
  if (secret === '' || isMaskAt(source, span.start, span.end) || rule.validate?.(secret) === false) return;
  if (isInMarker(source.text, span.start)) return;
  hideValue(state, rule, span.start, span.end);
}

/** `curl -u x[REDACTED:phone]`: a part of a marker reads like a user and a password. */
function isInMarker(text: string, start: number): boolean {
  return text.charCodeAt(start - 1) === COLON && text.startsWith(MARKER, start - MARKER.length);
}

/** `MY_tskey-…`: a prefix this long is no word by chance, so an underscore may stand before it. */
function isGlued(bytes: Uint8Array, { anchors }: ValueRule, from: number): boolean {
  return bytes[from - 1] === UNDERSCORE && (anchors[0]?.length ?? 0) >= MIN_DISTINCT;
}

const MIN_DISTINCT = 5;

/** The group named `secret`, found from the end of the match because a shorter copy may stand before it. */
function secretSpan(match: RegExpExecArray): { start: number; end: number } {
  const secret = match.groups?.['secret'];
  const end = match.index + match[0].length;
  if (secret === undefined) return { start: match.index, end };
  const start = match.index + match[0].lastIndexOf(secret);
  return { start, end: start + secret.length };
}

function leadStart(bytes: Uint8Array, lead: NonNullable<ValueRule['lead']>, at: number): number {
  let start = at;
  const first = Math.max(0, at - lead.max);
  while (start > first && isLead(bytes[start - 1] ?? 0, lead.chars)) start--;
  return start;
}

function isLead(byte: number, chars: NonNullable<ValueRule['lead']>['chars']): boolean {
  const kind = classOf[byte] ?? 0;
  if (chars === 'digit') return (kind & DIGIT) !== 0;
  if (chars === 'hex') return (kind & DIGIT) !== 0 || (byte >= 97 && byte <= 102) || (byte >= 65 && byte <= 70);
  if (chars === 'word') return (kind & WORD) !== 0 || byte === UNDERSCORE || byte === DASH;
  if (chars === 'base64')
    return (kind & WORD) !== 0 || byte === 43 || byte === 47 || byte === DASH || byte === UNDERSCORE;
  if (chars === 'visible') return byte > 32 && byte < 127 && (kind & QUOTE) === 0 && byte !== BACKSLASH;
  return (kind & WORD) !== 0 || byte === DOT || byte === DASH;
}

/** Rules without an anchor: searched for from end to end. A match of no length moves on by one. */
export function readEverywhere(state: ScanState, rules: readonly SearchedRule[]): void {
  for (const rule of rules) searchFor(state, rule);
}

function searchFor(state: ScanState, { rule, search }: SearchedRule): void {
  const { source } = state;
  state.steps += source.length;
  for (let from = 0; from <= source.length; ) {
    // Set each time: a validator may scan a text of its own with the same rules.
    search.lastIndex = from;
    const match = search.exec(source.text);
    if (match === null) return;
    from = Math.max(match.index + match[0].length, from + 1);
    const span = secretSpan(match);
    const secret = source.text.slice(span.start, span.end);
    if (secret !== '' && !isMask(secret) && rule.validate?.(secret) !== false)
      hideValue(state, rule, span.start, span.end);
  }
}
