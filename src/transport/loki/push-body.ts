import { quote } from '../../record/index.ts';
import type { Entry, Stamp } from '../ship/sender.ts';
import { type LokiStamp, labelName } from './label-rules.ts';
import { type LineParts, readLine } from './read-line.ts';

/** A request for Loki's push API, and what is worth knowing when it is refused. */
export interface PushBody {
  readonly text: string;
  /** Labels of the entries, one number each. */
  readonly labelCounts: readonly number[];
}

// A field that was taken for one with few values, and is not: what comes late goes into structured metadata.
const maxValues = 32;
// Loki refuses what is 10 minutes ahead of its own clock (`creation_grace_period`), which may differ from ours by a minute.
const maxAheadMs = 9 * 60_000;
const nanosecondsPerMs = 1_000_000;

/** Makes bodies: one stream object for each set of labels, the entries in order. */
export class PushBodyWriter {
  private readonly fallback: LokiStamp;
  private readonly moved = new WeakMap<Entry, string>();
  private movedCount = 0;
  private readonly values = new Map<string, Set<string>>();

  /** @param fallback for segments whose header is damaged */
  constructor(fallback: LokiStamp) {
    this.fallback = fallback;
  }

  /** @param nowMs milliseconds since the epoch */
  write(entries: readonly Entry[], nowMs: number): PushBody {
    const streams = new Map<string, string[]>();
    const labelCounts: number[] = [];
    for (const entry of entries) {
      const stamp = stampOf(entry.stamp, this.fallback);
      const parts = this.bounded(readLine(entry.line, stamp));
      const labels = { ...stamp.labels, ...parts.labels };
      labelCounts.push(Object.keys(labels).length);
      const key = objectText(labels);
      const values = streams.get(key) ?? [];
      values.push(`["${this.timeText(entry, nowMs)}",${quote(parts.line)},${objectText(parts.metadata)}]`);
      streams.set(key, values);
    }
    const all = [...streams].map(([stream, values]) => `{"stream":${stream},"values":[${values.join(',')}]}`);
    return { text: `{"streams":[${all.join(',')}]}`, labelCounts };
  }

  /** 19 digits, as text: as a number Loki refuses the whole request. */
  private timeText(entry: Entry, nowMs: number): string {
    if (entry.ms <= nowMs + maxAheadMs) return joined(entry.ms, entry.ns);
    // The clock was set back since. Loki would refuse the line, so it gets the time of its first attempt; its own is in it.
    const before = this.moved.get(entry);
    if (before !== undefined) return before;
    const text = joined(nowMs, this.movedCount++ % nanosecondsPerMs);
    this.moved.set(entry, text);
    return text;
  }

  private bounded(parts: LineParts): LineParts {
    const labels: Record<string, string> = {};
    const metadata: Record<string, string> = { ...parts.metadata };
    for (const [name, value] of Object.entries(parts.labels)) {
      const isKnown = this.isKnown(name, value);
      if (isKnown) labels[name] = value;
      else metadata[name] = value;
    }
    return { line: parts.line, labels, metadata };
  }

  private isKnown(name: string, value: string): boolean {
    const known = this.values.get(name) ?? new Set();
    this.values.set(name, known);
    if (known.size < maxValues) known.add(value);
    return known.has(value);
  }
}

function joined(ms: number, ns: number): string {
  return `${Math.trunc(ms)}${String(ns).padStart(6, '0')}`;
}

function objectText(members: Readonly<Record<string, string>>): string {
  const texts = Object.entries(members).map(([name, value]) => `${quote(name)}:${quote(value)}`);
  return `{${texts.join(',')}}`;
}

const known = new WeakMap<Stamp, LokiStamp>();

/** The stamp of a segment; another version, or damage, may have left it in another form. */
function stampOf(stamp: Stamp, fallback: LokiStamp): LokiStamp {
  const before = known.get(stamp);
  if (before !== undefined) return before;
  const labels = texts(stamp['labels']);
  const resolved = {
    labels: Object.keys(labels).length === 0 ? fallback.labels : labels,
    labelFields: names(stamp['labelFields'], fallback.labelFields),
    metadataFields: names(stamp['metadataFields'], fallback.metadataFields),
  };
  known.set(stamp, resolved);
  return resolved;
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => [labelName(name), String(text).toWellFormed()]),
  );
}

function names(value: unknown, fallback: readonly string[]): readonly string[] {
  return Array.isArray(value) ? value.map(String) : fallback;
}
