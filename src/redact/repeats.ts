import type { Rule } from '../rules/index.ts';
import type { Hit } from '../scan/index.ts';
import { createQuoter } from './bare-numbers.ts';
import { isMidEscape } from './escapes.ts';
import { type HiddenValue, MIN_LENGTH, searchValues } from './search-values.ts';

/**
 * The other places where a line repeats what it holds under a sensitive name. Linear in the line however many values:
 * a few are searched for one by one at memory speed, more through a rolling hash of their first letters.
 */
export function repeatsOf(text: string, hits: readonly Hit[], hidden: readonly HiddenValue[]): Hit[] {
  const values: HiddenValue[] = [];
  for (const hit of hits) if (hit.named) addSpan(values, text, hit);
  for (const { value, rule } of hidden) addValue(values, value, rule);
  if (values.length === 0) return NONE;
  if (hasOpenPercent(text, hits)) addEncoded(values);
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
  searchValues(text, values, report);
  return found;
}

/** Whether a text may still hold one of the values somewhere; in doubt it does. */
export function isRepeated(text: string, values: readonly HiddenValue[]): boolean {
  if (values.length === 0) return false;
  let isFound = false;
  searchValues(text, values, () => {
    isFound = true;
  });
  return isFound || (text.includes('%') && values.some(({ value }) => !isInUrl(value)));
}

/** A text, and what of it is hidden; offsets counted from a quote before it. */
export interface Parted {
  readonly text: string;
  readonly hits: readonly Hit[];
}

/** Whether one of the texts holds a value of which a hit hides a part: the rest would be left. */
export function isParted(texts: readonly Parted[], values: readonly HiddenValue[]): boolean {
  return texts.some(({ text, hits }) => {
    const quoted = `"${text}`;
    return values.some(({ value }) => {
      for (let at = quoted.indexOf(value); at !== -1; at = quoted.indexOf(value, at + 1)) {
        if (!isCovered(hits, at, at + value.length)) return true;
      }
      return false;
    });
  });
}

/** Whether a hidden value is worth looking for elsewhere: neither too short nor too long, and no common word. */
export function isSought(value: string): boolean {
  return value.length >= MIN_LENGTH && value.length <= MAX_LENGTH && !isCommon(value);
}

const NONE: Hit[] = [];
/** A value longer than this is no password but a document; its first part is looked for no further. */
const MAX_LENGTH = 4096;
/** Texts of one hidden object that are looked for elsewhere. */
const MAX_LEAVES = 16;
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
  // `{SSHA}…` and `[a]b` are texts: `}` and `]` stand two behind `{` and `[` in ASCII.
  if ((first !== 123 && first !== 91) || value.charCodeAt(value.length - 1) !== first + 2) {
    addValue(values, value, rule);
    return;
  }
  // A hidden object or array: its texts are what may stand elsewhere.
  let count = 0;
  for (const [, key, leaf] of value.matchAll(/\\*"((?:[^"\\]|\\[^"])*)\\*"\s*:|\\*"((?:[^"\\]|\\[^"])*)\\*"/g)) {
    if (key === undefined && leaf !== undefined && count++ < MAX_LEAVES)
      addValue(values, leaf.replace(/\\+$/, ''), rule);
  }
}

function addValue(values: HiddenValue[], value: string, rule: Rule): void {
  if (!isSought(value)) return;
  values.push({ value, rule });
  if (!value.includes('\\')) return;
  const plain = unescaped(value);
  if (plain !== value && plain.length >= MIN_LENGTH) values.push({ value: plain, rule });
}

/** In a URL a value may stand percent-encoded; what is hidden already needs no second look. */
function hasOpenPercent(text: string, hits: readonly Hit[]): boolean {
  let at = text.indexOf('%');
  while (at !== -1 && isCovered(hits, at, at + 1)) at = text.indexOf('%', at + 1);
  return at !== -1;
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

/** Hits come sorted, so a binary search tells whether one holds the whole span. */
function isCovered(hits: readonly Hit[], start: number, end: number): boolean {
  let low = 0;
  let high = hits.length - 1;
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
  if (text.charCodeAt(at - 1) === QUOTE && /^[a-z]+$/.test(value) && isKey(text, end)) return false;
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

const QUOTE = 34;

function isKey(text: string, end: number): boolean {
  return /^\\*"\s{0,8}:/.test(text.slice(end, end + 20));
}
