import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FakeLokiOptions } from '../../src/testing/fake-loki/options.ts';
import { createFakeLoki, type FakeLoki } from '../../src/testing/index.ts';
import { retryAfterMs } from '../../src/transport/http/retry-after.ts';
import { SpoolWriter } from '../../src/transport/spool/spool-writer.ts';
import type { WriterSettings } from '../../src/transport/spool/writer-options.ts';
import { tempDirectory } from '../support/temp-files.ts';
import {
  lineOf,
  numbersOf,
  type RunningShipper,
  type ShipperChanges,
  stamp,
  startShipper,
  until,
  writerSettings,
} from './support.ts';

// Single faults among good lines: the good ones arrive, the bad one is counted, and nothing is sent for ever.
describe('one line in a thousand', () => {
  it('that is longer than the endpoint takes is counted, and sent once', async () => {
    const { loki, writer, shipper } = await start({}, { limits: { lineBytes: 10_000 } });
    for (let number = 0; number < 1_000; number++) {
      writer.append(lineOf(number, number === 500 ? 'x'.repeat(20_000) : 'charged'));
    }
    await until(() => done(shipper) === 1_000);
    expect(shipper.counters).toMatchObject({ delivered: 999, refused: 1, quarantined: 0, retried: 0 });
    expect(shipper.drops).toMatchObject([{ reason: 'refused', lines: 1, detail: 'line too long' }]);
    expect(numbersOf(loki.entries())).not.toContain(500);
    expect(loki.requests().filter(({ refused }) => refused > 0)).toHaveLength(1);
  });

  it('that cannot be read is found by halves and kept in a file, and all the others arrive once and in order', async () => {
    const { loki, writer, shipper, directory } = await start({ through: (url) => startChokingProxy(url, 'POISON') });
    for (let number = 0; number < 1_000; number++) writer.append(lineOf(number, number === 777 ? 'POISON' : 'charged'));
    await until(() => done(shipper) === 1_000);
    expect(shipper.counters).toMatchObject({ delivered: 999, quarantined: 1, refused: 0 });
    const numbers = numbersOf(loki.entries());
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(999);
    const kept = readFileSync(join(directory, 'quarantine.ndjson'), 'utf8').trimEnd().split('\n');
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0] ?? '')).toMatchObject({
      reason: '400 not readable',
      line: expect.stringContaining('POISON'),
    });
  });

  it('that is too old is given up before it is sent', async () => {
    const { loki, writer, shipper } = await start();
    writer.append('{"level":"info","time":"2020-01-01T00:00:00.000Z","n":0,"msg":"old"}');
    for (let number = 1; number < 1_000; number++) writer.append(lineOf(number));
    await until(() => done(shipper) === 1_000);
    expect(shipper.counters).toMatchObject({ delivered: 999, dropped_too_old: 1 });
    expect(shipper.drops[0]?.fromMs).toBe(Date.parse('2020-01-01T00:00:00.000Z'));
    expect(loki.count()).toBe(999);
  });

  it('that is far ahead of the clock, which was set back since, is stored under the present time', async () => {
    const { loki, writer, shipper } = await start();
    const ahead = `{"level":"info","time":"${new Date(Date.now() + 3_600_000).toISOString()}","n":1,"msg":"ahead"}`;
    const before = Date.now();
    for (const line of [lineOf(0), ahead, ahead]) writer.append(line);
    await until(() => done(shipper) === 3);
    expect(shipper.counters).toMatchObject({ delivered: 3, refused: 0 });
    const times = loki.entries().map(({ timestamp }) => Number(timestamp.slice(0, 13)));
    expect(times).toHaveLength(3);
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now());
    expect(Math.min(...times)).toBeGreaterThanOrEqual(before - 1);
  });
});

