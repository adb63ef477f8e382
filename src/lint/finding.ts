import type { Confidence, Severity } from '../rules/rule.ts';

/** One leak in one place. It says where and what kind, and never holds the value. */
export interface LintFinding {
  /** The file as it was named by the caller, or met in a directory. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units, as editors count. */
  readonly column: number;
  /**
   * Bytes from the start of the file to the value: of the unpacked content of a compressed file, and of the UTF-8 form
   * (without the byte order mark) of one in UTF-16.
   */
  readonly byteOffset: number;
  readonly rule: string;
  readonly pack: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** The key path, such as `req.headers.authorization`, where the line is JSON; cleaned, at most 200 characters. */
  readonly path?: string;
  /** The time the line itself tells, in milliseconds since 1970. */
  readonly time?: number;
  /** What may be shown of the value: a class of length, and the ends of a long token; nothing else. */
  readonly preview: string;
  /**
   * 128 bits of HMAC-SHA256 over rule and value, in hexadecimal: equal values of one rule have the same one under one
   * key, and nobody guesses a short value without the key.
   */
  readonly fingerprint: string;
}

/** A source that could not be scanned, wholly or to its end. */
export interface LintProblem {
  readonly file: string;
  readonly code:
    | 'missing'
    | 'directory'
    | 'unreadable'
    | 'binary'
    | 'special'
    | 'loop'
    | 'changed'
    | 'truncated'
    | 'corrupt'
    | 'failed';
  /** One sentence: what happened and what to do. */
  readonly message: string;
}

/** Something worth knowing about a source that was scanned all the same. */
export interface LintNotice {
  readonly file: string;
  readonly code: 'grew';
  /** One sentence. */
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
  readonly notices: readonly LintNotice[];
}
