import { createEngine } from './engine.ts';
import type { Redactor } from './redactor.ts';
import type { RedactInput } from './settings.ts';

/**
 * Makes a redactor: text, lines or values in, the same without secrets out. Takes the `redact` option of a logger, or
 * pino's short form, an array of paths.
 *
 * Warnings, such as a known secret that is too short to look for, go to `process.emitWarning`.
 *
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createRedactor } from 'logveil/redact';
 * const redactor = createRedactor({ keys: ['loyalty number'] });
 * redactor.line('{"loyaltyNumber":"LN-2041","msg":"ok"}'); // {"loyaltyNumber":"[REDACTED:configured-key]","msg":"ok"}
 * ```
 */
export function createRedactor(options: RedactInput = {}): Redactor {
  const { line, text, value, find, stats } = createEngine(options, ({ code, message }) => {
    process.emitWarning(message, { type: 'LogveilWarning', code });
  });
  return { line, text, value, find, stats };
}
