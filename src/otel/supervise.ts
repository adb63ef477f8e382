import { allowBaggage } from '../context/baggage.ts';
import { onSignals } from '../process/on-signals.ts';
import { rulesOf } from '../redact/of-logger.ts';
import type { Cleaner } from './cleaner.ts';
import type { Instrumentation } from './instrumentations.ts';
import { type CountedLogger, observeCounts } from './metrics.ts';
import { defaultShutdownMs, type TelemetryOptions } from './options.ts';
import { type Running, setRunning } from './running.ts';
import type { NodeSdk } from './sdk.ts';

/** Telemetry that runs. */
export interface Telemetry {
  /**
   * Exports what is left and ends. Resolves at the latest after `shutdownWithinMs`; false when that was too short or
   * something could not be exported. Never rejects. Before `process.exit()` it has to be awaited.
   */
  shutdown(): Promise<boolean>;
}

/** What runs, besides the SDK. */
interface Started {
  readonly options: TelemetryOptions;
  readonly cleaner: Cleaner;
  readonly instrumentations: readonly Instrumentation[];
}

/** Sees to it that a started SDK is counted, known to the doctor, and ended before the process ends. */
export function superviseSdk(sdk: NodeSdk, { options, cleaner, instrumentations }: Started): Telemetry {
  const own = cleaner.engines.filter((engine) => engine !== rulesOf(options.logger)?.engine);
  /** By what they have in common with their children, so that nothing is counted twice. */
  const loggers = new Map<object, CountedLogger>();
  const addLogger: Running['addLogger'] = (logger, { engine, root }) => {
    cleaner.add(engine);
    if (!loggers.has(root)) loggers.set(root, { logger, engine });
  };
  const rules = rulesOf(options.logger);
  if (options.logger !== undefined && rules !== undefined) addLogger(options.logger, rules);
  const endMetrics = observeCounts({ own, loggers: () => [...loggers.values()] });
  setRunning({
    addLogger,
    instrumentations: instrumentations.map(({ instrumentationName = 'unknown' }) => instrumentationName),
  });
  const { shutdownWithinMs = defaultShutdownMs, signals = ['SIGTERM', 'SIGINT'] } = options;
  const end = async (): Promise<boolean> => {
    const isDone = await withDeadline(sdk.shutdown(), shutdownWithinMs);
    if (!isDone) await warnOfLoss();
    endMetrics();
    setRunning(undefined);
    allowBaggage([]);
    return isDone;
  };
  let ending: Promise<boolean> | undefined;
  const endOnce = (): Promise<boolean> => {
    ending ??= end();
    return ending;
  };
  const onIdle = (): void => void endOnce();
  const removeSignals = onSignals(signals, async () => void (await endOnce()));
  process.once('beforeExit', onIdle);
  return {
    shutdown: async () => {
      const isDone = await endOnce();
      removeSignals();
      process.removeListener('beforeExit', onIdle);
      return isDone;
    },
  };
}

/** Node writes a warning a turn later, when the process may have ended already. */
async function warnOfLoss(): Promise<void> {
  const message = 'the last telemetry could not be exported before the process ended';
  process.emitWarning(message, { type: 'LogveilWarning', code: 'LOGVEIL_TELEMETRY_LOST' });
  await new Promise((resolve) => setImmediate(resolve));
}

function withDeadline(work: Promise<void>, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(false), withinMs);
    const done = (isDone: boolean): void => {
      clearTimeout(deadline);
      resolve(isDone);
    };
    work.then(
      () => done(true),
      () => done(false),
    );
  });
}
