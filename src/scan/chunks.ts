import { CHUNK_BYTES, sharedKernel, WINDOW } from './kernel.ts';

/** The kernel's own memory, as long as some of it is free. */
let free: Buffer[] | undefined;
let own: ArrayBufferLike | undefined;

/** A shorter chunk is copied sooner than the rooms are taken from one that needs them. */
const WORTH_A_ROOM = 256 << 10;

/**
 * Memory for a chunk of a file that is read to be searched: where it can be the kernel's own, so that neither the finder
 * nor {@link countLineEnds} needs a copy (`bench/lint-large.mjs`).
 */
export function takeChunk(bytes: number): Buffer {
  free ??= openRooms();
  const room = bytes >= WORTH_A_ROOM && bytes <= CHUNK_BYTES ? free.pop() : undefined;
  return room?.subarray(0, bytes) ?? Buffer.allocUnsafeSlow(bytes);
}

function openRooms(): Buffer[] {
  const rooms = sharedKernel()?.chunkRooms() ?? [];
  own = rooms[0]?.buffer;
  return rooms.map(({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length));
}

/** For others to use: nothing may be read into it any more. */
export function giveBackChunk({ buffer, byteOffset }: Buffer): void {
  if (buffer === own) free?.push(Buffer.from(buffer, byteOffset, CHUNK_BYTES));
}

const NEWLINE = 10;

/** How many line ends stand in `[start, end)`. */
export function countLineEnds(bytes: Uint8Array, start: number, end: number): number {
  const kernel = sharedKernel();
  let count = 0;
  if (kernel === null) {
    for (let at = bytes.indexOf(NEWLINE, start); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count++;
    return count;
  }
  const step = bytes.buffer === own ? CHUNK_BYTES : WINDOW;
  for (let at = start; at < end; at += step) {
    const to = Math.min(end, at + step);
    const address = kernel.load(bytes, at, to);
    count += kernel.countLines(address, address + to - at);
  }
  return count;
}
