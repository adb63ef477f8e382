import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { segmentPath, segmentsIn } from './names.ts';

/** A segment as the file system sees it. */
export interface SegmentSize {
  readonly sequence: number;
  readonly bytes: number;
  readonly touchedMs: number;
}

/** The segment files of a writer's folder, one of them open for reading. Never throws but where it says so. */
export class LaneFiles {
  private readonly folder: string;
  private file: { readonly sequence: number; readonly descriptor: number } | undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Numbers of the segments that are there, the oldest first. */
  sequences(): number[] {
    try {
      return segmentsIn(readdirSync(this.folder));
    } catch {
      return [];
    }
  }

  sizeOf(sequence: number): SegmentSize {
    try {
      const { size, mtimeMs } = statSync(segmentPath(this.folder, sequence));
      return { sequence, bytes: size, touchedMs: mtimeMs };
    } catch {
      return { sequence, bytes: 0, touchedMs: 0 };
    }
  }

  /** A descriptor of a segment, which stays open until another is asked for; `undefined` when it cannot be read. */
  open(sequence: number): number | undefined {
    if (this.file?.sequence === sequence) return this.file.descriptor;
    this.close();
    try {
      this.file = { sequence, descriptor: openSync(segmentPath(this.folder, sequence), 'r') };
      return this.file.descriptor;
    } catch {
      return undefined;
    }
  }

  /** Throws what the file system throws, but not when it is gone already. */
  remove(sequence: number): void {
    rmSync(segmentPath(this.folder, sequence), { force: true });
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file.descriptor);
    this.file = undefined;
  }
}
