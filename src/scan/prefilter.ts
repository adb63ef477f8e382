import type { Rule } from '../rules/rule.ts';
import { BACKSLASH, classOf, isEscapeLetter, PERCENT, WORD } from './chars.ts';
import { type Action, compileRules } from './compile.ts';
import { createFinder } from './finder.ts';

/**
 * Looks through a part of a text once. The bytes are UTF-8 or any superset of ASCII, and stay as they are while the
 * cursor is asked.
 */
export type Prefilter = (bytes: Uint8Array, start: number, end: number) => CandidateCursor;

/**
 * The offset of the first place at or after `from` where some rule could begin; -1 when there is none. To be asked with
 * rising offsets.
 */
export type CandidateCursor = (from: number) => number;

/** More candidates than any text has places. */
const NO_LIMIT = 0x3fffffff;

/** The scanner's own finder over a chunk of a file: text without a candidate is clean and never becomes a string. */
export function createPrefilter(rules: readonly Rule[]): Prefilter {
  const { anchors, actions, kinds } = compileRules(rules);
  const isBounded = actions.map(needsWordStart);
  const finder = createFinder(anchors, { ...kinds, utf8: true });
  return (bytes, start, end) => {
    const out = { count: 0, at: new Int32Array(64), ids: new Int32Array(64) };
    finder.find({ bytes, from: start, length: end }, out, NO_LIMIT);
    let kept = 0;
    for (let index = 0; index < out.count; index++) {
      const at = out.at[index] ?? 0;
      if (isBounded[out.ids[index] ?? -1] !== true || !isInWord(bytes, at)) out.at[kept++] = at;
    }
    return cursorOver(out.at.subarray(0, kept).sort());
  };
}

/** Tokens that begin where a word does: `fc-` in a UUID is none. */
function needsWordStart(action: Action): boolean {
  return action.kind === 'values' && action.rules.every(({ bounded, lead }) => bounded !== false && lead === undefined);
}

/** As far back as an escape in front of a word reaches. */
const LONGEST_ESCAPE = 6;

/**
 * Whether a letter or digit stands before a place that no escape ends with; what `startsWord` says of text. Bytes of
 * other alphabets are counted differently there, so before them nothing is said.
 */
function isInWord(bytes: Uint8Array, at: number): boolean {
  if (((classOf[bytes[at - 1] ?? 0] ?? 0) & WORD) === 0 || isEscapeLetter(bytes, at - 1)) return false;
  if (bytes[at - 3] === PERCENT || bytes[at - LONGEST_ESCAPE] === BACKSLASH) return false;
  for (let back = 2; back <= LONGEST_ESCAPE; back++) if ((bytes[at - back] ?? 0) >= 0x80) return false;
  return true;
}

function cursorOver(places: Int32Array): CandidateCursor {
  let next = 0;
  return (from) => {
    while (next < places.length && (places[next] ?? 0) < from) next++;
    return places[next] ?? -1;
  };
}
