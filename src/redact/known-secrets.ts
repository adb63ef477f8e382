import type { ValueRule } from '../rules/index.ts';
import { knownSecretRule } from './own-rules.ts';
import type { HiddenValue } from './search-values.ts';

/** Rules for the values that can be looked for, and which of the others were refused. */
export interface KnownSecrets {
  readonly rules: readonly ValueRule[];
  /** Spellings outside ASCII, which the scanner folds and could not find: to be searched for as they are. */
  readonly literals: readonly HiddenValue[];
  /** Index and reason; the value itself is never repeated. */
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** One rule for each value that is long and rare enough to be looked for in every line. */
export function knownSecretRules(values: readonly unknown[]): KnownSecrets {
  const rules: ValueRule[] = [];
  const literals: HiddenValue[] = [];
  const refused: { index: number; reason: string }[] = [];
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    const reason = reasonAgainst(value);
    if (reason !== undefined) refused.push({ index, reason });
    else if (typeof value === 'string' && !seen.has(value)) {
      seen.add(value);
      const known = ruleFor(value);
      rules.push(known.rule);
      for (const literal of known.literals) literals.push({ value: literal, rule: known.rule });
    }
  }
  return { rules, literals, refused };
}

// 8 characters: shorter ones stand in every other word (`docker` hid half of a CI log, actions/runner#507, 2020-06).
const MIN_LENGTH = 8;
// A random 8-character word has about 24 bits by its own letter counts; `aaaabbbb` has 8.
const MIN_BITS = 16;

function reasonAgainst(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'is no string';
  if (value.length < MIN_LENGTH) return `is shorter than ${MIN_LENGTH} characters`;
  if (/^[a-z]{1,16}(?:[-_. ][a-z]{1,16})?$/.test(value)) return 'is made of lower-case words like those in any log';
  if (/^\d{1,11}$/.test(value)) return 'is a number that counters and dates could equal';
  if (letterBits(value) < MIN_BITS) return 'repeats too few characters';
  return undefined;
}

/** Shannon's entropy of the value's own letters, in bits. */
function letterBits(value: string): number {
  const counts = new Map<string, number>();
  for (const letter of value) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= count * Math.log2(count / value.length);
  return bits;
}

function ruleFor(value: string): { readonly rule: ValueRule; readonly literals: readonly string[] } {
  const forms = [...formsOf(value)].sort((a, b) => b.length - a.length);
  const ascii = forms.filter((form) => /^[\u0020-\u007e]+$/.test(form));
  const encoded = base64Forms(value);
  const patterns = [...ascii.map(escapePattern), ...encoded.map((form) => escapePattern(form) + BASE64_END)];
  const rule = knownSecretRule([...ascii, ...encoded], new RegExp(patterns.join('|'), 'y'));
  return { rule, literals: forms.filter((form) => !ascii.includes(form)) };
}

/** The last character with bits of the value, when the padding shows that no neighbour follows. */
const BASE64_END = '(?:[A-Za-z0-9+/_-]={1,2})?';

/** The value as it is, percent-encoded, form-encoded, and as one and two levels of JSON write it. */
function formsOf(value: string): Set<string> {
  const wellFormed = Buffer.from(value, 'utf8').toString('utf8');
  const percent = encodeURIComponent(wellFormed);
  const json = JSON.stringify(wellFormed).slice(1, -1);
  const forms = [
    wellFormed,
    json,
    JSON.stringify(json).slice(1, -1),
    // Go and others escape these three, and PHP the slash, though JSON does not ask for it.
    json.replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    json.replaceAll('/', '\\/'),
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase()),
    percent.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`),
    percent.replaceAll('%20', '+'),
    encodeURIComponent(percent),
  ];
  return new Set(forms);
}

/**
 * The value inside longer base64, in both alphabets: three bytes make four characters, so there are three alignments,
 * and the characters at either end that also hold bits of a neighbour are left out.
 */
function base64Forms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const forms = new Set<string>();
  for (let offset = 0; offset < 3; offset++) {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const first = Math.ceil((offset * 8) / 6);
    const inner = encoded.slice(first, Math.floor(((offset + bytes.length) * 8) / 6));
    forms.add(inner);
    forms.add(inner.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...forms];
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
