import type { Hit } from '../scan/index.ts';

/** Whether a place in JSON text is between a backslash and the sign it belongs to, as in `\|n`. */
export function isMidEscape(text: string, at: number): boolean {
  if (text.charCodeAt(at - 1) !== BACKSLASH || !ESCAPED.test(text[at] ?? '')) return false;
  let slashes = 1;
  while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

/**
 * Hits whose ends would cut an escape of JSON in two, made to hold it whole: half of `\n` or of `\ud800` is no JSON.
 * Hits come sorted and without overlaps, and stay so.
 */
export function keepEscapesWhole(text: string, hits: readonly Hit[]): void {
  // Most lines have no escape at all, and one search tells.
  if (hits.length === 0 || !text.includes('\\')) return;
  let before = 0;
  for (const hit of hits) {
    hit.start = Math.max(before, startOfEscape(text, hit.start));
    hit.end = endOfEscape(text, hit.end);
    before = hit.end;
  }
}

const BACKSLASH = 92;
// RFC 8259 section 7.
const ESCAPED = /["\\/bfnrtu]/;
/** The longest escape is `\u0000`. */
const LONGEST = 6;

function startOfEscape(text: string, at: number): number {
  if (isMidEscape(text, at)) return at - 1;
  for (let back = 2; back < LONGEST; back++) if (isUnit(text, at - back)) return at - back;
  return at;
}

function endOfEscape(text: string, at: number): number {
  if (isMidEscape(text, at)) return at + (text[at] === 'u' ? LONGEST - 1 : 1);
  for (let back = 2; back < LONGEST; back++) if (isUnit(text, at - back)) return at - back + LONGEST;
  return at;
}

/** `\uXXXX` begins here. */
function isUnit(text: string, at: number): boolean {
  return (
    text.charCodeAt(at) === BACKSLASH &&
    text[at + 1] === 'u' &&
    isMidEscape(text, at + 1) &&
    HEX.test(text.slice(at + 2, at + LONGEST))
  );
}

const HEX = /^[0-9a-fA-F]{4}$/;
