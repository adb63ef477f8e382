import type { Block } from './blocks.ts';
import type { LineSpan } from './lines.ts';
import { lineTime } from './time.ts';

/**
 * Tells when a line was written, for the lines of one file in order. A line without a time, such as one of a stack
 * trace, has that of the nearest line before it that has one, as far back as is worth looking.
 */
export interface LineClock {
  timeOf(text: string, block: Block, span: LineSpan): number | undefined;
}

/** Longer than a stack trace with its causes. */
const MAX_LINES_BACK = 200;
/** A time stands at the front of a line or, in a record, near it. */
const MAX_LINE = 8192;
const NEWLINE = 10;

export function createLineClock(now: number): LineClock {
  let last: number | undefined;
  // Lines before this place in the file were looked at already.
  let searchedTo = 0;

  const timeBefore = (block: Block, start: number): number | undefined => {
    const base = block.offset - block.start;
    const from = Math.max(block.start, searchedTo - base);
    let end = start - 1;
    for (let lines = 0; end > from && lines < MAX_LINES_BACK; lines++) {
      const begin = block.bytes.lastIndexOf(NEWLINE, end - 1) + 1;
      const text = block.bytes.toString('latin1', Math.max(begin, block.start), Math.min(end, begin + MAX_LINE));
      const time = lineTime(text, now);
      if (time !== undefined || begin <= from) return time;
      end = begin - 1;
    }
    return undefined;
  };

  return {
    timeOf(text, block, span) {
      // The middle of a line may hold any date.
      if (block.piece !== undefined && !block.piece.first) return last;
      last = lineTime(text, now) ?? (block.piece === undefined ? timeBefore(block, span.start) : undefined) ?? last;
      searchedTo = block.offset - block.start + span.next;
      return last;
    },
  };
}
