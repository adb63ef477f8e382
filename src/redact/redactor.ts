import type { Rule } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import type { MemberCleaner } from './members.ts';
import type { RedactOptions } from './options.ts';

/** Counts since the redactor was made. Never values. */
export interface RedactorStats {
  readonly lines: number;
  readonly findings: number;
  /** Lines replaced by a marker record because the redactor itself failed. */
  readonly failures: number;
  readonly byRule: Readonly<Record<string, number>>;
}

/** The scanner and the censors behind one small interface. All methods are synchronous and never throw. */
export interface Redactor {
  /** Cleans one log line (JSON or not). A JSON line stays one valid JSON line; a trailing newline is kept. */
  line(text: string): string;
  /** Cleans any text, several lines included. */
  text(text: string): string;
  /** A clean deep copy; the input is never changed. */
  value(value: unknown): unknown;
  /** Findings in the text as given, in order. */
  find(text: string): Finding[];
  stats(): RedactorStats;
}

/** What the logger needs beyond the public door. Not exported from the package. */
export interface RedactorEngine extends Redactor {
  /** A redactor with everything this one hides and more: allow entries, packs and censors of the parent stay. */
  extend(options: RedactOptions | readonly string[]): RedactorEngine;
  /** Every rule in force, configured paths included: `lint` builds its finder over bytes from the same ones. */
  readonly rules: readonly Rule[];
  /** How often something could not be cleaned or searched since the start; what was asked then is not clean. */
  failures(): number;
  /**
   * True when no rule can begin in a text inside the quotes of a line: a line of such parts needs no search. Absent when
   * more is looked for than rules that begin somewhere: paths, known secrets, expressions without an anchor.
   */
  readonly isQuiet: ((text: string) => boolean) | undefined;
  /** Absent when `isQuiet` is. */
  readonly members: MemberCleaner | undefined;
  /** Present when `paths` are configured: returns a copy of the record with those paths censored by fast-redact. */
  readonly cleanPaths: ((record: Readonly<Record<string, unknown>>) => Record<string, unknown>) | undefined;
}
