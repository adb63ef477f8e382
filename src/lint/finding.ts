import type { Severity } from '../rules/rule.ts';

/** One leak in one place. It says where and what kind, and never holds the value or a part of it. */
export interface LintFinding {
  /** The file as it was named by the caller. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
  /** Bytes from the start of the file (of its UTF-8 form, for UTF-16 files) to the start of the line. */
  readonly lineOffset: number;
  readonly rule: string;
  readonly severity: Severity;
  /** The key path, where the notation has one; cleaned like any other text, and at most 200 characters. */
  readonly path?: string;
}

/** A source that could not be scanned, wholly or to its end. */
export interface LintProblem {
  readonly file: string;
  readonly code: 'missing' | 'directory' | 'unreadable' | 'binary' | 'failed';
  /** One sentence: what happened and what to do. */
  readonly message: string;
}

/** The findings of one rule. */
export interface RuleCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
  readonly files: number;
  readonly first: LintFinding;
}

/** What a run has seen so far; final when the run has ended. */
export interface LintSummary {
  /** Sources scanned to the end. */
  readonly files: number;
  readonly lines: number;
  readonly bytes: number;
  readonly findings: number;
  /** Most severe first, then most frequent. */
  readonly rules: readonly RuleCount[];
  readonly problems: readonly LintProblem[];
}
