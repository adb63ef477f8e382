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
  // A view costs more than a short search: one is kept for the bytes in use.
  let viewed: Uint8Array | undefined;
  let pairs: Uint16Array = new Uint16Array(0);
  return (bytes, start, end) => {
    if (viewed !== bytes) {
      viewed = bytes;
      pairs = pairsOf(bytes);
    }
    out.count = 0;
    finder.find(bytes, pairs, start, end, out, 1);
    let first = out.count === 0 ? -1 : (out.at[0] ?? -1);
    for (let index = 1; index < out.count; index++) first = Math.min(first, out.at[index] ?? first);
    return first === -1 ? -1 : Math.max(first, start);
  };
}

function pairsOf(bytes: Uint8Array): Uint16Array {
  // An odd offset cannot be viewed two bytes at a time; a copy can. (`slice` of a Buffer is no copy.)
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  return new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 1);
}
