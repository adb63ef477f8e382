import type { Logger } from 'pino';
import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import { onSignals } from '../process/on-signals.ts';

/** Options of {@link installProcessHandlers}. */
export interface ProcessHandlerOptions {
  /** Writes the last lines: one of `createLogger`'s. */
  readonly logger: Logger;
  /** Longest wait for lines to be delivered before the process ends. @defaultValue 2000 */
  readonly flushWithinMs?: number;
  /** Signals on which lines are flushed. @defaultValue `['SIGTERM', 'SIGINT']` */
  readonly signals?: readonly NodeJS.Signals[];
}

/**
 * The last safety net of a process. An uncaught exception or an unhandled rejection is logged at `fatal`, with the id
 * of the request that caused it; lines are flushed, and the process ends with exit code 1. On SIGTERM and SIGINT lines
 * are flushed; the signal then ends the process as it always did, unless the application listens for it as well and so
 * decides itself.
 *
 * Nothing is installed by creating a logger: this is one call of its own, and other listeners keep working beside it.
 *
 * @returns a function that takes the handlers away again
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger, installProcessHandlers } from 'logveil';
 * const logger = createLogger({ service: 'checkout' });
 * installProcessHandlers({ logger });
 * ```
 */
export function installProcessHandlers(options: ProcessHandlerOptions): () => void {
  const problems = checkOptions(options);
  if (problems.length > 0) throw new OptionsError('installProcessHandlers was refused', problems);
  const { logger, flushWithinMs = 2_000, signals = ['SIGTERM', 'SIGINT'] } = options;
  const flush = (): Promise<void> => flushLogger(logger, flushWithinMs);
  const crash = crashHandler(logger, flush);
  const onException = (error: unknown, origin: string): void => {
    // A rejection that nobody listens for comes as an exception, too; the listener below has logged it.
    if (origin !== 'unhandledRejection') crash(error, 'uncaught exception');
  };
  const onRejection = (reason: unknown): void => crash(reason, 'unhandled rejection');
  process.on('uncaughtException', onException);
  process.on('unhandledRejection', onRejection);
  const removeSignals = onSignals(signals, flush);
  return () => {
    process.removeListener('uncaughtException', onException);
    process.removeListener('unhandledRejection', onRejection);
    removeSignals();
  };
}

/** Logs every crash, and ends the process after the first. */
function crashHandler(logger: Logger, flush: () => Promise<void>): (error: unknown, message: string) => void {
  let isEnding = false;
  return (error, message) => {
    logger.fatal(
      { err: isShowable(error) ? error : new Error(`a value that is no error: ${describe(error)}`) },
      message,
    );
    if (isEnding) return;
    isEnding = true;
    process.exitCode = 1;
    void flush().then(() => process.exit(1));
  };
}

function isShowable(error: unknown): boolean {
  return typeof error === 'string' || (typeof error === 'object' && error !== null);
}

/**
 * Waits until the logger's lines are delivered, or for `withinMs`. Works with loggers whose `flush` answers with a
 * promise and with pino's, which takes a callback. Never rejects.
 */
function flushLogger(logger: Logger, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(resolve, withinMs);
    const done = (): void => {
      clearTimeout(deadline);
      resolve();
    };
    startFlush(logger, withinMs, done);
  });
}

function startFlush(logger: Logger, withinMs: number, done: () => void): void {
  // A cast that holds: what a `flush` takes and gives is found out below.
  const flush = logger.flush as unknown as (argument?: unknown) => unknown;
  try {
    const answer = flush.call(logger, { timeoutMs: withinMs });
    if (isThenable(answer)) return void answer.then(done, done);
  } catch {
    // pino's takes nothing but a callback, and says so by throwing.
  }
  try {
    flush.call(logger, done);
  } catch {
    done();
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}

const optionNames = ['logger', 'flushWithinMs', 'signals'] satisfies readonly (keyof ProcessHandlerOptions)[];

function checkOptions(options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null) {
    return [{ option: 'options', message: `must be an object with a logger, got ${describe(options)}` }];
  }
  const problems: Problem[] = Object.keys(options)
    .filter((name) => !optionNames.some((known) => known === name))
    .map((name) => ({ option: name, message: `is not an option${didYouMean(name, optionNames)}` }));
  const { logger, flushWithinMs, signals }: { [Name in keyof ProcessHandlerOptions]?: unknown } = options;
  if (typeof logger !== 'object' || logger === null || !('fatal' in logger)) {
    problems.push({ option: 'logger', message: `must be a logger of createLogger, got ${describe(logger)}` });
  }
  // A minute: longer than any orchestrator waits before it kills (Kubernetes: 30 s by default).
  const isWait = typeof flushWithinMs === 'number' && flushWithinMs >= 0 && flushWithinMs <= 60_000;
  if (flushWithinMs !== undefined && !isWait) {
    problems.push({ option: 'flushWithinMs', message: `must be 0 to 60000, got ${describe(flushWithinMs)}` });
  }
  if (signals !== undefined && !(Array.isArray(signals) && signals.every((name) => /^SIG[A-Z0-9]+$/.test(name)))) {
    problems.push({ option: 'signals', message: `must be a list of signal names, got ${describe(signals)}` });
  }
  return problems;
}
