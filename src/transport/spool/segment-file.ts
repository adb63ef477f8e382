import {
  closeSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';

import type { RecordBuffer } from './record.ts';

/** A segment that is being written. Appends at its end, whatever happens around it. */
export class SegmentFile {
  readonly path: string;
  readonly sequence: number;
  /** Bytes of whole records. */
  size = 0;
  /** Lines in it. */
  lines = 0;
  /** A piece of a record could not be taken back: the next record needs another segment. */
  isTorn = false;
  private readonly file: number;
  private readonly inode: number;

  /** Creates the file; throws what the file system throws, also when it is there already. */
  constructor(path: string, sequence: number) {
    this.path = path;
    this.sequence = sequence;
    this.file = openSync(path, 'ax+', 0o600);
    this.inode = fstatSync(this.file).ino;
  }

  /** Appends a record. When not all of it fits, what was written is taken back, and it throws. */
  append({ bytes }: RecordBuffer, length: number): void {
    this.write(bytes, length);
  }

  /** Appends what was taken out of another segment. */
  appendBytes(bytes: Buffer): void {
    this.write(bytes, bytes.length);
  }

  private write(bytes: Buffer, length: number): void {
    let written = 0;
    try {
      written = writeSync(this.file, bytes, 0, length);
      if (written !== length) throw Object.assign(new Error('only a part was written'), { code: 'ENOSPC' });
    } catch (error) {
      // A piece that stays is passed over by readers; taking it back spares them a report of damage.
      if (written > 0) this.takeBack();
      throw error;
    }
    this.size += length;
  }

  private takeBack(): void {
    try {
      ftruncateSync(this.file, this.size);
    } catch {
      this.isTorn = true;
    }
  }

  /** Whether the file still stands where it was made. */
  isInPlace(): boolean {
    try {
      return statSync(this.path).ino === this.inode;
    } catch {
      return false;
    }
  }

  /** What was written, also after somebody has removed the file. */
  content(): Buffer {
    const bytes = Buffer.allocUnsafe(this.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(this.file, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  }

  sync(): void {
    fdatasyncSync(this.file);
  }

  /** Tells when what was written until now is on the disk itself. */
  syncSoon(done: (error: NodeJS.ErrnoException | null) => void): void {
    fdatasync(this.file, done);
  }

  /** Gives up a segment that could not be begun. */
  remove(): void {
    this.close();
    rmSync(this.path, { force: true });
  }

  close(): void {
    try {
      closeSync(this.file);
    } catch {
      // Closed already, or a descriptor that is broken: nothing is left to do with it.
    }
  }
}
