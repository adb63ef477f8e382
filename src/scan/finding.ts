import type { Confidence, Rule, Severity } from '../rules/rule.ts';

/** What was found: a rule and a span, never the value. Offsets are UTF-16 units into the text as given. */
export interface Finding {
  readonly rule: string;
  readonly start: number;
  readonly end: number;
  readonly path?: string;
  /** The rule's, or `info` for a key from a provider's documentation. */
  readonly severity: Severity;
  /** Where the issuer's check digits were asked: `high` when they fit, `low` when they do not. */
  readonly confidence?: Confidence;
}

/** A finding as the scanner hands it to the redactor, with what an edit needs to know. */
export interface Hit {
  readonly rule: Rule;
  start: number;
  end: number;
  /**
   * -1: the span is text inside a string or free text. 0 or more: the span is a whole unquoted JSON value
   * (number, object, array) and its replacement needs quotes, each with this many backslashes before it.
   */
  readonly quoting: number;
  /** The hit was found under a sensitive name, so its text is worth looking for elsewhere in the line. */
  readonly named: boolean;
}
