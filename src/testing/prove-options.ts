import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import type { LoggerOptions } from '../logger/index.ts';

/** Options of {@link prove}; each has a default. */
export interface ProveOptions {
  /** The options your service gives to `createLogger`. @defaultValue `{}` */
  readonly logger?: LoggerOptions;
  /** A directory with fixtures of your own, in `rules/`, `carriers/` and `benign/`, run beside logveil's. */
  readonly fixtures?: string;
  /** Files with lines of your own logs: they must come out as they are, but for what stands between `⟦` and `⟧`. */
  readonly samples?: readonly string[];
  /** Rules or packs to run alone, without the harmless lines, to come back to a leak quickly. @defaultValue all that are on */
  readonly only?: readonly string[];
  /**
   * Sends each secret through one carrier in so many, always the same ones, for a quick look.
   * @defaultValue 1
   */
  readonly every?: number;
  /** Stops the run; what was run until then is reported. */
  readonly signal?: AbortSignal;
  /** Told now and then how many of all crossings have been made. */
  readonly onProgress?: (done: number, all: number) => void;
}

// `satisfies` keeps the list in step with the type: a forgotten name does not compile.
const NAMES = {
  logger: true,
  fixtures: true,
  samples: true,
  only: true,
  every: true,
  signal: true,
  onProgress: true,
} satisfies Record<keyof ProveOptions, true>;

/** Checks what is prove's own; `logger` is checked where the logger is made. Throws `OptionsError`. */
export function checkProve(options: ProveOptions): void {
  const problems: Problem[] = Object.keys(options)
    .filter((option) => !Object.hasOwn(NAMES, option))
    .map((option) => ({ option, message: `is not an option of prove()${didYouMean(option, Object.keys(NAMES))}` }));
  const { fixtures, samples, only, every }: Partial<Record<string, unknown>> = { ...options };
  if (fixtures !== undefined && typeof fixtures !== 'string') {
    problems.push({ option: 'fixtures', message: `must be the path of a directory, got ${describe(fixtures)}` });
  }
  if (samples !== undefined && !(Array.isArray(samples) && samples.every((file) => typeof file === 'string'))) {
    problems.push({ option: 'samples', message: `must be an array of paths, got ${describe(samples)}` });
  }
  if (
    only !== undefined &&
    !(Array.isArray(only) && only.length > 0 && only.every((name) => typeof name === 'string'))
  ) {
    problems.push({ option: 'only', message: `must be an array of rules or packs, got ${describe(only)}` });
  }
  if (every !== undefined && !(Number.isSafeInteger(every) && Number(every) >= 1)) {
    problems.push({ option: 'every', message: `must be a whole number >= 1, got ${describe(every)}` });
  }
  if (problems.length > 0) throw new OptionsError('prove() was given bad options', problems);
}
