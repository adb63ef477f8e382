import type { Hit } from './finding.ts';

/** `json`: the text is one JSON document, so a backslash always starts an escape. `text`: anything else. */
export type TextMode = 'json' | 'text';

/** Compiled rules, ready to run. */
export interface Scanner {
  /** What was found, sorted, without overlaps. The same empty array when there is nothing. */
  scan(text: string, mode: TextMode): readonly Hit[];
  /**
   * True when no rule can begin in this text inside the quotes of a JSON line. Absent when some rule could begin in one
   * member of a record and go on in the next.
   */
  readonly isQuiet: ((text: string) => boolean) | undefined;
  /** Bytes and places looked at so far; tests count them to show that work grows linearly. */
  readonly steps: number;
}
