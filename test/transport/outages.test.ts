import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeLokiOptions } from '../../src/testing/fake-loki/options.ts';
import { createFakeLoki, type FakeLoki } from '../../src/testing/index.ts';
import { systemClock } from '../../src/transport/ship/clock.ts';
import { SpoolWriter } from '../../src/transport/spool/spool-writer.ts';
import { tempDirectory } from '../support/temp-files.ts';
import {
  lineOf,
  numbersOf,
  type RunningShipper,
  type ShipperChanges,
  startShipper,
  until,
  writerSettings,
} from './support.ts';

// The outages other senders lose lines in, with waits a twentieth of the real ones. `npm run soak` runs them in full.
const count = 20_000;
// Enough for several requests, where the fault is one of single requests.
const few = 6_000;
const outage = [
  { kind: 'down', forMs: 500 },
  { kind: 'status', status: 429, forMs: 500 },
] as const;
// A rate limit would slow these tests down; it has tests of its own.
const fastLimits = { limits: { rateBytes: 1e9, burstBytes: 1e9, streamRateBytes: 1e9, streamBurstBytes: 1e9 } };

describe('20,000 lines', () => {
  it('arrive in one burst', async () => {
    const { loki, writer, shipper } = await start();
    burst(writer, count);
    await expectAll(loki, shipper);
  });

  it('arrive in one burst while the endpoint is down and then answers 429', async () => {
    const { loki, writer, shipper } = await start();
    await loki.fail(outage);
    burst(writer, count);
    await expectAll(loki, shipper);
    expect(shipper.counters.retried).toBeGreaterThan(0);
  });

  it('arrive at an even pace over the same outage', async () => {
    const { loki, writer, shipper } = await start();
    await loki.fail(outage);
    await paced(writer, count, 100);
    await expectAll(loki, shipper);
  });

  it.each([
    ['hangs', [{ kind: 'hang', requests: 2 }]],
    ['hangs and stores', [{ kind: 'hang', requests: 2, stored: true }]],
    ['resets connections', [{ kind: 'reset', requests: 3 }]],
    ['resets connections after it has stored', [{ kind: 'reset', requests: 3, stored: true }]],
    ['answers 500', [{ kind: 'status', status: 500, requests: 3 }]],
    ['answers 503', [{ kind: 'status', status: 503, requests: 3 }]],
    ['answers 260, which fetch takes for success', [{ kind: 'status', status: 260, requests: 2 }]],
    ['answers 401', [{ kind: 'status', status: 401, requests: 2 }]],
    ['answers 302', [{ kind: 'status', status: 302, requests: 2 }]],
  ] as const)('arrive once when the endpoint %s', async (_, schedule) => {
    const { loki, writer, shipper } = await start({ loki: { timeoutMs: 200 } });
    await loki.fail(schedule);
    burst(writer, few);
    await expectAll(loki, shipper, few);
  });

  it('arrive at an endpoint that is slow', async () => {
    const { loki, writer, shipper } = await start();
    await loki.fail({ kind: 'slow', delayMs: 150, requests: 10 });
    burst(writer, count);
    await expectAll(loki, shipper);
  });

  it("arrive although they are more than the endpoint's rate at once", async () => {
    const { loki, writer, shipper } = await start({}, { limits: { rateBytes: 2 << 20, burstBytes: 700_000 } });
    burst(writer, count);
    await expectAll(loki, shipper);
    expect(loki.requests().some(({ status }) => status === 429)).toBe(true);
  });

  it('arrive at an endpoint that takes less than one batch in a message', async () => {
    const { loki, writer, shipper } = await start({}, { limits: { ...fastLimits.limits, messageBytes: 100_000 } });
    burst(writer, count);
    await expectAll(loki, shipper);
    expect(loki.requests().some(({ status }) => status === 500)).toBe(true);
  });

  it('arrive after they were logged while nobody shipped', async () => {
    const directory = tempDirectory();
    const writer = new SpoolWriter(writerSettings(directory));
    burst(writer, count);
    writer.close();
    const loki = await startLoki();
    const shipper = await startShipper(directory, loki.url);
    onTestFinished(() => shipper.stop());
    await expectAll(loki, shipper);
  });
});

describe('a request', () => {
  it('is at most 1 MiB before compression, and has one stream object for each set of labels', async () => {
    const { loki, writer } = await start();
    for (let number = 0; number < 6_000; number++) writer.append(lineOf(number, `"quoted" `.repeat(40)));
    await until(() => loki.count() === 6_000);
    expect(loki.streams()).toHaveLength(1);
    const largest = Math.max(...loki.requests().map(({ stored }) => stored));
    const [entry] = loki.entries();
    expect(largest * JSON.stringify(entry?.line).length).toBeLessThan(1 << 20);
    expect(loki.requests().every(({ headers }) => headers['content-encoding'] === 'gzip')).toBe(true);
  });

  it('is sent within a second of the first line, however few there are', async () => {
    // Waits that were asked for, and not time: how long they really take is the machine's affair.
    let waited = 0;
    let waitedBefore: number | undefined;
    const sleep = (ms: number, signal: AbortSignal): Promise<void> => {
      waited += ms;
      return systemClock.sleep(ms, signal);
    };
    const { loki, writer } = await start({ settings: { lingerMs: 500, pollMs: 250 }, clock: { sleep } });
    await loki.fail(() => {
      waitedBefore ??= waited;
      return undefined;
    });
    waited = 0;
    writer.append(lineOf(1));
    await until(() => loki.count() === 1);
    expect(waitedBefore).toBeGreaterThan(0);
    expect(waitedBefore).toBeLessThanOrEqual(1_000);
  });
});

interface Running {
  readonly loki: FakeLoki;
  readonly writer: SpoolWriter;
  readonly shipper: RunningShipper;
}

async function start(changes: ShipperChanges = {}, options: FakeLokiOptions = fastLimits): Promise<Running> {
  const directory = tempDirectory();
  const loki = await startLoki(options);
  const writer = new SpoolWriter(writerSettings(directory, { shippedBy: 'other' }));
  const shipper = await startShipper(directory, loki.url, changes);
  onTestFinished(async () => {
    await shipper.stop();
    writer.close();
  });
  return { loki, writer, shipper };
}

async function startLoki(options: FakeLokiOptions = fastLimits): Promise<FakeLoki> {
  const loki = await createFakeLoki(options);
  onTestFinished(() => loki.close());
  return loki;
}

function burst(writer: SpoolWriter, lines: number): void {
  for (let number = 0; number < lines; number++) writer.append(lineOf(number));
}

async function paced(writer: SpoolWriter, lines: number, steps: number): Promise<void> {
  for (let number = 0; number < lines; number++) {
    writer.append(lineOf(number));
    if (number % (lines / steps) === 0) await sleep(10);
  }
}

/** Each line is stored once and in order, and the counters say so. */
async function expectAll(loki: FakeLoki, shipper: RunningShipper, lines: number = count): Promise<void> {
  await until(() => shipper.counters.delivered >= lines, 'all are delivered');
  expect(numbersOf(loki.entries())).toEqual(Array.from({ length: lines }, (_, number) => number));
  const { delivered, retried: _, ...lost } = shipper.counters;
  expect(delivered).toBe(lines);
  expect(Object.values(lost).every((number) => number === 0)).toBe(true);
}
