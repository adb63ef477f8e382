import type { Rule } from '../rules/index.ts';

/** A value that is hidden somewhere, as the line writes it, and the rule that hid it. */
export interface HiddenValue {
  readonly value: string;
  readonly rule: Rule;
}

type Report = (at: number, value: string, rule: Rule) => void;

/** Shorter values stand in too many other words. */
export const MIN_LENGTH = 8;
const FEW = 16;
/** Values of one line that share their first letters; more would make a hostile line dear. */
const MAX_BUCKET = 32;

/** Every place of every value, linear in the text however many values there are. */
export function searchValues(text: string, values: readonly HiddenValue[], report: Report): void {
  if (values.length <= FEW) searchEach(text, values, report);
  else searchAll(text, values, report);
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
    if (own <= rank) continue;
    best = index;
    rank = own;
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
