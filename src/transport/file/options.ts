import { describe, didYouMean, OptionsError, type Problem } from '../../errors/index.ts';

/** Options of {@link createFileDestination}. */
export interface FileOptions {
  /** The file that is written. Directories on the way are created, readable by the owner alone. */
  readonly path: string;
  /** The file is put aside before a line would make it larger than this many bytes. @defaultValue never */
  readonly maxBytes?: number;
  /**
   * The file is put aside with the first line of a new hour or day (UTC), or of a new period of so many milliseconds,
   * counted from 1970. @defaultValue never
   */
  readonly every?: 'hour' | 'day' | number;
  /** Whether files put aside are compressed with gzip, in the background. @defaultValue true */
  readonly compress?: boolean;
  /** How many files put aside are kept; the oldest go first. @defaultValue all */
  readonly keepFiles?: number;
  /** How many bytes the files put aside may have together; the oldest go first. @defaultValue no bound */
  readonly keepBytes?: number;
  /** How long files put aside are kept, in milliseconds. Looked at when a file is put aside. @defaultValue for ever */
  readonly keepMs?: number;
  /** Permissions of files that are created. @defaultValue 0o600 */
  readonly mode?: number;
  /** A signal at which the file is opened anew. Listening to it replaces what Node would do. @defaultValue none */
  readonly reopenOn?: 'SIGHUP' | 'SIGUSR2';
  /** Whether each line is forced to the disk before the log call returns. @defaultValue false */
  readonly fsync?: boolean;
  /** Told about trouble that does not stop logging, once per kind: a file that cannot be compressed, for example. */
  readonly onInternalError?: (error: Error) => void;
  /** Source of time, milliseconds since the epoch; tests pass their own. @defaultValue Date.now */
  readonly clock?: () => number;
}

export interface FileSettings {
  readonly path: string;
  readonly maxBytes: number;
  readonly periodMs: number | undefined;
  readonly compress: boolean;
  readonly keepFiles: number;
  readonly keepBytes: number;
  readonly keepMs: number;
  readonly mode: number;
  readonly reopenOn: 'SIGHUP' | 'SIGUSR2' | undefined;
  readonly fsync: boolean;
  /** Never throws. */
  readonly onInternalError: (error: unknown) => void;
  readonly clock: () => number;
}

const hour = 3_600_000;

/** Throws an OptionsError that lists everything wrong. */
export function resolveFile(options: FileOptions): FileSettings {
  const problems = checkFileOptions(options);
  if (problems.length > 0) throw new OptionsError('createFileDestination was refused', problems);
  const { every } = options;
  return {
    path: options.path,
    maxBytes: options.maxBytes ?? Number.POSITIVE_INFINITY,
    periodMs: typeof every === 'string' ? periods[every] : every,
    compress: options.compress ?? true,
    keepFiles: options.keepFiles ?? Number.POSITIVE_INFINITY,
    keepBytes: options.keepBytes ?? Number.POSITIVE_INFINITY,
    keepMs: options.keepMs ?? Number.POSITIVE_INFINITY,
    mode: options.mode ?? 0o600,
    reopenOn: options.reopenOn,
    fsync: options.fsync ?? false,
    onInternalError: guarded(options.onInternalError ?? ((error) => process.emitWarning(error))),
    clock: options.clock ?? Date.now,
  };
}

/** Whoever is told must not keep a line from being written. */
function guarded(tell: (error: Error) => void): FileSettings['onInternalError'] {
  return (error) => {
    try {
      tell(error instanceof Error ? error : new Error(String(error)));
    } catch {
      // There is nobody else to tell.
    }
  };
}

const periods = { hour, day: 24 * hour } as const;

function checkFileOptions(options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [{ option: 'options', message: `must be an object with a path, got ${describe(options)}` }];
  }
  const problems = Object.entries(options).flatMap(([option, value]): Problem[] => {
    const rule = Object.hasOwn(rules, option) ? Reflect.get(rules, option) : undefined;
    if (rule === undefined) return [{ option, message: `is not an option${didYouMean(option, Object.keys(rules))}` }];
    if (value === undefined || rule.holds(value)) return [];
    return [{ option, message: `must be ${rule.wanted}, got ${describe(value)}` }];
  });
  if (Reflect.get(options, 'path') === undefined) problems.push({ option: 'path', message: 'is missing' });
  return problems;
}

interface Rule {
  readonly wanted: string;
  readonly holds: (value: unknown) => boolean;
}

const callable: Rule = { wanted: 'a function', holds: (value) => typeof value === 'function' };
const flag: Rule = { wanted: 'true or false', holds: (value) => typeof value === 'boolean' };

// The compiler asks for a line here when an option is added.
const rules = {
  path: { wanted: 'a path', holds: (value) => typeof value === 'string' && value !== '' && !value.includes('\0') },
  maxBytes: wholeNumber(1),
  every: {
    wanted: "'hour', 'day' or milliseconds >= 1000",
    holds: (value) => value === 'hour' || value === 'day' || (Number.isSafeInteger(value) && Number(value) >= 1000),
  },
  compress: flag,
  keepFiles: wholeNumber(0),
  keepBytes: wholeNumber(0),
  keepMs: wholeNumber(0),
  mode: {
    wanted: 'permissions that let the owner write, such as 0o600',
    holds: (value) => Number.isInteger(value) && Number(value) <= 0o777 && (Number(value) & 0o200) !== 0,
  },
  reopenOn: { wanted: "'SIGHUP' or 'SIGUSR2'", holds: (value) => value === 'SIGHUP' || value === 'SIGUSR2' },
  fsync: flag,
  onInternalError: callable,
  clock: callable,
} satisfies Record<keyof FileOptions, Rule>;

function wholeNumber(min: number): Rule {
  const wanted = `a whole number >= ${min}`;
  return { wanted, holds: (value) => Number.isSafeInteger(value) && Number(value) >= min };
}
