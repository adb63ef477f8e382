import type { ReaderRule } from '../rules/rule.ts';
import { classOf, DIGIT, WORD } from './chars.ts';
import { startsWord } from './source.ts';
import { hideValue, type ScanState } from './state.ts';

// E.164 (2010-11): country code and at most 15 digits; written with single blanks, dots, dashes or one pair of brackets.
const PHONE = /\+[1-9]\d{0,3}(?:[ .\u00a0-]?\(?\d{1,5}\)?){1,6}/y;
const NO_PHONE_BEFORE = new Set([35, 41, 93, 43, 37]);
const MIN_PHONE = 8;
const MAX_PHONE = 15;

/** At `+` and a digit: an international phone number. Not `#+1`, `a+1`, `(x)+1`. */
export function readPhone(state: ScanState, rule: ReaderRule, at: number): void {
  const { source } = state;
  if (!startsWord(source, at) || NO_PHONE_BEFORE.has(source.bytes[at - 1] ?? 0)) return;
  PHONE.lastIndex = at;
  const longest = PHONE.exec(source.text)?.[0];
  state.steps += 32;
  if (longest === undefined) return;
  const match = isBeforeWord(source.bytes, at + longest.length) ? longest.slice(0, shorter(longest)) : longest;
  const digits = match.replace(/\D/g, '').length;
  const after = source.bytes[at + match.length] ?? 0;
  if (digits < MIN_PHONE || digits > MAX_PHONE || isBeforeWord(source.bytes, at + match.length)) return;
  // `+0200` after a time, `1e+21`, a sum of numbers.
  if (
    ((classOf[source.bytes[at - 1] ?? 0] ?? 0) & DIGIT) !== 0 ||
    (after === 46 && isDigit(source.bytes[at + match.length + 1]))
  )
    return;
  hideValue(state, rule, at, at + match.length);
}

/** `+41 44 555 01 67 3rd line`: what begins a word is no group. */
function isBeforeWord(bytes: Uint8Array, at: number): boolean {
  return ((classOf[bytes[at] ?? 0] ?? 0) & WORD) !== 0;
}

function isDigit(byte: number | undefined): boolean {
  return ((classOf[byte ?? 0] ?? 0) & DIGIT) !== 0;
}

const IBAN = /[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{1,4}){3,8}/y;

/** At two capitals and two digits: an IBAN, printed in groups of four or without blanks. */
export function readIban(state: ScanState, rule: ReaderRule, at: number, isIban: (compact: string) => boolean): void {
  const { source } = state;
  if (!startsWord(source, at)) return;
  IBAN.lastIndex = at;
  const match = IBAN.exec(source.text)?.[0];
  state.steps += 40;
  if (match === undefined) return;
  // A word after a grouped IBAN may look like one more group: try the longest first, a group less each time.
  for (let length = match.length; length >= 15; length = shorter(match, length)) {
    const candidate = match.slice(0, length);
    const after = classOf[source.bytes[at + length] ?? 0] ?? 0;
    if ((after & WORD) === 0 && isIban(candidate.replace(/[^A-Z0-9]/g, ''))) {
      hideValue(state, rule, at, at + length);
      return;
    }
  }
}

/** Where a group printed apart from the others ends the part before it. */
function shorter(match: string, length: number = match.length): number {
  const before = match.slice(0, length);
  return Math.max(0, before.lastIndexOf(' '), before.lastIndexOf('-'), before.lastIndexOf('\u00a0'));
}
