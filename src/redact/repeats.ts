import type { Rule } from '../rules/index.ts';
import type { Hit } from '../scan/index.ts';
import { createQuoter } from './bare-numbers.ts';
import { isMidEscape } from './escapes.ts';

/** A value that is hidden somewhere, as the line writes it, and the rule that hid it. */
export interface HiddenValue {
  readonly value: string;
  readonly rule: Rule;
}

/**
 * The other places where a line repeats what it holds under a sensitive name. Linear in the line however many values:
 * a few are searched for one by one at memory speed, more through a rolling hash of their first letters.
 */
export function repeatsOf(text: string, hits: readonly Hit[], hidden: readonly HiddenValue[]): Hit[] {
  const values: HiddenValue[] = [];
  for (const hit of hits) if (hit.named) addSpan(values, text, hit);
  for (const { value, rule } of hidden) addValue(values, value, rule);
  if (values.length === 0) return NONE;
  // In a URL the same value stands percent-encoded.
  if (text.includes('%')) addEncoded(values);
  const found: Hit[] = [];
  const quotingOf = createQuoter(text);
  const report = (at: number, value: string, rule: Rule): void => {
    const end = at + value.length;
    if (
      !isCovered(hits, at, end) &&
      standsAlone(text, at, value) &&
      !isPartOfNumber(text, at, end) &&
      !splitsEscape(text, at, end)
    ) {
      // A JSON number goes with its sign: what is left of `-12345678` would be no JSON.
      const start = text[at - 1] === '-' && AFTER_SIGN.test(text.slice(Math.max(0, at - 8), at)) ? at - 1 : at;
      found.push({ rule, start, end, quoting: quotingOf({ start, end }), named: false });
    }
  };
  if (values.length <= FEW) searchEach(text, values, report);
  else searchAll(text, values, report);
  return found;
}

type Report = (at: number, value: string, rule: Rule) => void;

const NONE: Hit[] = [];
/** Shorter values stand in too many other words. */
const MIN_LENGTH = 8;
/** A value longer than this is no password but a document; its first part is looked for no further. */
const MAX_LENGTH = 4096;
const FEW = 16;
/** Values of one line that share their first letters; more would make a hostile line dear. */
const MAX_BUCKET = 32;
// Words that are values, names and text alike. Hiding them everywhere would hide keys.
const COMMON = new Set([
  'password',
  'username',
  'undefined',
  'anonymous',
  'localhost',
  'authorization',
  'development',
  'production',
  'redacted',
  'disabled',
  'required',
  'internal',
  'customer',
]);

const LONGEST_COMMON = Math.max(...Array.from(COMMON, (word) => word.length));

function addSpan(values: HiddenValue[], text: string, { start, end, rule }: Hit): void {
  if (end - start < MIN_LENGTH || end - start > MAX_LENGTH) return;
  const value = text.slice(start, end);
  const first = value.charCodeAt(0);
  if (first !== 123 && first !== 91) {
    addValue(values, value, rule);
    return;
  }
  // A hidden object or array: its texts are what may stand elsewhere.
  let count = 0;
  for (const [, key, leaf] of value.matchAll(/\\*"((?:[^"\\]|\\[^"])*)\\*"\s*:|\\*"((?:[^"\\]|\\[^"])*)\\*"/g)) {
    if (key === undefined && leaf !== undefined && count++ < FEW) addValue(values, leaf.replace(/\\+$/, ''), rule);
  }
}

function addValue(values: HiddenValue[], value: string, rule: Rule): void {
  if (value.length < MIN_LENGTH || value.length > MAX_LENGTH || isCommon(value)) return;
  values.push({ value, rule });
  if (!value.includes('\\')) return;
  const plain = unescaped(value);
  if (plain !== value && plain.length >= MIN_LENGTH) values.push({ value: plain, rule });
}

function addEncoded(values: HiddenValue[]): void {
  for (const { value, rule } of [...values]) {
    const encoded = isInUrl(value) ? undefined : encodedForm(value);
    if (encoded !== undefined && encoded !== value) values.push({ value: encoded, rule });
  }
}

/** Nothing `encodeURIComponent` would change (ECMA-262 section 19.2.6.4). A loop: an expression starts slower than it ends. */
function isInUrl(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (IN_URL[value.charCodeAt(index)] !== 1) return false;
  return true;
}

