/** One thing wrong with one option. `got` is described by type and size, never by content. */
export interface Problem {
  /** Dotted name from the root of the options: `redact.packs[1]`. */
  readonly option: string;
  /** What must hold and what was got: `must be one of …, got "secert" (did you mean "secrets"?)`. */
  readonly message: string;
}

/**
 * Thrown when something is created from bad options. Lists every problem at once.
 *
 * @example
 * ```ts
 * import { createLogger, OptionsError } from 'logveil';
 * try {
 *   createLogger({ levle: 'info' } as object);
 * } catch (error) {
 *   if (error instanceof OptionsError) console.error(error.problems.length); // 1
 * }
 * ```
 */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
  readonly code: 'LOGVEIL_OPTIONS' | 'LOGVEIL_ENV';
  readonly problems: readonly Problem[];

  constructor(what: string, problems: readonly Problem[], code: OptionsError['code'] = 'LOGVEIL_OPTIONS') {
    const lines = problems.map(({ option, message }) => `  - ${option} ${message}`);
    super(`${what}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}\n${lines.join('\n')}`);
    this.code = code;
    this.problems = problems;
  }
}

/** The same of an error that another copy of this package threw: the command line has one beside what a configuration loads. */
export function isOptionsError(error: unknown): error is OptionsError {
  return error instanceof Error && error.name === 'OptionsError' && 'problems' in error;
}
