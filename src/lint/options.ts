import type { RedactOptions } from '../redact/options.ts';
import type { LintFinding, LintNotice, LintProblem, LintSummary } from './finding.ts';
import type { Shard } from './plan.ts';
import type { Threads } from './threads.ts';

/** Which files of directories and patterns are scanned; files that are named are, always. */
export interface InputOptions {
  /** Only files that match one of these patterns, in the syntax of `.gitignore`: `['*.log', '*.gz']`. */
  readonly include?: readonly string[];
  /** No files or directories that match one of these. */
  readonly exclude?: readonly string[];
  /** Larger files are cut into ranges of this length, for threads and shards. @defaultValue 16 MiB */
  readonly rangeBytes?: number;
}

/** Options of `lint()`; each has a default. */
export interface LintOptions extends InputOptions {
  /** The same option as the logger's: what is looked for, and what is allowed. */
  readonly redact?: RedactOptions;
  /**
   * Key of the fingerprints, 16 bytes or more: the same key gives the same fingerprints in every run. Keep it where the
   * baseline is. @defaultValue random for each run
   */
  readonly fingerprintKey?: Uint8Array;
  /**
   * Also tell what Loki would refuse or misread, as findings of rules `loki-…`; `loki-label-value` tells one value of a
   * would-be label and is to be counted, not shown. Every line is looked at, so it takes longer. @defaultValue false
   */
  readonly loki?: boolean;
  /** Also tell where something was redacted already, as findings of `redaction-marker`. @defaultValue false */
  readonly markers?: boolean;
  /**
   * Threads, the caller's among them; `'auto'` up to 3 where there is work for them. With functions in `redact.rules` it
   * is 1, because functions cannot be sent to a thread. What is found, and in which order, is always the same. @defaultValue 1
   */
  readonly threads?: Threads;
  /** Scan only this part of the work: the parts of all shards together are exactly the whole. */
  readonly shard?: Shard;
  /** Bytes read at a time, and searched without a break of the event loop. @defaultValue 2 MiB */
  readonly chunkBytes?: number;
  /** A longer line is scanned in overlapping pieces, so memory stays bounded. @defaultValue 1 MiB */
  readonly maxLineBytes?: number;
  /** Stops the run within a few chunks. */
  readonly signal?: AbortSignal;
  /** Told about a source that could not be scanned; the others still are. */
  readonly onProblem?: (problem: LintProblem) => void;
  /** Told about what is worth knowing of a source that was scanned. */
  readonly onNotice?: (notice: LintNotice) => void;
  /** Told every few chunks how far the run has come. */
  readonly onProgress?: (progress: LintProgress) => void;
}

/** How far a run has come. */
export interface LintProgress {
  /** Bytes read from files, compressed ones as they lie on the disk. */
  readonly bytesRead: number;
  /** What there is to read in all; undefined when a stream is among the sources. */
  readonly totalBytes: number | undefined;
}

/** Findings in the order of the sources, as they are met. Can be walked once. */
export interface LintRun extends AsyncIterable<LintFinding> {
  summary(): LintSummary;
}
