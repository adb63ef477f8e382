import type { TextMode } from '../scan/index.ts';

/** Where a replacement will stand. */
export interface Place {
  readonly text: string;
  readonly start: number;
  readonly mode: TextMode;
  /** As in a hit: -1 inside a string or free text, else the backslashes before each quote of a whole value. */
  readonly quoting: number;
  /** Where the first `\\"` of the text is, or Infinity: one search for all places, which keeps many of them linear. */
  readonly nestedFrom: () => number;
}

/** For {@link Place}: searched for once, and only when somebody asks. */
export function firstNested(text: string): () => number {
  let found: number | undefined;
  return () => {
    found ??= text.indexOf('\\"');
    return found === -1 ? Number.POSITIVE_INFINITY : found;
  };
}

/** Text as it must be written at that place, quoted when it replaces a whole unquoted value. */
export function writeAt(value: string, place: Place): string {
  if (place.quoting >= 0) {
    const quote = `${'\\'.repeat(place.quoting)}"`;
    return quote + (isPlain(value) ? value : escapeTimes(value, levelOf(place.quoting))) + quote;
  }
  if (isPlain(value)) return value;
  const level = levelAt(place);
  return level === undefined ? plainOf(value) : escapeTimes(value, level);
}

/** Every way {@link writeAt} may write a text inside a string, so that it can be known again. */
export function spellingsOf(value: string): Set<string> {
  return new Set([value, plainOf(value), ...[1, 2, 3].map((level) => escapeTimes(value, level))]);
}

/** Nothing in it that JSON would escape, so that it reads the same at any depth. */
function isPlain(value: string): boolean {
  return !NEEDS_ESCAPE.test(value);
}

const NEEDS_ESCAPE = /["\\\u0000-\u001f\u2028\u2029\ud800-\udfff]/;

/** How many JSON strings a place is in, from the backslashes before their quotes: 0, 1, 3, 7 are levels 1, 2, 3, 4. */
function levelOf(backslashes: number): number {
  return 32 - Math.clz32(backslashes + 1);
}

/** The level of a place inside a string, or undefined when only guessing could tell. */
function levelAt({ text, start, mode, nestedFrom }: Place): number | undefined {
  if (text[start - 1] === '"') {
    let count = 0;
    while (count < 31 && text[start - 2 - count] === '\\') count++;
    return (count & (count + 1)) === 0 ? levelOf(count) : undefined;
  }
  // No escaped quote before: nothing is nested, so a JSON line has one level here. Free text may have any.
  return mode === 'json' && nestedFrom() > start ? 1 : undefined;
}

function escapeTimes(value: string, times: number): string {
  let escaped = wellFormed(value);
  for (let level = 0; level < times; level++) escaped = JSON.stringify(escaped).slice(1, -1);
  return escaped;
}

/** The closest text that needs no escaping. */
function plainOf(value: string): string {
  return wellFormed(value)
    .replaceAll('"', "'")
    .replaceAll('\\', '/')
    .replace(/[\u0000-\u001f\u2028\u2029]+/g, ' ');
}

/** Lone surrogates have no UTF-8 form; they become U+FFFD, as when the line is written. */
function wellFormed(value: string): string {
  return Buffer.from(value, 'utf8').toString('utf8');
}
