import type { CandidateCursor, Prefilter } from '../scan/index.ts';
import type { Block } from './blocks.ts';

/** One line of a block, without its line end. */
export interface LineSpan {
  readonly start: number;
  /** Before `\n` or `\r\n`. */
  readonly end: number;
  /** Behind the line end. */
  readonly next: number;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * The lines of a block that need a closer look: those that hold a candidate and, as long as `all()` says so, every
 * line. The block is searched once, so a clean line costs nothing but its bytes.
 */
export function* linesToScan(block: Block, find: Prefilter, all: () => boolean): Generator<LineSpan> {
  const { bytes } = block;
  let at = block.start;
  let cursor: CandidateCursor | undefined;
  const candidateAfter = (from: number): number => {
    cursor ??= find(bytes, from, block.end);
    return cursor(from);
  };
  while (at < block.end) {
    const candidate = all() ? at : candidateAfter(at);
    if (candidate < 0) return;
    const start = lineStart(bytes, at, candidate);
    const newline = bytes.indexOf(NEWLINE, candidate);
    const next = newline < 0 || newline >= block.end ? block.end : newline + 1;
    yield { start, end: textEnd(bytes, start, next), next };
    at = next;
  }
}

/** By hand: a call of `lastIndexOf` takes ten times as long as the walk back over half a line (Node 20). */
function lineStart(bytes: Uint8Array, from: number, at: number): number {
  let start = at;
  while (start > from && bytes[start - 1] !== NEWLINE) start--;
  return start;
}

function textEnd(bytes: Uint8Array, start: number, next: number): number {
  let end = next;
  if (end > start && bytes[end - 1] === NEWLINE) end--;
  if (end > start && end < next && bytes[end - 1] === CARRIAGE_RETURN) end--;
  return end;
}
