import { constants, readSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { giveBackChunk, takeChunk } from '../scan/index.ts';
import { SourceError } from './source-error.ts';

/** Which file a path named when the run was planned. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  /** Bytes at that time; no more are read. Undefined where a size means nothing (devices, /proc). */
  readonly size: number | undefined;
}

/** Pipes that a shell made for this very command; reading one that it did not make could wait forever. */
const OWN_PIPE = /^\/(?:dev\/(?:stdin|fd\/\d+)|proc\/(?:self|\d+)\/fd\/\d+)$/;

/** What {@link openFile} needs to know of a file; throws {@link SourceError} for what is no file to read. */
export function identityOf(path: string, stats: Stats): FileIdentity {
  if (stats.isDirectory()) throw Object.assign(new Error('directory'), { code: 'EISDIR' });
  if ((stats.isFIFO() || stats.isSocket()) && !OWN_PIPE.test(path)) {
    throw new SourceError('special', 'is a pipe or socket; send what it gives to standard input, as - < PIPE');
  }
  if (stats.isBlockDevice()) throw new SourceError('special', 'is a device; name a file');
  const size = stats.isFile() && stats.size > 0 ? stats.size : undefined;
  return { device: stats.dev, inode: stats.ino, size };
}

/** An open file. */
export interface OpenFile {
  readonly handle: FileHandle;
  /** True when it has grown since the run was planned. */
  hasGrown(): Promise<boolean>;
}

/** Opens the file that was planned; throws {@link SourceError} when another one stands in its place. */
export async function openFile(path: string, { device, inode, size }: FileIdentity): Promise<OpenFile> {
  // Without O_NONBLOCK a pipe that took the file's place would make this wait forever.
  const handle = await open(path, constants.O_RDONLY | (OWN_PIPE.test(path) ? 0 : constants.O_NONBLOCK));
  try {
    const stats = await handle.stat();
    if (stats.dev !== device || stats.ino !== inode) throw new SourceError('changed', REPLACED);
    return { handle, hasGrown: async () => size !== undefined && (await handle.stat()).size > size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const REPLACED = 'another file took its place during the run, it was rotated perhaps; scan again';
const SHRUNK = 'became shorter while it was read; what was there was scanned, scan again';

/** A part of a file. */
export interface ReadRange {
  readonly from: number;
  /** Where to stop. */
  readonly to: number;
  readonly chunkBytes: number;
  /** Read while the thread waits. @defaultValue false: the next chunk is read while one is looked at */
  readonly blocking?: boolean | undefined;
}

/** A chunk, good until the next is asked for; undefined behind the last one. */
export type Chunk = Buffer | undefined;

/** Gives a part of a file chunk by chunk. */
export interface ChunkReader {
  /** Throws or rejects with {@link SourceError} when the file ends too early. At once where reading blocks. */
  next(): Chunk | Promise<Chunk>;
  /** To be waited for before the file is closed. */
  close(): Promise<unknown>;
}

/** Makes a reader for a part of a file. */
export function createChunkReader(handle: FileHandle, range: ReadRange): ChunkReader {
  return range.blocking === true ? readHere(handle, range) : readAhead(handle, range);
}

function readHere({ fd }: FileHandle, { from, to, chunkBytes }: ReadRange): ChunkReader {
  let buffer: Buffer | undefined;
  let position = from;
  return {
    next() {
      if (position >= to) return undefined;
      buffer ??= takeChunk(Math.min(chunkBytes, to - position));
      const bytesRead = readSync(fd, buffer, 0, Math.min(buffer.length, to - position), position);
      if (bytesRead === 0) throw new SourceError('changed', SHRUNK);
      position += bytesRead;
      return buffer.subarray(0, bytesRead);
    },
    close: async () => giveBack(buffer),
  };
}

/** While one chunk is looked at, the next is read into a second buffer. */
function readAhead(handle: FileHandle, { from, to, chunkBytes }: ReadRange): ChunkReader {
  const size = Math.min(chunkBytes, to - from);
  let position = from;
  let current: Buffer | undefined;
  let spare: Buffer | undefined;
  let pending: Promise<number> | undefined;
  const begin = (buffer: Buffer): Promise<number> => {
    const reading = handle.read(buffer, 0, Math.min(size, to - position), position).then(({ bytesRead }) => bytesRead);
    // When nobody asks for the next chunk, nobody hears of its failure either.
    reading.catch(() => undefined);
    return reading;
  };
  return {
    async next() {
      if (position >= to) return undefined;
      current ??= takeChunk(size);
      pending ??= begin(current);
      const bytesRead = await pending;
      if (bytesRead === 0) throw new SourceError('changed', SHRUNK);
      position += bytesRead;
      const chunk = current.subarray(0, bytesRead);
      pending = undefined;
      if (position < to) {
        [current, spare] = [spare ?? takeChunk(size), current];
        pending = begin(current);
      }
      return chunk;
    },
    async close() {
      await pending?.catch(() => undefined);
      giveBack(current);
      giveBack(spare);
    },
  };
}

function giveBack(buffer: Buffer | undefined): void {
  if (buffer !== undefined) giveBackChunk(buffer);
}

/**
 * Reads a part of a file in chunks, each good until the next is asked for. Throws {@link SourceError} when the file ends
 * before `to`; without it, reads to the end, wherever that is.
 */
export async function* readChunks(
  handle: FileHandle,
  { from, to, chunkBytes }: Pick<ReadRange, 'from' | 'chunkBytes'> & { readonly to: number | undefined },
): AsyncGenerator<Buffer> {
  if (to === undefined) return yield* readToEnd(handle, chunkBytes);
  const reader = readAhead(handle, { from, to, chunkBytes });
  try {
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) yield chunk;
  } finally {
    await reader.close();
  }
}

/** For what has no positions: pipes, devices, files under /proc. */
async function* readToEnd(handle: FileHandle, chunkBytes: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(chunkBytes);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}
