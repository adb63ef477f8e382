import { writeSync } from 'node:fs';
import { OptionsError } from '../errors/index.ts';
import { createEngine } from '../redact/engine.ts';
import { answerRulesOf } from '../redact/of-logger.ts';
import type { RedactInput } from '../redact/settings.ts';
import type { Delivery } from '../transport/delivery.ts';
import { assembleLogger } from './assemble.ts';
import { checkLoggerOptions } from './check-options.ts';
import { installControls, type LogveilLogger } from './controls.ts';
import { noDestination, resolveDestination } from './destination.ts';
import type { LoggerDestination, LoggerOptions } from './options.ts';
import { createReporter, warningHandler } from './report.ts';
import { warnIfSentTwice } from './sent-twice.ts';
import { endpointOf, startDelivery } from './start-delivery.ts';
import { type Internals, type LoggerStats, stateSym, streamSym } from './state.ts';

/**
 * A pino logger whose lines are safe to ship: secrets and personal data are gone before a line reaches the destination,
 * and Loki reads its level, time, service and ids. What each of pino's options means here is in the README.
 *
 * @param destination as pino's second argument, a path or a file descriptor. @defaultValue standard output
 * @throws OptionsError that lists everything wrong with the options
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * const logger = createLogger({ service: 'checkout', env: 'production', version: '1.4.2' });
 * logger.info({ orderId: 17, password: 'hunter2' }, 'order placed');
 * ```
 */
export function createLogger<CustomLevels extends string = never, UseOnlyCustomLevels extends boolean = boolean>(
  options: LoggerOptions<CustomLevels, UseOnlyCustomLevels> = {},
  destination?: LoggerDestination,
): LogveilLogger<CustomLevels, UseOnlyCustomLevels> {
  const own = ownMembers(options);
  const problems = checkLoggerOptions(own);
  if (problems.length > 0) throw new OptionsError('createLogger was refused', problems);
  // The casts hold: custom levels only add names, which pino makes callable itself.
  const known = own as LoggerOptions;
  const warn = warningHandler(known.onInternalError);
  const report = createReporter(warn);
  const endpoint = endpointOf(known);
  const stream =
    endpoint?.settings.local === false
      ? noDestination(known, destination, endpoint.option)
      : resolveDestination(known, destination);
  let delivery: Delivery | undefined;
  const engine = createEngine(known.redact as RedactInput | undefined, warn);
  const logger = assembleLogger(known, {
    engine,
    stream,
    fallback: writeToStandardError,
    report,
    spool: endpoint === undefined ? undefined : (line, timeMs) => delivery?.append(line, timeMs),
  });
  // Last, so that nothing that was refused has left a thread behind.
  if (endpoint !== undefined) {
    warnIfSentTwice(Reflect.get(logger, streamSym), warn);
    delivery = startDelivery(endpoint, { report, warn: (fields, message) => logger.warn?.(fields, message) });
  }
  installControls(logger as unknown as Internals, delivery);
  // The finder's tables are made for the first text: when the program is done with its start, if no line came before.
  setImmediate(() => engine.find('    ')).unref();
  return logger as unknown as LogveilLogger<CustomLevels, UseOnlyCustomLevels>;
}

/** What a polluted Object.prototype holds is no option. What is no object at all is refused by the checks. */
function ownMembers(options: unknown): unknown {
  const isObject = typeof options === 'object' && options !== null && !Array.isArray(options);
  return isObject ? Object.assign(Object.create(null), options) : options;
}

/**
 * What a logger has written, withheld, cut and failed to hand on since it was created, its children included.
 * `undefined` for a logger that is not one of {@link createLogger}'s.
 *
 * @example
 * ```ts
 * import { createLogger, loggerStats } from 'logveil';
 * const logger = createLogger();
 * logger.info('ready');
 * loggerStats(logger); // { lines: 1, withheld: 0, cut: 0, refused: 0 }
 * ```
 */
export function loggerStats(logger: object): LoggerStats | undefined {
  // A cast that holds: the key is logveil's own, so what stands there is a state or nothing.
  const state = (logger as Partial<Internals>)[stateSym];
  if (state === undefined) return undefined;
  const { lines, withheld, cut, refused } = state.shared.stats;
  return { lines, withheld: withheld + state.engine.failures(), cut, refused };
}

answerRulesOf((logger) => {
  // A cast that holds: the key is logveil's own, so what stands there is a state or nothing.
  const state = (logger as Partial<Internals>)[stateSym];
  if (state === undefined) return undefined;
  const { engine, shared } = state;
  return { engine, root: shared, service: JSON.parse(`{${shared.serviceText.slice(1)}}`) };
});

function writeToStandardError(line: string): void {
  try {
    writeSync(2, line);
  } catch {
    // Standard error is closed or full: the line is counted as refused, and there is no place left for it.
  }
}
