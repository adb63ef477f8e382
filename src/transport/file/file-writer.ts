import { closeSync, fstatSync, fsync, linkSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { type AppendFile, append, codeOf, openAppendFile } from './append-file.ts';
import { createArchive } from './archive.ts';
import type { FileSettings } from './options.ts';
import { rotatedPath } from './rotated-names.ts';

/** What a file destination has done since it was created. */
export interface FileStats {
  /** Bytes written. */
  readonly bytes: number;
  /** How often the file was put aside. */
  readonly rotations: number;
  /** How often the file was opened anew because somebody else had moved it, or because it was asked for. */
  readonly reopened: number;
  readonly compressed: number;
  readonly deleted: number;
}

// How often the path is compared with the file that is open, so that a file moved by logrotate is noticed.
const lookEveryMs = 1000;

/** The file that is open, and when and how it is exchanged for another. */
export class FileWriter {
  readonly #settings: FileSettings;
  readonly #archive: ReturnType<typeof createArchive>;
  #file: AppendFile;
  #lookAt: number;
  #rotateAt: number;
  #bytes = 0;
  #rotations = 0;
  #reopened = 0;
  #isClosed = false;
  #retryAt = 0;
  #lastTrouble: string | undefined;

  constructor(settings: FileSettings) {
    this.#settings = settings;
    this.#file = openAppendFile(settings.path, settings.mode);
    const now = settings.clock();
    this.#lookAt = now + lookEveryMs;
    this.#rotateAt = this.#file.size === 0 ? this.#periodEnd(now) : this.#periodEnd(this.#file.modifiedAt);
    this.#archive = createArchive(settings);
    if (this.#rotates) this.#archive.tidy();
  }

  get #rotates(): boolean {
    return this.#settings.maxBytes !== Number.POSITIVE_INFINITY || this.#settings.periodMs !== undefined;
  }

  write(lines: string): void {
    if (this.#isClosed) throw new Error(`${this.#settings.path} is closed`);
    const now = this.#settings.clock();
    // A clock that was set back must not stop the looking.
    if (now >= this.#lookAt || this.#lookAt - now > lookEveryMs) this.#look(now);
    const bytes = Buffer.byteLength(lines);
    if (this.#file.size + bytes > this.#settings.maxBytes && lines.indexOf('\n') < lines.length - 1) {
      for (const line of linesOf(lines)) this.#writeOne(line, Buffer.byteLength(line), now);
    } else this.#writeOne(lines, bytes, now);
  }

  #writeOne(line: string, bytes: number, now: number): void {
    const isFull = this.#file.size > 0 && this.#file.size + bytes > this.#settings.maxBytes;
    const isDue = isFull || now >= this.#rotateAt;
    if (isDue && this.#file.isRegular && now >= this.#retryAt) this.#rotate(now);
    const before = this.#file.size;
    append(this.#file, line, this.#settings.fsync);
    this.#bytes += this.#file.size - before;
  }

  /** Follows the path where somebody else has moved or removed the file, and learns its size if it was cut. */
  #look(now: number): void {
    if (this.#file.isRegular) {
      const there = this.#atPath();
      if (there?.identity === this.#file.identity) this.#adopt(there.size);
      else this.#replace(now);
    }
    // Not after a failure: lines in a file without a name are lost, so each call tries again and throws.
    this.#lookAt = now + lookEveryMs;
    this.#rotateAt = Math.min(this.#rotateAt, this.#periodEnd(now));
    this.#retryAt = Math.min(this.#retryAt, now + lookEveryMs);
  }

  #adopt(size: number): void {
    this.#file.size = size;
    // Whoever emptied the file has taken half a line with the rest.
    if (size === 0) this.#file.isTorn = false;
  }

  #atPath(): { readonly identity: string; readonly size: number } | undefined {
    try {
      const { dev, ino, size } = statSync(this.#settings.path);
      return { identity: `${dev}:${ino}`, size };
    } catch {
      return undefined;
    }
  }

  reopen(): void {
    if (this.#isClosed) return;
    try {
      this.#replace(this.#settings.clock());
    } catch (error) {
      this.#report(error);
      this.#lookAt = 0;
    }
  }

  /** Opens the path. If that fails, lines go on into the file that is open, as long as it has a name somewhere. */
  #replace(now: number): void {
    const old = this.#file;
    try {
      this.#file = openAppendFile(this.#settings.path, this.#settings.mode);
    } catch (error) {
      if (fstatSync(old.descriptor).nlink === 0) throw error;
      this.#report(error);
      return;
    }
    closeSync(old.descriptor);
    this.#reopened++;
    this.#lastTrouble = undefined;
    if (this.#file.size === 0) this.#rotateAt = this.#periodEnd(now);
    if (this.#rotates) this.#archive.tidy();
  }

  #rotate(now: number): void {
    const there = this.#atPath();
    if (there?.identity !== this.#file.identity) {
      // Another process has put it aside.
      this.#replace(now);
      this.#rotateAt = this.#periodEnd(now);
      return;
    }
    const old = this.#file;
    if (there.size > 0 && !this.#putAside(now)) {
      this.#retryAt = now + lookEveryMs;
      return;
    }
    this.#rotateAt = this.#periodEnd(now);
    if (this.#file === old) return;
    closeSync(old.descriptor);
    this.#rotations++;
    this.#lastTrouble = undefined;
    this.#archive.tidy();
  }

  /** Says false when it failed: then everything is as before. */
  #putAside(now: number): boolean {
    const { path, mode } = this.#settings;
    const aside = rotatedPath(path, now);
    try {
      renameSync(path, aside);
      try {
        this.#file = openAppendFile(path, mode);
      } catch (error) {
        putBack(aside, path);
        throw error;
      }
      return true;
    } catch (error) {
      // Another process was faster.
      if (codeOf(error) === 'ENOENT') this.#replace(now);
      else this.#report(error);
      return false;
    }
  }

  #periodEnd(now: number): number {
    const { periodMs } = this.#settings;
    return periodMs === undefined ? Number.POSITIVE_INFINITY : (Math.floor(now / periodMs) + 1) * periodMs;
  }

  #report(error: unknown): void {
    const trouble = codeOf(error) ?? String(error);
    if (trouble === this.#lastTrouble) return;
    this.#lastTrouble = trouble;
    this.#settings.onInternalError(error);
  }

  flush(callback: (error?: Error) => void = () => {}): void {
    // Pipes and terminals have no disk to be forced to.
    if (this.#isClosed || !this.#file.isRegular) callback();
    else fsync(this.#file.descriptor, (error) => (error === null ? callback() : callback(error)));
  }

  stats(): FileStats {
    const { compressed, deleted } = this.#archive.stats;
    return { bytes: this.#bytes, rotations: this.#rotations, reopened: this.#reopened, compressed, deleted };
  }

  end(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      closeSync(this.#file.descriptor);
    } catch (error) {
      this.#report(error);
    }
  }

  archived(): Promise<void> {
    return this.#archive.done();
  }
}

/** Not by renaming: another process may have made a new file there, and must not lose it. */
function putBack(aside: string, path: string): void {
  try {
    linkSync(aside, path);
    unlinkSync(aside);
  } catch {
    // The lines go on into the file under its other name, until the path can be opened.
  }
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
