import type { Rule } from '../rules/rule.ts';
import { compileRules } from './compile.ts';
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
  const { anchors, kinds } = compileRules(rules);
  const finder = createFinder(anchors, { ...kinds, utf8: true });
  return (bytes, start, end) => {
    const out = { count: 0, at: new Int32Array(64), ids: new Int32Array(64) };
    finder.find({ bytes, from: start, length: end }, out, NO_LIMIT);
    return cursorOver(out.at.subarray(0, out.count).sort());
  };
}

function cursorOver(places: Int32Array): CandidateCursor {
  let next = 0;
  return (from) => {
    while (next < places.length && (places[next] ?? 0) < from) next++;
    return places[next] ?? -1;
  };
}
