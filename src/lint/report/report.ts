import type { Severity } from '../../rules/index.ts';
import type { LintFinding, LintProblem } from '../finding.ts';
import type { Histogram } from './histogram.ts';

/** The findings of one rule at one key path (or without one). */
export interface ReportGroup {
  /** Indexes are written as `*`. */
  readonly path?: string;
  readonly count: number;
  readonly seen?: Seen;
  /** The first few, in the order of the log. */
  readonly examples: readonly LintFinding[];
}

/** From the first to the last line with a time, in milliseconds since 1970. */
export interface Seen {
  readonly first: number;
  readonly last: number;
}

/** The findings of one rule. */
export interface ReportRule {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  readonly files: number;
  readonly seen?: Seen;
  /** Most frequent first. */
  readonly groups: readonly ReportGroup[];
}

/** What was found and is not reported, by reason. */
export interface Hidden {
  readonly baseline: number;
  readonly allowed: number;
  readonly outsideWindow: number;
  readonly otherRules: number;
}

/** What was scanned; `files` are those that were read to their end. */
export interface Scanned {
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
}

/** A run as reports show it. Its size does not grow with the findings. */
export interface Report {
  readonly scanned: Scanned;
  readonly findings: number;
  readonly severities: Readonly<Record<Severity, number>>;
  /** Most severe first, then most frequent. */
  readonly rules: readonly ReportRule[];
  /** Most findings first. */
  readonly files: readonly { readonly file: string; readonly count: number }[];
  readonly histogram: Histogram;
  readonly hidden: Hidden;
  readonly problems: readonly LintProblem[];
  /** What else the reader must know: expired entries, limits that were reached. One sentence each. */
  readonly notes: readonly string[];
  /** Stopped half-way: what was not looked at is not clean. */
  readonly stopped: boolean;
}
