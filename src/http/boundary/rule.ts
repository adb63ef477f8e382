import type { ErrorFacts } from './facts.ts';
import type { FieldError } from './field-errors.ts';

/** What a client is told. Nothing of the error itself, unless its author marked it as meant for clients. */
export interface ErrorAnswer {
  /** 400 to 599. */
  readonly status: number;
  /** A sentence for people. @defaultValue a general one for the status */
  readonly detail?: string;
  /** Seconds until another try makes sense: the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Which members of the request are wrong, never what they hold. */
  readonly errors?: readonly FieldError[];
  /** Authentication scheme to use: the header `WWW-Authenticate` of a 401. */
  readonly challenge?: string;
  /** The `detail` comes from the error: it is cleaned before it is sent. */
  readonly isFromError?: boolean;
}

/**
 * One row of the table that turns errors into answers. It applies to errors with one of the codes or names for which
 * `when` holds; with neither codes nor names, `when` decides alone.
 */
export interface ErrorRule {
  /** Says in the log which rule gave the answer: `error_rule`. */
  readonly id: string;
  /** The error's `code`, numbers as text. */
  readonly codes?: readonly string[];
  /** The error's `name`. */
  readonly names?: readonly string[];
  readonly when?: (facts: ErrorFacts) => boolean;
  /** Also looked for in what the error wraps: `cause`, `driverError`, `original`, `parent`. */
  readonly wrapped?: boolean;
  readonly answer: ErrorAnswer | ((facts: ErrorFacts) => ErrorAnswer);
}

/** Whether a rule speaks for an error. A `when` that throws does not hold. */
export function applies({ codes, names, when }: ErrorRule, facts: ErrorFacts): boolean {
  if (codes !== undefined || names !== undefined) {
    const isListed = codes?.includes(facts.code) === true || names?.includes(facts.name) === true;
    if (!isListed) return false;
  } else if (when === undefined) return false;
  try {
    return when === undefined || when(facts);
  } catch {
    return false;
  }
}
