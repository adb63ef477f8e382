import { setTimeout as sleep } from 'node:timers/promises';
import type { LokiStamp } from '../../src/transport/loki/label-rules.ts';
import { type LokiOptions, resolveLoki } from '../../src/transport/loki/loki-options.ts';
import { defaultBackoff } from '../../src/transport/ship/breaker.ts';
import { type ShipClock, systemClock } from '../../src/transport/ship/clock.ts';
import { type CounterName, createCounters, type Drop } from '../../src/transport/ship/counters.ts';
import { createSender } from '../../src/transport/ship/senders.ts';
import { Shipper, type ShipperSettings, type ShipperState } from '../../src/transport/ship/shipper.ts';
import { createHolder } from '../../src/transport/spool/owner.ts';
import type { WriterSettings } from '../../src/transport/spool/writer-options.ts';

export const stamp: LokiStamp = { labels: { service_name: 'checkout' }, labelFields: [], metadataFields: [] };

/** Settings of a writer as `createLogger` would make them. */
export function writerSettings(directory: string, changes: Partial<WriterSettings> = {}): WriterSettings {
  return {
    directory,
    stamp: { ...stamp },
    target: 'loki test',
    shippedBy: 'self',
    maxBytes: 64 << 20,
    segmentBytes: 1 << 20,
    memoryBytes: 1 << 20,
    fsync: 'never',
    clock: Date.now,
    onLoss: () => undefined,
    onState: () => undefined,
    ...changes,
  };
}

/** A line as `createLogger` writes it, with a number to know it by. */
export function lineOf(number: number, msg = 'charged'): string {
  return `{"level":"info","time":"${new Date().toISOString()}","service_name":"checkout","n":${number},"msg":"${msg}"}\n`;
}

/** The numbers of such lines. */
export function numbersOf(lines: Iterable<{ readonly line: string }>): number[] {
  return [...lines].map(({ line }) => Number(/"n":(\d+)/.exec(line)?.[1]));
}

/** A shipper at work in this thread, and what it has told. */
export interface RunningShipper {
  readonly counters: Readonly<Record<CounterName, number>>;
  readonly drops: Drop[];
  readonly resumed: Drop[];
  readonly shipper: Shipper;
  state(): ShipperState | undefined;
  stop(): Promise<void>;
}

export interface ShipperChanges {
  readonly settings?: Partial<ShipperSettings>;
  readonly clock?: Partial<ShipClock>;
  readonly loki?: Partial<LokiOptions>;
}

/** Starts a shipper with waits that are a hundredth of the usual ones. */
export async function startShipper(
  directory: string,
  url: string,
  { settings, clock: times, loki }: ShipperChanges = {},
): Promise<RunningShipper> {
  const clock = { ...systemClock, ...times };
  const counters = createCounters();
  const drops: Drop[] = [];
  const resumed: Drop[] = [];
  let state: ShipperState | undefined;
  const { sender } = resolveLoki({ url, ...loki }, { option: '', own: {} }, []);
  const shipper = new Shipper(
    {
      directory,
      holder: createHolder(`shipper-${Math.random()}`, 'loki test', 'self'),
      writer: undefined,
      staleAfterMs: 30_000,
      maxBytes: 64 << 20,
      maxAgeMs: 7 * 86_400_000,
      batchBytes: 1 << 19,
      lingerMs: 10,
      pollMs: 5,
      backoff: { ...defaultBackoff, minMs: 5, maxMs: 300 },
      ...settings,
    },
    await createSender({ kind: 'loki', settings: sender }, () => clock.now()),
    {
      onCount: (counter, lines) => {
        counters[counter] += lines;
      },
      onDrop: (drop) => drops.push(drop),
      onResumed: (gone) => resumed.push(...gone),
      onProgress: () => undefined,
      onState: (now) => {
        state = now;
      },
    },
    clock,
  );
  const run = shipper.run();
  return {
    counters,
    drops,
    resumed,
    shipper,
    state: () => state,
    stop: () => {
      shipper.stop();
      return run;
    },
  };
}

/** Waits until something holds; the deadline is generous, for the machine may be busy. */
export async function until(holds: () => boolean, what = 'it holds', timeoutMs = 15_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms until ${what}`);
    await sleep(10);
  }
}
