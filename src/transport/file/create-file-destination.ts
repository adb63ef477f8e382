import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { type FileStats, FileWriter } from './file-writer.ts';
import { type FileOptions, resolveFile } from './options.ts';

/** A destination for createLogger and pino. Everything that `write` was given is in the file when it returns. */
export interface FileDestination {
  /** Writes one or more whole lines, each with its line break. Throws when the file cannot be written to. */
  write(lines: string): void;
  /** Forces what was written to the disk, then calls back. */
  flush(callback?: (error?: Error) => void): void;
  /** Does nothing: nothing is ever held back. */
  flushSync(): void;
  /** Opens the path anew, as `reopenOn` does. Never throws: what goes wrong is told to `onInternalError`. */
  reopen(): void;
  stats(): FileStats;
  /** Closes the file. What is not compressed yet may be left to the next process. */
  end(): void;
  /** Closes the file and resolves when what was put aside is compressed. */
  close(): Promise<void>;
}

/**
 * Writes lines to a file that is put aside by size or time, compressed, and deleted by count, bytes or age. Writes are
 * synchronous: a process that is killed a moment later has lost nothing.
 *
 * @throws OptionsError that lists everything wrong with the options; what the file system throws if the file cannot be
 * opened
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { createFileDestination } from 'logveil/file';
 * const file = createFileDestination({ path: 'logs/app.log', maxBytes: 100_000_000, every: 'day', keepFiles: 14 });
 * const logger = createLogger({ service: 'checkout' }, file);
 * logger.info('ready');
 * ```
 */
export function createFileDestination(options: FileOptions): FileDestination {
  const settings = resolveFile(options);
  const writer = new FileWriter({ ...settings, path: realPath(settings.path) });
  const reopen = (): void => writer.reopen();
  const { reopenOn } = settings;
  if (reopenOn !== undefined) process.on(reopenOn, reopen);
  const end = (): void => {
    if (reopenOn !== undefined) process.removeListener(reopenOn, reopen);
    writer.end();
  };
  return {
    write: (lines) => writer.write(lines),
    flush: (callback) => writer.flush(callback),
    flushSync: () => {},
    reopen,
    stats: () => writer.stats(),
    end,
    async close() {
      end();
      await writer.archived();
    },
  };
}

/** What a symbolic link leads to is what is put aside, not the link. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
