import { describe, OptionsError } from '../errors/index.ts';
import { rulesOf } from '../redact/of-logger.ts';
import { telemetryState } from './running.ts';

/**
 * Gives the running telemetry a logger that was made after it started, as every logger is with `node --import
 * logveil/otel/register`: from now on its rules clean spans and log records as well (instead of the default ones, when
 * none were asked for), and its counts are in the metrics.
 *
 * @returns false when no telemetry runs, and nothing is done
 * @throws OptionsError when it is no logger of `createLogger`
 *
 * @example
 * ```ts
 * import { createLogger } from 'logveil';
 * import { useLogger } from 'logveil/otel';
 * const logger = createLogger({ service: 'checkout', redact: { keys: ['loyalty number'] } });
 * useLogger(logger);
 * ```
 */
export function useLogger(logger: object): boolean {
  const rules = rulesOf(logger);
  if (rules === undefined) {
    const message = `must be a logger of createLogger, got ${describe(logger)}`;
    throw new OptionsError('useLogger was refused', [{ option: 'logger', message }]);
  }
  const { running } = telemetryState();
  running?.addLogger(logger, rules);
  return running !== undefined;
}
