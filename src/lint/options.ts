import type { RedactOptions } from '../redact/options.ts';
import type { LintFinding, LintProblem, LintSummary } from './finding.ts';

/** Options of `lint()`; each has a default. */
export interface LintOptions {
  /** The same option as the logger's: what is looked for, and what is allowed. */
  readonly redact?: RedactOptions;
  /** Bytes read at a time. @defaultValue 1 MiB */
  readonly chunkBytes?: number;
  /** A longer line is scanned in overlapping pieces, so memory stays bounded. @defaultValue 1 MiB */
  readonly maxLineBytes?: number;
  /** Stops the run at the next chunk. */
  readonly signal?: AbortSignal;
  /** Told about a source that could not be scanned; the others still are. */
  readonly onProblem?: (problem: LintProblem) => void;
  /** Told after each chunk how many bytes the run has read in all. */
  readonly onProgress?: (bytes: number) => void;
}

/** Findings in the order of the sources, as they are met. Can be walked once. */
export interface LintRun extends AsyncIterable<LintFinding> {
  summary(): LintSummary;
}