const IN_URL: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  /[\w.!~*'()-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

function encodedForm(value: string): string | undefined {
  try {
    return encodeURIComponent(value);
  } catch {
    return undefined;
  }
}

function isCommon(value: string): boolean {
  return value.length <= LONGEST_COMMON && COMMON.has(value.toLowerCase());
}

function unescaped(value: string): string {
  try {
    return String(JSON.parse(`"${value}"`));
  } catch {
    return value;
  }
}

/**
 * V8 looks for a short text at memory speed from one occurrence of its first letter to the next, so what is searched
 * for is a part of the value that begins with a letter rare in logs (`bench/scan.mjs`).
 */
function searchEach(text: string, values: readonly HiddenValue[], report: Report): void {
  for (const { value, rule } of values) {
    const lead = rarestLetter(value);
    const part = value.slice(lead, lead + PART);
    let from = lead;
    for (let at = text.indexOf(part, from); at !== -1; at = text.indexOf(part, from)) {
      const start = at - lead;
      const isWhole = text.startsWith(value, start);
      if (isWhole) report(start, value, rule);
      from = isWhole ? at + value.length : at + 1;
    }
  }
}

/** Longer parts V8 prepares for with a table of their letters. */
const PART = 6;
/** Rarer letters than these are not worth looking further for. */
const COMMONEST = ' "e:,toa0in1r-s/2dlc.5436mu78pg9hf_yvbwk';

/** Where in the value, not too near its end, the letter stands that is rarest in lines of logs. */
function rarestLetter(value: string): number {
  let best = 0;
  let rank = -1;
  for (let index = 0; index <= value.length - PART && index < 24; index++) {
    const code = value.charCodeAt(index);
    const own = code < 128 ? (RANKS[code] ?? 0) : COMMONEST.length;
    if (own > rank) [best, rank] = [index, own];
    if (rank === COMMONEST.length) break;
  }
  return best;
}

const RANKS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const rank = COMMONEST.indexOf(String.fromCharCode(code));
  return rank === -1 ? COMMONEST.length : rank;
});

function searchAll(text: string, values: readonly HiddenValue[], report: Report): void {
  const buckets = new Map<number, HiddenValue[]>();
  const seen = new Set<string>();
  for (const hidden of values) {
    if (seen.has(hidden.value)) continue;
    seen.add(hidden.value);
    const hash = hashOf(hidden.value);
    const bucket = buckets.get(hash) ?? [];
    if (bucket.length < MAX_BUCKET) bucket.push(hidden);
    buckets.set(hash, bucket);
  }
  let hash = hashOf(text);
  for (let at = 0; at + MIN_LENGTH <= text.length; at++) {
    const hidden = buckets.get(hash)?.find(({ value }) => text.startsWith(value, at));
    if (hidden !== undefined) report(at, hidden.value, hidden.rule);
    hash = roll(hash, text.charCodeAt(at), text.charCodeAt(at + MIN_LENGTH));
  }
}

// Rabin and Karp's rolling hash (1987) modulo 2^32 over the first eight letters; any odd base will do.
const BASE = 0x01000193;
const BASE_POWER = power(BASE, MIN_LENGTH - 1);

function power(base: number, exponent: number): number {
  let result = 1;
  for (let step = 0; step < exponent; step++) result = Math.imul(result, base);
  return result;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let index = 0; index < MIN_LENGTH; index++) hash = (Math.imul(hash, BASE) + text.charCodeAt(index)) | 0;
  return hash;
}

function roll(hash: number, out: number, next: number): number {
  return (Math.imul(hash - Math.imul(out, BASE_POWER), BASE) + next) | 0;
}

/** Hits come sorted, so a binary search tells whether one holds the whole span. */
function isCovered(hits: readonly Hit[], start: number, end: number): boolean {
  let [low, high] = [0, hits.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const hit = hits[middle];
    if (hit === undefined) return false;
    if (hit.end <= start) low = middle + 1;
    else if (hit.start > start) high = middle - 1;
    else return hit.end >= end;
  }
  return false;
}

// From here on a value is too long to be part of another word by chance.
const SURE_LENGTH = 17;

/** A short value counts only as a word of its own: `12345678` inside a trace id is another number. */
function standsAlone(text: string, at: number, value: string): boolean {
  const end = at + value.length;
  if (/^[a-z]+$/.test(value) && isKey(text, at, end)) return false;
  if (value.length >= SURE_LENGTH) return true;
  return (
    !(isWord(text, at) && isWord(text, at - 1) && !endsEscape(text, at)) &&
    !(isWord(text, end - 1) && isWord(text, end))
  );
}

const AFTER_SIGN = /[[,:]\s*-$/;

/** `12345678` in `12345678.5` or `0.12345678` is another number. */
function isPartOfNumber(text: string, at: number, end: number): boolean {
  return /^\d\.\d/.test(text.slice(end - 1, end + 2)) || /\d\.\d$/.test(text.slice(Math.max(0, at - 2), at + 1));
}

/** Half of `\n` or of `\"` would be hidden, and what is left be no JSON. */
function splitsEscape(text: string, at: number, end: number): boolean {
  return isMidEscape(text, at) || isMidEscape(text, end);
}

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** The letter before belongs to `\n` and the like, or to `%20`. */
function endsEscape(text: string, at: number): boolean {
  return (text[at - 2] === '\\' && /[nrtbf]/.test(text[at - 1] ?? '')) || text[at - 3] === '%';
}

function isKey(text: string, at: number, end: number): boolean {
  return text[at - 1] === '"' && /^\\*"\s{0,8}:/.test(text.slice(end, end + 20));
}
