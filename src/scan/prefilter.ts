import type { Rule } from '../rules/rule.ts';
import type { Candidates } from './candidates.ts';
import { compileRules } from './compile.ts';
import { createFinder } from './finder.ts';

/**
 * The offset of the first byte at or after `start`, and before `end`, where some rule could begin; -1 when there is
 * none. The bytes are UTF-8 or any superset of ASCII.
 */
export type Prefilter = (bytes: Uint8Array, start: number, end: number) => number;

/** The scanner's own finder over a chunk of a file: text without a candidate is clean and never becomes a string. */
export function createPrefilter(rules: readonly Rule[]): Prefilter {
  const { anchors, kinds } = compileRules(rules);
  const finder = createFinder(anchors, { ...kinds, utf8: true });
  const out: Candidates = { count: 0, at: new Int32Array(8), ids: new Int32Array(8) };
  const text = { bytes: new Uint8Array(0) as Uint8Array, from: 0, length: 0 };
  return (bytes, start, end) => {
    text.bytes = bytes;
    text.from = start;
    text.length = end;
    out.count = 0;
    finder.find(text, out, 1);
    let first = out.count === 0 ? -1 : (out.at[0] ?? -1);
    for (let index = 1; index < out.count; index++) first = Math.min(first, out.at[index] ?? first);
    return first === -1 ? -1 : Math.max(first, start);
  };
}
