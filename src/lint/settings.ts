import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import type { RedactOptions } from '../redact/options.ts';
import type { LintOptions } from './options.ts';

/** {@link LintOptions}, resolved once. */
export interface LintSettings {
  readonly redact: RedactOptions;
  readonly chunkBytes: number;
  readonly maxLineBytes: number;
  /** What neighbouring pieces of a long line share on either side. */
  readonly overlapBytes: number;
  readonly signal: AbortSignal | undefined;
  readonly onProblem: LintOptions['onProblem'];
  readonly onProgress: LintOptions['onProgress'];
}

const MEBIBYTE = 1 << 20;
// A secret and its name must fit: the longest known kind is a 16384-bit RSA key in PEM, about 13 KB.
const OVERLAP = 1 << 16;
// `satisfies` keeps the list in step with the type: a forgotten name does not compile.
const NAMES = {
  redact: true,
  chunkBytes: true,
  maxLineBytes: true,
  signal: true,
  onProblem: true,
  onProgress: true,
} satisfies Record<keyof LintOptions, true>;

/** Checks what is lint's own; `redact` is checked where the engine is made. Throws `OptionsError`. */
export function resolveLint(options: LintOptions): LintSettings {
  const problems: Problem[] = [];
  for (const option of Object.keys(options)) {
    if (!Object.hasOwn(NAMES, option)) problems.push(unknownOption(option));
  }
  const maxLineBytes = wholeNumber('maxLineBytes', options.maxLineBytes, problems);
  const settings = {
    redact: options.redact ?? {},
    chunkBytes: wholeNumber('chunkBytes', options.chunkBytes, problems),
    maxLineBytes,
    overlapBytes: Math.min(OVERLAP, maxLineBytes),
    signal: options.signal,
    onProblem: options.onProblem,
    onProgress: options.onProgress,
  };
  if (problems.length > 0) throw new OptionsError('lint() was given bad options', problems);
  return settings;
}

function unknownOption(option: string): Problem {
  return { option, message: `is not an option of lint()${didYouMean(option, Object.keys(NAMES))}` };
}

/** One byte to 64 MiB: more would break the promise of bounded memory. */
function wholeNumber(option: string, value: number | undefined, problems: Problem[]): number {
  if (value === undefined) return MEBIBYTE;
  if (Number.isInteger(value) && value >= 1 && value <= 64 * MEBIBYTE) return value;
  problems.push({ option, message: `must be a whole number of bytes from 1 to 67108864, got ${describe(value)}` });
  return MEBIBYTE;
}
