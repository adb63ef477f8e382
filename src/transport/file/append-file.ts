import { closeSync, constants, fchmodSync, fdatasyncSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '../make-directory.ts';

/** A file open for appending. */
export interface AppendFile {
  readonly descriptor: number;
  /** Device and inode: the same for two descriptors of one file. */
  readonly identity: string;
  /** False for pipes, terminals and devices, which cannot be put aside. */
  readonly isRegular: boolean;
  /** When it was last written to before it was opened, in milliseconds. */
  readonly modifiedAt: number;
  /** Bytes in the file, as far as is known. */
  size: number;
  /** Whether it ends in the middle of a line. */
  isTorn: boolean;
}

const { O_APPEND, O_CREAT, O_EXCL, O_WRONLY } = constants;

/** Opens or creates the file and the directories on the way. Throws what the file system throws. */
export function openAppendFile(path: string, mode: number): AppendFile {
  const descriptor = openOrCreate(path, mode);
  try {
    const stats = fstatSync(descriptor);
    const { dev, ino, size, mtimeMs } = stats;
    const isRegular = stats.isFile();
    const isTorn = isRegular && size > 0 && endsTorn(path);
    return { descriptor, identity: `${dev}:${ino}`, isRegular, modifiedAt: mtimeMs, size, isTorn };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openOrCreate(path: string, mode: number): number {
  try {
    return create(path, mode);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return openSync(path, O_WRONLY | O_APPEND | O_CREAT, mode);
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  makeDirectory(dirname(path));
  return openSync(path, O_WRONLY | O_APPEND | O_CREAT, mode);
}

/** The permissions of a file that was there belong to whoever made it; those of a new one do not depend on the umask. */
function create(path: string, mode: number): number {
  const descriptor = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL, mode);
  fchmodSync(descriptor, mode);
  return descriptor;
}

// A line takes microseconds to write, so one that is still not whole after a few milliseconds never will be.
const looks = 4;

/**
 * A process that was killed, or a disk that was full, may have left half a line. In a file that others write to as well,
 * half a line may only be on its way.
 */
function endsTorn(path: string): boolean {
  const reader = tryToRead(path);
  if (reader === undefined) return false;
  try {
    let size = -1;
    for (let look = 0; look < looks; look++) {
      if (look > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      const before = size;
      size = fstatSync(reader).size;
      if (size === 0 || lastByte(reader, size) === newline) return false;
      // It has not grown: nobody is writing.
      if (size === before && look > 1) return true;
    }
    return false;
  } finally {
    closeSync(reader);
  }
}

const newline = 0x0a;

function lastByte(reader: number, size: number): number | undefined {
  const last = Buffer.alloc(1);
  return readSync(reader, last, 0, 1, size - 1) === 0 ? undefined : last[0];
}

/** Who may write may still not be allowed to read: then the end of the file stays unknown. */
function tryToRead(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    return undefined;
  }
}

/** Writes whole lines before it returns. Throws what the file system throws, and remembers if half a line is written. */
export function append(file: AppendFile, text: string, fsync: boolean): void {
  const whole = file.isTorn ? `\n${text}` : text;
  const bytes = Buffer.byteLength(whole);
  const written = writeSync(file.descriptor, whole);
  file.size += written;
  file.isTorn = written < bytes;
  // The rest of a write that a full disk or a limit cut short: trying again brings it in, or says why not.
  if (written < bytes) appendRest(file, Buffer.from(whole).subarray(written));
  if (fsync) fdatasyncSync(file.descriptor);
}

function appendRest(file: AppendFile, rest: Buffer): void {
  let at = 0;
  while (at < rest.length) {
    const written = writeSync(file.descriptor, rest, at);
    file.size += written;
    at += written;
  }
  file.isTorn = false;
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
