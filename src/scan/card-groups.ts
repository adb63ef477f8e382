import { isCardNumber } from '../rules/checks/card-issuer.ts';

/** ISO/IEC 7812-1: 12 (some Maestro) to 19 digits. */
export const MIN_CARD = 12;
export const MAX_CARD = 19;
export const MAX_GROUPS = 6;

/** Groups cards are printed in: 4-6-5 is American Express, 4-6-4 Diners Club. */
const PRINTED: readonly (readonly number[])[] = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 4, 3],
  [4, 4, 5],
  [6, 4, 4, 2],
  [4, 4, 4, 3],
  [6, 13],
  [8, 8],
];
const shapes: ReadonlySet<number> = new Set(PRINTED.map((groups) => groups.reduce(withGroup, 0)));

/** The lengths of groups as one number: those before, and one more. */
export function withGroup(shape: number, length: number): number {
  return shape * 32 + length;
}

/** True for lengths of groups that cards are printed in. */
export function isCardShape(shape: number): boolean {
  return shapes.has(shape);
}

/**
 * Whether a card or an SSN may stand among groups of digits with single separators, as far as the digits tell: of the
 * groups in UUIDs, hashes and times next to none passes, and a line is not looked at for them. What `readNumbers` takes
 * must pass here.
 */
export function holdsNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let first = start;
  while (first < end) {
    if (isSsnShape(bytes, first, end) || startsCard(bytes, first, end)) return true;
    first = groupEnd(bytes, first, end) + 1;
  }
  return false;
}

const DASH = 45;

/** Three digits, two and four, with dashes. */
function isSsnShape(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    bytes[at + 3] === DASH &&
    bytes[at + 6] === DASH &&
    groupEnd(bytes, at, end) === at + 3 &&
    groupEnd(bytes, at + 4, end) === at + 6 &&
    groupEnd(bytes, at + 7, end) === at + 11
  );
}

function startsCard(bytes: Uint8Array, start: number, end: number): boolean {
  let digits = 0;
  let shape = 0;
  let at = start;
  for (let group = 0; group < MAX_GROUPS && at < end; group++) {
    const stop = groupEnd(bytes, at, end);
    digits += stop - at;
    if (digits > MAX_CARD) return false;
    shape = withGroup(shape, stop - at);
    if (digits >= MIN_CARD && (group === 0 || isCardShape(shape)) && isCard(bytes, start, stop)) return true;
    at = stop + 1;
  }
  return false;
}

function groupEnd(bytes: Uint8Array, at: number, end: number): number {
  let stop = at;
  while (stop < end && isDigit(bytes[stop])) stop++;
  return stop;
}

/** Whether the digits of a part of a text make a card number. */
export function isCard(bytes: Uint8Array, start: number, end: number): boolean {
  let digits = '';
  for (let at = start; at < end; at++) if (isDigit(bytes[at])) digits += String.fromCharCode(bytes[at] ?? 0);
  return isCardNumber(digits);
}

function isDigit(byte: number = 0): boolean {
  return byte >= 48 && byte <= 57;
}
