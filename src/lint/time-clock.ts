import type { Block } from './blocks.ts';
import type { LineSpan } from './lines.ts';
import { lineTime } from './time.ts';

/**
 * Tells when a line was written, for the lines of one file in order. A line without a time, such as one of a stack
 * trace, has that of the nearest line before it that has one and begins at most 64 KiB before it: what it tells depends
 * on the file alone, never on how it was read.
 */
export interface LineClock {
  timeOf(text: string, block: Block, span: LineSpan): number | undefined;
  /** Tells of every block when it is over, so that later lines can look back into it. */
  pass(block: Block): void;
}

/** Longer than a stack trace with its causes. */
const LOOK_BACK = 64 << 10;
/** A time stands at the front of a line or, in a record, near it. */
const MAX_LINE = 8192;
const NEWLINE = 10;

/** A line with a time, by its place in the file. */
interface TimedLine {
  readonly offset: number;
  readonly time: number;
}

/** A run of bytes of the file. */
interface Stretch {
  readonly bytes: Buffer;
  /** Where it begins in the file. */
  readonly offset: number;
  /** A line begins with it. */
  readonly isLineStart: boolean;
}

export function createLineClock(now: number): LineClock {
  const passed = createTail();
  // Lines before this place in the file were looked at already; the last one with a time is kept.
  let searchedTo = 0;
  let last: TimedLine | undefined;
  let timeOfLongLine: number | undefined;

  /** The nearest line with a time that begins in the stretch, at or after `from` and before `to` in the file. */
  const search = ({ bytes, offset, isLineStart }: Stretch, from: number, to: number): TimedLine | undefined => {
    let end = Math.min(to - offset, bytes.length);
    while (end > 0) {
      const begin = lineBegin(bytes, end - 1);
      if (offset + begin < from || (begin === 0 && !isLineStart)) return undefined;
      const time = lineTime(bytes.toString('latin1', begin, Math.min(end, begin + MAX_LINE)), now);
      if (time !== undefined) return { offset: offset + begin, time };
      end = begin;
    }
    return undefined;
  };

  const timeBefore = (block: Block, offset: number): number | undefined => {
    const oldest = Math.max(0, offset - LOOK_BACK);
    const from = Math.max(oldest, searchedTo);
    last = search(stretchOf(block), from, offset) ?? search(passed.stretch(), from, block.offset) ?? last;
    searchedTo = offset;
    return last !== undefined && last.offset >= oldest ? last.time : undefined;
  };

  const timeOfLine = (text: string, block: Block, start: number): number | undefined =>
    lineTime(text.slice(0, MAX_LINE), now) ?? timeBefore(block, block.offset + (start - block.start));

  return {
    // The middle of a line may hold any date.
    timeOf: (text, block, { start }) =>
      block.piece === undefined || block.piece.first ? timeOfLine(text, block, start) : timeOfLongLine,
    pass(block) {
      const { bytes, start, end, offset, piece } = block;
      if (piece === undefined) return passed.add(stretchOf(block));
      if (piece.first) timeOfLongLine = timeOfLine(bytes.toString('latin1', start, start + MAX_LINE), block, start);
      // Nothing belongs to what was written before a line that long.
      passed.clear();
      last = undefined;
      searchedTo = offset + (end - start);
    },
  };
}

function stretchOf({ bytes, start, end, offset }: Block): Stretch {
  return { bytes: bytes.subarray(start, end), offset, isLineStart: true };
}

function lineBegin(bytes: Buffer, before: number): number {
  let begin = before;
  while (begin > 0 && bytes[begin - 1] !== NEWLINE) begin--;
  return begin;
}

/** The last bytes of what was passed, in memory of its own, because the reader fills its buffer again. */
function createTail(): { add(stretch: Stretch): void; clear(): void; stretch(): Stretch } {
  // One more than is looked back over, so that what is cut off at the front is never asked for.
  const size = LOOK_BACK + 1;
  let memory: Buffer | undefined;
  let length = 0;
  let end = 0;
  let isLineStart = true;
  return {
    add({ bytes, offset }) {
      memory ??= Buffer.allocUnsafeSlow(size);
      const isNeighbour = offset === end;
      const kept = isNeighbour ? Math.min(length, Math.max(0, size - bytes.length)) : 0;
      const isUncut = bytes.length <= size && (!isNeighbour || kept === length);
      isLineStart = isUncut && (!isNeighbour || length === 0 || isLineStart);
      memory.copyWithin(0, length - kept, length);
      length = kept + bytes.copy(memory, kept, Math.max(0, bytes.length - size));
      end = offset + bytes.length;
    },
    clear() {
      length = 0;
      end = -1;
    },
    stretch: () => ({ bytes: memory?.subarray(0, length) ?? Buffer.alloc(0), offset: end - length, isLineStart }),
  };
}