describe('a line', () => {
  it('with half a surrogate pair, NUL, line separators or numbers for labels is stored as well as it can be', async () => {
    const { loki, writer } = await start();
    const lines = [
      String.raw`{"level":"info","msg":"half \ud800 pair"}`,
      String.raw`{"level":"info","msg":"half \uDC00 pair, whole \ud83d\ude00, backslash \\ud800"}`,
      '{"level":"info","msg":"NUL \\u0000, \u2028, 😀, \\r\\n"}',
      '{"level":60,"time":"x","trace_id":7,"msg":"numbers"}',
      'no json at all',
      '{"level":"info","msg":"torn',
    ];
    for (const line of lines) writer.append(line);
    await until(() => loki.count() === lines.length);
    const stored = loki.entries().map(({ line }) => line);
    expect(JSON.parse(stored[0] ?? '').msg).toBe('half \ufffd pair');
    expect(JSON.parse(stored[1] ?? '').msg).toBe('half \ufffd pair, whole 😀, backslash \\ud800');
    expect(stored.slice(2)).toEqual(lines.slice(2));
    expect(loki.entries()[3]?.structuredMetadata).toEqual({ detected_level: 'fatal', trace_id: '7' });
  });

  it('carries its ids and its level as structured metadata, and only the labels it was told to', async () => {
    const { loki, writer } = await start(
      {},
      {},
      {
        stamp: {
          labels: { service_name: 'checkout' },
          labelFields: ['region'],
          metadataFields: ['http.route', 'order'],
        },
      },
    );
    const time = new Date().toISOString();
    writer.append(
      `{"level":"error","time":"${time}","correlation_id":"c-1","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",` +
        `"span_id":"00f067aa0ba902b7","region":"eu","http.route":"/pay/:id","order":{"id":7},"msg":"x"}`,
    );
    await until(() => loki.count() === 1);
    const [entry] = loki.entries();
    expect(entry?.labels).toEqual({ service_name: 'checkout', region: 'eu' });
    expect(entry?.structuredMetadata).toEqual({
      detected_level: 'error',
      correlation_id: 'c-1',
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      span_id: '00f067aa0ba902b7',
      http_route: '/pay/:id',
    });
    expect(entry?.timestamp).toMatch(/^17\d{17}$/);
  });

  it('cannot forge its level with a second one', async () => {
    const { loki, writer } = await start();
    writer.append(`{"level":"info","time":"${new Date().toISOString()}","msg":"x","level":"fatal"}`);
    await until(() => loki.count() === 1);
    expect(loki.entries()[0]?.structuredMetadata['detected_level']).toBe('info');
  });

  it('gets no new stream from a label with more values than a label has', async () => {
    const { loki, writer } = await start(
      {},
      {},
      {
        stamp: { ...stamp, labelFields: ['shard'] },
      },
    );
    for (let shard = 0; shard < 100; shard++) writer.append(`{"level":"info","n":${shard},"shard":"s${shard}"}`);
    await until(() => loki.count() === 100);
    expect(loki.streams()).toHaveLength(33);
    expect(loki.entries().filter(({ structuredMetadata }) => structuredMetadata['shard'] !== undefined)).toHaveLength(
      68,
    );
  });
});

describe('a batch that is too large', () => {
  it.each([
    ['413', { kind: 'status', status: 413, body: 'request body too large' }],
    [
      '500 ResourceExhausted',
      {
        kind: 'status',
        status: 500,
        body: 'rpc error: code = ResourceExhausted desc = grpc: received message larger than max (6 vs. 4)',
      },
    ],
    [
      '429 past the burst',
      {
        kind: 'status',
        status: 429,
        body: "Ingestion rate limit exceeded for user fake (limit: 1000 bytes/sec) while attempting to ingest '9' lines totaling '9000' bytes",
      },
    ],
  ] as const)('is halved on %s until it is taken, without waiting', async (_, fault) => {
    const { loki, writer, shipper } = await start();
    await loki.fail(({ bodyBytes }) => (bodyBytes > 3_000 ? fault : undefined));
    for (let number = 0; number < 1_000; number++) writer.append(lineOf(number, `${Math.random()}`));
    await until(() => done(shipper) === 1_000);
    expect(numbersOf(loki.entries())).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
    expect(shipper.counters.retried).toBe(0);
  });

  it('of one line is refused', async () => {
    const { loki, writer, shipper } = await start();
    await loki.fail({ kind: 'status', status: 413 });
    writer.append(lineOf(1));
    await until(() => done(shipper) === 1);
    expect(shipper.counters).toMatchObject({ refused: 1, delivered: 0 });
  });
});

