import { registeredMeter } from '../context/span.ts';
import type { RedactorEngine } from '../redact/redactor.ts';

/** A logger's counts, as far as metrics are made of them. */
interface CountingLogger {
  stats?(): { readonly lines: number; readonly delivery: Readonly<Record<string, number>> | undefined };
  health?(): { readonly delivery: { readonly endpoint: { readonly backlogBytes: number } } | undefined };
}

/** A logger whose counts are in the metrics, for all its children. */
export interface CountedLogger {
  readonly logger: object;
  readonly engine: RedactorEngine;
}

/** What is counted. */
interface Counted {
  /** Engines of telemetry alone. */
  readonly own: readonly RedactorEngine[];
  readonly loggers: () => readonly CountedLogger[];
}

/**
 * Metrics of the registered MeterProvider. They read counters that are kept anyway, when metrics are collected: between
 * collections they cost nothing. Without a MeterProvider nothing is made.
 *
 * @returns a function that ends them
 */
export function observeCounts({ own, loggers }: Counted): () => void {
  const meter = registeredMeter('logveil');
  if (meter === undefined) return () => undefined;
  const sums = {
    redactions: meter.createObservableCounter('logveil.redactions', {
      description: 'Values hidden, by rule',
      unit: '{value}',
    }),
    delivered: meter.createObservableCounter('logveil.lines.delivered', {
      description: 'Lines stored by the endpoint',
      unit: '{line}',
    }),
    dropped: meter.createObservableCounter('logveil.lines.dropped', {
      description: 'Lines that will not arrive, by reason',
      unit: '{line}',
    }),
    spool: meter.createObservableGauge('logveil.spool.size', {
      description: 'Bytes in the spool that wait for the endpoint',
      unit: 'By',
    }),
  };
  type Callback = Parameters<typeof sums.spool.addCallback>[0];
  const callbacks: Readonly<Record<keyof typeof sums, Callback>> = {
    redactions: (result) => {
      for (const [rule, count] of findingsByRule([...own, ...loggers().map(({ engine }) => engine)]))
        result.observe(count, { rule });
    },
    delivered: (result) => {
      const counters = deliveries(loggers());
      if (counters.length > 0) result.observe(sum(counters.map(({ delivered = 0 }) => delivered)));
    },
    dropped: (result) => {
      const counters = deliveries(loggers());
      for (const reason of Object.keys(counters[0] ?? {})) {
        if (reason === 'delivered' || reason === 'retried') continue;
        result.observe(sum(counters.map((each) => each[reason] ?? 0)), { reason });
      }
    },
    spool: (result) => {
      const sizes = loggers().flatMap(
        ({ logger }: { readonly logger: CountingLogger }) => logger.health?.().delivery?.endpoint.backlogBytes ?? [],
      );
      // Loggers of one process share a spool's directory, and each reports all of it.
      if (sizes.length > 0) result.observe(Math.max(...sizes));
    },
  };
  const names = ['redactions', 'delivered', 'dropped', 'spool'] as const;
  for (const name of names) sums[name].addCallback(callbacks[name]);
  return () => {
    for (const name of names) sums[name].removeCallback(callbacks[name]);
  };
}

function findingsByRule(engines: readonly RedactorEngine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const engine of engines) {
    for (const [rule, count] of Object.entries(engine.stats().byRule))
      counts.set(rule, (counts.get(rule) ?? 0) + count);
  }
  return counts;
}

function deliveries(loggers: readonly { readonly logger: CountingLogger }[]): Readonly<Record<string, number>>[] {
  return loggers.flatMap(({ logger }) => {
    const counters = logger.stats?.().delivery;
    return counters === undefined ? [] : [counters];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
