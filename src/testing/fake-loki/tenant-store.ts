import { detectLevel } from './detect-level.ts';
import { labelText, withServiceName } from './labels.ts';
import type { FakeLokiLimits } from './limits.ts';
import type { PushedEntry, PushedStream } from './push-request.ts';
import { Refusal } from './refusal.ts';
import {
  type EntryProblem,
  rateLimit,
  streamLimit,
  streamRateLimit,
  summary,
  tooFarBehind,
  tooLargeForGrpc,
} from './store-refusals.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';
import { byteLength, entryBytes, entryProblem, nanoseconds, streamProblem } from './validate.ts';

/** A line as the fake keeps it. */
export interface FakeLokiEntry {
  readonly tenant: string;
  /** The stream's labels, with the `service_name` that Loki adds when there is none. */
  readonly labels: Readonly<Record<string, string>>;
  /** Nanoseconds since the epoch, as digits. */
  readonly timestamp: string;
  readonly line: string;
  /** Structured metadata as the client sent it. */
  readonly structuredMetadata: Readonly<Record<string, string>>;
  /** What Loki would show as the level of the line. */
  readonly detectedLevel: string;
  /** When it was stored, by the fake's clock, in milliseconds. */
  readonly receivedAt: number;
}

/** A stream: its label set, and its lines in the order they are read back, by time. */
export interface FakeLokiStream {
  readonly tenant: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly entries: readonly FakeLokiEntry[];
}

export interface StoreOutcome {
  readonly stored: number;
  /** Lines that Loki had already: same stream, time and text. */
  readonly duplicates: number;
  /** Lines refused one by one. */
  readonly refused: number;
  /** What Loki answers; undefined for success. */
  readonly refusal: Refusal | undefined;
}

/** What one tenant has stored, and its rates. */
export interface TenantStore {
  /** Stores what may be stored. Throws a Refusal when nothing is. */
  push(streams: readonly PushedStream[], now: number): StoreOutcome;
  streams(): FakeLokiStream[];
  /** How many lines there are, without putting them in order. */
  count(): number;
  clear(): void;
}

interface Stream {
  readonly labels: Readonly<Record<string, string>>;
  readonly text: string;
  readonly byTime: Map<bigint, FakeLokiEntry[]>;
  /** The entries in order; undefined after a change, for tests look again and again while lines come in. */
  inOrder: readonly FakeLokiEntry[] | undefined;
  readonly rate: TokenBucket;
  newest: bigint | undefined;
}

interface Tally {
  stored: number;
  duplicates: number;
  refused: number;
  invalid: string | undefined;
}

export function createTenantStore(tenant: string, limits: Required<FakeLokiLimits>): TenantStore {
  const streams = new Map<string, Stream>();
  const rate = createTokenBucket(limits.rateBytes, limits.burstBytes);
  let stored = 0;

  function open(labels: Readonly<Record<string, string>>): Stream | undefined {
    const all = withServiceName(labels);
    const text = labelText(all);
    const known = streams.get(text);
    if (known !== undefined || streams.size >= limits.streams) return known;
    const fresh: Stream = {
      labels: all,
      text,
      byTime: new Map(),
      inOrder: undefined,
      rate: createTokenBucket(limits.streamRateBytes, limits.streamBurstBytes),
      newest: undefined,
    };
    streams.set(text, fresh);
    return fresh;
  }

  function ingest({ labels, entries }: PushedStream, now: number, tally: Tally): Refusal | undefined {
    const stream = open(labels);
    if (stream === undefined) {
      tally.refused += entries.length;
      return streamLimit(tenant, labelText(labels));
    }
    const problems = entries.flatMap((entry) => {
      const problem = keep(stream, entry, now, tally);
      return problem === undefined ? [] : [problem];
    });
    tally.refused += problems.length;
    return summary(problems, { tenant, stream: stream.text, total: entries.length });
  }

  function keep(stream: Stream, entry: PushedEntry, now: number, tally: Tally): EntryProblem | undefined {
    const { time, line } = entry;
    const oldest = stream.newest === undefined ? undefined : stream.newest - nanoseconds(limits.outOfOrderMs);
    if (oldest !== undefined && time < oldest) return tooFarBehind(time, oldest);
    if (!stream.rate.take(entryBytes(entry), now)) return streamRateLimit(time, stream.text, limits);
    if (stream.newest === undefined || time > stream.newest) stream.newest = time;
    const atTime = stream.byTime.get(time) ?? [];
    if (atTime.some((other) => other.line === line)) {
      tally.duplicates++;
      return undefined;
    }
    atTime.push(entryOf(tenant, stream.labels, entry, now));
    stream.byTime.set(time, atTime);
    stream.inOrder = undefined;
    tally.stored++;
    return undefined;
  }

  return {
    push(pushed, now) {
      const tally: Tally = { stored: 0, duplicates: 0, refused: 0, invalid: undefined };
      const valid = pushed.map((stream) => validPart(stream, { limits, now }, tally));
      const bytes = sum(valid.map(({ entries }) => sum(entries.map(entryBytes))));
      const count = sum(valid.map(({ entries }) => entries.length));
      if (!rate.take(bytes, now)) throw rateLimit(tenant, limits, { bytes, count });
      const message = sum(valid.map(messageBytes));
      if (message > limits.messageBytes) throw tooLargeForGrpc(message, limits.messageBytes);
      const problems = valid
        .filter(({ entries }) => entries.length > 0)
        .flatMap((stream) => ingest(stream, now, tally) ?? []);
      stored += tally.stored;
      const refusal = problems[0] ?? (tally.invalid === undefined ? undefined : new Refusal(400, tally.invalid));
      return { stored: tally.stored, duplicates: tally.duplicates, refused: tally.refused, refusal };
    },
    streams: () => [...streams.values()].map((stream) => ({ tenant, labels: stream.labels, entries: inOrder(stream) })),
    count: () => stored,
    clear() {
      streams.clear();
      stored = 0;
    },
  };
}

function inOrder(stream: Stream): readonly FakeLokiEntry[] {
  stream.inOrder ??= [...stream.byTime].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, entries]) => entries);
  return stream.inOrder;
}

/** What of a stream passes the checks that Loki makes before it looks at rates. */
function validPart(stream: PushedStream, rules: Parameters<typeof entryProblem>[2], tally: Tally): PushedStream {
  const { labels, entries } = stream;
  const problem = entries.length === 0 ? undefined : streamProblem(stream, rules.limits);
  if (problem !== undefined) {
    tally.invalid ??= problem;
    tally.refused += entries.length;
    return { labels, entries: [] };
  }
  const text = labelText(labels);
  const valid = entries.filter((entry) => {
    const wrong = entryProblem(entry, text, rules);
    tally.invalid ??= wrong;
    return wrong === undefined;
  });
  tally.refused += entries.length - valid.length;
  return { labels, entries: valid };
}

function entryOf(
  tenant: string,
  labels: Readonly<Record<string, string>>,
  entry: PushedEntry,
  now: number,
): FakeLokiEntry {
  return {
    tenant,
    labels,
    timestamp: String(entry.time),
    line: entry.line,
    structuredMetadata: entry.metadata,
    detectedLevel: detectLevel(entry, labels),
    receivedAt: now,
  };
}

// Protocol buffers add a tag and a length to every field; 16 bytes stand for them and the time of an entry.
const entryOverhead = 16;

/** What a stream weighs in the message from distributor to ingester. */
function messageBytes({ labels, entries }: PushedStream): number {
  if (entries.length === 0) return 0;
  return byteLength(labelText(labels)) + sum(entries.map((entry) => entryBytes(entry) + entryOverhead));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