describe('the wait between attempts', () => {
  it('is what the server asked for at least, in seconds or as a date', async () => {
    const sleeps: number[] = [];
    const { loki, writer } = await start({ clock: recording(sleeps) });
    await loki.fail([
      { kind: 'status', status: 429, retryAfter: 7, requests: 1 },
      { kind: 'status', status: 503, retryAfter: new Date(Date.now() + 60_000).toUTCString(), requests: 1 },
    ]);
    writer.append(lineOf(1));
    await until(() => loki.count() === 1);
    expect(sleeps[0]).toBe(7_000);
    expect(sleeps[1]).toBeGreaterThan(50_000);
    expect(sleeps[1]).toBeLessThanOrEqual(60_000);
  });

  it('doubles its bound from the least to the most, and is chosen by chance below it', async () => {
    const sleeps: number[] = [];
    const backoff = { minMs: 500, maxMs: 30_000, failuresToOpen: 5 };
    const { loki, writer } = await start({ settings: { backoff }, clock: { ...recording(sleeps), random: () => 0.5 } });
    await loki.fail({ kind: 'status', status: 500, requests: 9 });
    writer.append(lineOf(1));
    await until(() => loki.count() === 1);
    expect(sleeps).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  });

  it('is followed by a small request when the endpoint was down', async () => {
    const { loki, writer } = await start();
    await loki.fail({ kind: 'status', status: 500, requests: 6 });
    for (let number = 0; number < 3_000; number++) writer.append(lineOf(number));
    await until(() => loki.count() === 3_000);
    const sizes = loki.requests().map(({ bodyBytes }) => bodyBytes);
    const firstStored = loki.requests().findIndex(({ stored }) => stored > 0);
    expect(sizes[firstStored]).toBeLessThan((sizes[0] ?? 0) / 4);
  });

  it('understands both forms of Retry-After and nothing else', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(retryAfterMs('120', now)).toBe(120_000);
    expect(retryAfterMs('Fri, 20 Nov 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(retryAfterMs('Fri, 20 Nov 2026 11:00:00 GMT', now)).toBe(0);
    for (const text of [undefined, '', 'soon', '-5', '1.5', '99999999999999'])
      expect(retryAfterMs(text, now)).toBeUndefined();
  });
});

describe('once lines arrive again', () => {
  it('it is said how many did not, between when and when', async () => {
    const { loki, writer, shipper } = await start({}, { limits: { lineBytes: 5_000 } });
    writer.append(lineOf(1, 'x'.repeat(8_000)));
    await until(() => shipper.counters.refused === 1);
    expect(shipper.resumed).toEqual([]);
    writer.append(lineOf(2));
    await until(() => loki.count() === 1);
    await until(() => shipper.resumed.length === 1);
    expect(shipper.resumed[0]).toMatchObject({ reason: 'refused', lines: 1, detail: 'line too long' });
  });
});

describe('the clock', () => {
  it('may be set back and forth: everything is delivered, and the order of lines is kept', async () => {
    let offset = 0;
    const now = (): number => Date.now() + offset;
    const { loki, writer, shipper } = await start({ clock: { now } }, { clock: now }, { clock: now });
    let number = 0;
    for (const step of [0, -40 * 60_000, 20 * 60_000, -5_000, 5 * 60_000]) {
      offset += step;
      for (let count = 0; count < 200; count++) writer.append(`{"level":"info","n":${number++}}`);
    }
    await until(() => done(shipper) === 1_000);
    expect(shipper.counters.delivered).toBe(1_000);
    expect(new Set(numbersOf(loki.entries())).size).toBe(1_000);
    const received = loki.requests().reduce((sum, { stored }) => sum + stored, 0);
    expect(received).toBe(1_000);
  });
});

describe('what is read is not read again', () => {
  it('after a restart, but for what was on its way', async () => {
    const directory = tempDirectory();
    const loki = await startLoki();
    const writer = new SpoolWriter(writerSettings(directory, { shippedBy: 'other' }));
    onTestFinished(() => writer.close());
    for (let round = 0; round < 5; round++) {
      const shipper = await startShipper(directory, loki.url);
      for (let number = 0; number < 100; number++) writer.append(lineOf(round * 100 + number));
      // Until its answers are here, too: what is on its way is sent again.
      await until(() => done(shipper) === 100);
      await shipper.stop();
    }
    expect(numbersOf(loki.entries())).toEqual(Array.from({ length: 500 }, (_, number) => number));
    expect(loki.requests().reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(0);
    expect(existsSync(join(writer.folder, 'position.json'))).toBe(true);
  });
});

interface Running {
  readonly loki: FakeLoki;
  readonly writer: SpoolWriter;
  readonly shipper: RunningShipper;
  readonly directory: string;
}

async function start(
  { through, ...changes }: ShipperChanges & { readonly through?: (url: string) => Promise<string> } = {},
  options: FakeLokiOptions = {},
  writing: Partial<WriterSettings> = {},
): Promise<Running> {
  const directory = tempDirectory();
  const loki = await startLoki(options);
  const writer = new SpoolWriter(writerSettings(directory, { shippedBy: 'other', ...writing }));
  const shipper = await startShipper(directory, (await through?.(loki.url)) ?? loki.url, changes);
  onTestFinished(async () => {
    await shipper.stop();
    writer.close();
  });
  return { loki, writer, shipper, directory };
}

async function startLoki(options: FakeLokiOptions = {}): Promise<FakeLoki> {
  const loki = await createFakeLoki(options);
  onTestFinished(() => loki.close());
  return loki;
}

/** Passes pushes on, but answers those that hold a word as Loki answers what its parser gives up on. */
async function startChokingProxy(url: string, word: string): Promise<string> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (gunzipSync(body).includes(word)) {
      response.writeHead(400).end('loghttp.PushRequest.Streams: []: unmarshalerDecoder: Value looks like a string');
      return;
    }
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { status } = await fetch(`${url}${request.url}`, { method: 'POST', headers, body });
    response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

/** Lines of which it is known what became of them. */
function done({ counters }: RunningShipper): number {
  const { retried: _, ...ends } = counters;
  return Object.values(ends).reduce((sum, lines) => sum + lines, 0);
}

/** Waits that are over at once, and how long they would have been; short ones are those of looking for work. */
function recording(sleeps: number[]): { sleep: (ms: number, signal: AbortSignal) => Promise<void> } {
  return {
    sleep: (ms) => {
      if (ms > 100) sleeps.push(ms);
      return new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5)));
    },
  };
}
