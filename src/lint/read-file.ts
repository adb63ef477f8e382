import { constants, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
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
  /** Where to stop; undefined: at the end of the file, wherever that is. */
  readonly to: number | undefined;
  readonly chunkBytes: number;
}

/**
 * Reads a part of a file in chunks. While one is looked at, the next is read into a second buffer; a chunk is good until
 * the next is asked for. Throws {@link SourceError} when the file ends before `to`.
 */
export async function* readChunks(handle: FileHandle, { from, to, chunkBytes }: ReadRange): AsyncGenerator<Buffer> {
  if (to === undefined) return yield* readToEnd(handle, chunkBytes);
  const size = Math.min(chunkBytes, to - from);
  if (size <= 0) return;
  let position = from;
  let [current, spare] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(to - from > size ? size : 0)];
  let pending = readAt(handle, current, Math.min(size, to - position), position);
  while (position < to) {
    const bytesRead = await pending;
    if (bytesRead === 0) throw new SourceError('changed', SHRUNK);
    const chunk = current.subarray(0, bytesRead);
    position += bytesRead;
    [current, spare] = [spare.length > 0 ? spare : Buffer.allocUnsafeSlow(size), current];
    if (position < to) pending = readAt(handle, current, Math.min(size, to - position), position);
    yield chunk;
  }
}

function readAt(handle: FileHandle, buffer: Buffer, length: number, position: number): Promise<number> {
  const reading = handle.read(buffer, 0, length, position).then(({ bytesRead }) => bytesRead);
  // When nobody asks for the next chunk, nobody hears of its failure either.
  reading.catch(() => undefined);
  return reading;
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
