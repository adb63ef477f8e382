import type { FileScanner } from './file-scanner.ts';
import type { LintFinding } from './finding.ts';

/** What came out of a few chunks. Lines are counted from where the unit begins. */
export interface Batch {
  readonly findings: readonly LintFinding[];
  /** Bytes of text that were looked at. */
  readonly bytes: number;
  /** Bytes that were read for it: fewer in a compressed file. */
  readonly bytesRead: number;
}

/** How often it is told how far a unit is, when there is nothing else to tell. */
export const TELL_BYTES: number = 4 << 20;

/** How bytes are read and lines are cut. */
export interface ReadSettings {
  readonly chunkBytes: number;
  readonly maxLineBytes: number;
  readonly overlapBytes: number;
  /** Reading may hold the thread up, which nobody else needs. @defaultValue false */
  readonly blocking?: boolean;
}

/** A scan under way. */
export interface Scan {
  readonly scanner: FileScanner;
  readonly read: ReadSettings;
}
