import { isAscii } from 'node:buffer';
import { decodeLine } from './line-text.ts';

/**
 * Cuts a stream of bytes into blocks of whole lines, so that a line is never seen in halves.
 * Memory is bounded: a line longer than the bound comes in pieces that overlap.
 */

/** A run of bytes to look at: whole lines, or a piece of one long line. Valid until the next chunk is pushed. */
export interface Block {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Offset of `start` in the stream. */
  readonly offset: number;
  /** Present when the block is a piece of a line that is longer than the bound. */
  readonly piece?: Piece;
}

/** Which findings of a piece count: those that begin in `[from, to)`; the rest is the neighbours' business. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  /** UTF-16 units of the line before this piece. */
  readonly unitsBefore: number;
  /** The line begins, or ends, with this piece. */
  readonly first: boolean;
  readonly last: boolean;
}

export interface BlockCutter {
  /** The blocks that are complete with this chunk. The chunk may be reused after the next call. */
  push(chunk: Uint8Array): Block[];
  /** What is left when the stream ends. */
  end(): Block[];
}

/** How long lines are cut. */
export interface CutSettings {
  readonly maxLineBytes: number;
  /** What neighbouring pieces share on either side, so a secret up to that long is whole in one. */
  readonly overlapBytes: number;
  /** Where in the file the stream begins. @defaultValue 0 */
  readonly offset?: number;
}

/**
 * How lint cuts when nobody says otherwise. A secret and its name must fit into what pieces share: the longest known
 * kind is a 16384-bit RSA key in PEM, about 13 KB.
 */
export const LINE_CUT: CutSettings = { maxLineBytes: 1 << 20, overlapBytes: 1 << 16 };

const NEWLINE = 10;
const NOTHING = Buffer.alloc(0);

/**
 * Makes a cutter. A line of up to `maxLineBytes` and twice the overlap comes whole; of a longer one, pieces are cut at
 * places that depend on the line alone, so that the same is found however the bytes arrive.
 */
export function createBlockCutter({ maxLineBytes, overlapBytes, offset: begin = 0 }: CutSettings): BlockCutter {
  const pieceBytes = maxLineBytes + 2 * overlapBytes;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let offset = begin;
  let long: LongLine | undefined;

  const isPending = (): boolean => carriedBytes > 0 || long !== undefined;
  const take = (tail: Buffer): Buffer => {
    const whole = carriedBytes === 0 ? tail : Buffer.concat([...carried, tail]);
    carried = [];
    carriedBytes = 0;
    return whole;
  };
  /** Cuts pieces off what was gathered of a long line, and gives the rest. */
  const cutPieces = (gathered: Buffer, blocks: Block[]): Buffer => {
    let bytes = gathered;
    while (bytes.length > pieceBytes) {
      const { block, next, dropped } = cutPiece(bytes.subarray(0, pieceBytes), { offset, long, overlapBytes });
      blocks.push(block);
      long = next;
      offset += dropped;
      bytes = bytes.subarray(dropped);
    }
    return bytes;
  };
  const lineEnd = (tail: Buffer): Block[] => {
    const blocks: Block[] = [];
    const bytes = cutPieces(take(tail), blocks);
    blocks.push(long === undefined ? { bytes, start: 0, end: bytes.length, offset } : lastPiece(bytes, offset, long));
    offset += bytes.length;
    long = undefined;
    return blocks;
  };
  const keep = (tail: Buffer): Block[] => {
    // A copy, because the reader fills the same buffer again.
    carried.push(Buffer.from(tail));
    carriedBytes += tail.length;
    if (carriedBytes <= pieceBytes) return [];
    const blocks: Block[] = [];
    const rest = cutPieces(take(NOTHING), blocks);
    carried = [rest];
    carriedBytes = rest.length;
    return blocks;
  };

  return {
    push(chunk) {
      const bytes = asBuffer(chunk);
      const last = bytes.lastIndexOf(NEWLINE);
      if (last < 0) return bytes.length === 0 ? [] : keep(bytes);
      const blocks: Block[] = [];
      let start = 0;
      if (isPending()) {
        start = bytes.indexOf(NEWLINE) + 1;
        blocks.push(...lineEnd(bytes.subarray(0, start)));
      }
      if (start <= last) {
        blocks.push({ bytes, start, end: last + 1, offset });
        offset += last + 1 - start;
      }
      if (last + 1 < bytes.length) blocks.push(...keep(bytes.subarray(last + 1)));
      return blocks;
    },
    end: () => (isPending() ? lineEnd(NOTHING) : []),
  };
}

interface LongLine {
  /** Where, in the carried bytes, the findings begin that no earlier piece has reported. */
  readonly from: number;
  readonly unitsBefore: number;
}

function lastPiece(bytes: Buffer, offset: number, { from, unitsBefore }: LongLine): Block {
  const piece = { from, to: bytes.length, unitsBefore, first: false, last: true };
  return { bytes, start: 0, end: bytes.length, offset, piece };
}

interface PieceSettings {
  readonly offset: number;
  readonly long: LongLine | undefined;
  readonly overlapBytes: number;
}

function cutPiece(
  bytes: Buffer,
  { offset, long, overlapBytes }: PieceSettings,
): { block: Block; next: LongLine; dropped: number } {
  const to = characterStart(bytes, bytes.length - overlapBytes);
  const dropped = characterStart(bytes, Math.max(0, to - overlapBytes));
  const unitsBefore = long?.unitsBefore ?? 0;
  const piece = { from: long?.from ?? 0, to, unitsBefore, first: long === undefined, last: false };
  return {
    block: { bytes, start: 0, end: bytes.length, offset, piece },
    next: { from: to - dropped, unitsBefore: unitsBefore + unitsOf(bytes.subarray(0, dropped)) },
    dropped,
  };
}

function unitsOf(bytes: Buffer): number {
  return isAscii(bytes) ? bytes.length : decodeLine(bytes).text.length;
}

/** Steps back to the first byte of a UTF-8 character: at most three continuation bytes (RFC 3629). */
function characterStart(bytes: Buffer, at: number): number {
  let start = at;
  while (start > 0 && start > at - 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start--;
  return start;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
