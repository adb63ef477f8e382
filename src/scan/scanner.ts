import type { Hit } from './finding.ts';
import type { MemberReader } from './members.ts';
import type { TextMode } from './text-mode.ts';

/** Compiled rules, ready to run. */
export interface Scanner {
  /** What was found, sorted, without overlaps. The same empty array when there is nothing. */
  scan(text: string, mode: TextMode): readonly Hit[];
  /**
   * True when no rule can begin in this text inside the quotes of a JSON line. Absent when some rule could begin in one
   * member of a record and go on in the next.
   */
  readonly isQuiet: ((text: string) => boolean) | undefined;
  /** Absent when `isQuiet` is. One for each redactor: it keeps what that one has made of texts. */
  readonly createMembers: (() => MemberReader) | undefined;
  /** Bytes and places looked at so far; tests count them to show that work grows linearly. */
  readonly steps: number;
}
