import { allowBaggage } from '../context/baggage.ts';
import { onSignals } from '../process/on-signals.ts';
import type { Cleaner } from './cleaner.ts';
import type { Instrumentation } from './instrumentations.ts';
import { observeCounts } from './metrics.ts';
import { defaultShutdownMs, type TelemetryOptions } from './options.ts';
import { setRunning } from './running.ts';
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
  const loggers = new Set<object>(options.logger === undefined ? [] : [options.logger]);
  const engines = new Set(cleaner.engines);
  const endMetrics = observeCounts({ engines: () => [...engines], loggers: () => [...loggers] });
  setRunning({
    addLogger: (logger, { engine }) => {
      cleaner.add(engine);
      engines.add(engine);
      loggers.add(logger);
    },
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
