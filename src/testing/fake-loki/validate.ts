import { labelText } from './labels.ts';
import type { FakeLokiLimits } from './limits.ts';
import type { PushedEntry, PushedStream } from './push-request.ts';

type Limits = Required<FakeLokiLimits>;

/** Why Loki refuses a stream and keeps the others; undefined when it does not. */
export function streamProblem({ labels }: PushedStream, limits: Limits): string | undefined {
  const names = Object.keys(labels);
  const stream = labelText(labels);
  if (names.length === 0) return 'error at least one label pair is required per stream';
  const counted = names.filter((name) => name !== 'service_name').length;
  if (counted > limits.labelNames) {
    return `entry for stream '${stream}' has ${counted} label names; limit ${limits.labelNames}`;
  }
  const longName = names.find((name) => byteLength(name) > limits.labelNameBytes);
  if (longName !== undefined) return `stream '${stream}' has label name too long: '${longName}'`;
  const longValue = Object.values(labels).find((value) => byteLength(value) > limits.labelValueBytes);
  if (longValue !== undefined) return `stream '${stream}' has label value too long: '${longValue}'`;
  return undefined;
}

/** Why Loki refuses one line and keeps the others; undefined when it does not. `now` in milliseconds. */
export function entryProblem(entry: PushedEntry, stream: string, { limits, now }: Rules): string | undefined {
  const bytes = byteLength(entry.line);
  if (bytes > limits.lineBytes) {
    return `Max entry size '${limits.lineBytes}' bytes exceeded for stream '${stream}' while adding an entry with length '${bytes}' bytes`;
  }
  return timeProblem(entry, stream, { limits, now }) ?? metadataProblem(entry, stream, limits);
}

export interface Rules {
  readonly limits: Limits;
  readonly now: number;
}

function timeProblem({ time }: PushedEntry, stream: string, { limits, now }: Rules): string | undefined {
  const oldest = nanoseconds(now - limits.maxAgeMs);
  if (time < oldest) {
    return `entry for stream '${stream}' has timestamp too old: ${timeText(time)}, oldest acceptable timestamp is: ${timeText(oldest)}`;
  }
  if (time > nanoseconds(now + limits.maxAheadMs)) {
    return `entry for stream '${stream}' has timestamp too new: ${timeText(time)}`;
  }
  return undefined;
}

function metadataProblem({ metadata }: PushedEntry, stream: string, limits: Limits): string | undefined {
  const count = Object.keys(metadata).length;
  if (count > limits.metadataCount) {
    return `stream '${stream}' has too many structured metadata labels: '${count}', limit: '${limits.metadataCount}'`;
  }
  const bytes = metadataBytes(metadata);
  if (bytes > limits.metadataBytes) {
    return `stream '${stream}' has structured metadata too large: '${bytes}' bytes, limit: '${limits.metadataBytes}' bytes`;
  }
  return undefined;
}

function metadataBytes(metadata: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const name in metadata) bytes += byteLength(name) + byteLength(metadata[name] ?? '');
  return bytes;
}

/** What an entry counts against a rate: its line and its structured metadata. */
export function entryBytes({ line, metadata }: PushedEntry): number {
  return byteLength(line) + metadataBytes(metadata);
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** Milliseconds to nanoseconds, `Infinity` to more than any time. */
export function nanoseconds(ms: number): bigint {
  if (!Number.isFinite(ms)) return ms > 0 ? 2n ** 64n : -(2n ** 64n);
  return BigInt(Math.round(ms)) * 1_000_000n;
}

export function timeText(time: bigint): string {
  const ms = Number(time / 1_000_000n);
  return Math.abs(ms) > 8.64e15 ? String(time) : new Date(ms).toISOString();
}
