import { createHash } from 'node:crypto';
import type { LintFinding } from '../finding.ts';
import type { Shard } from '../plan.ts';
import type { ReportEnd } from '../report/build.ts';

/** The first line of a partial report. */
export interface PartialHead {
  readonly type: 'logveil-partial';
  readonly version: 1;
  readonly shard: Shard;
  /** Tells whether two shards used one fingerprint key, and tells nothing else about it. */
  readonly keyId: string;
  /** What was asked for; shards of one run agree in it. */
  readonly settings: string;
  /** Markers were looked for, so it means something when there are none. */
  readonly expectRedacted: boolean;
}

/** The lines of a partial report: its head, a finding a line, its end. */
export interface PartialWriter {
  start(): string;
  finding(finding: LintFinding): string;
  end(end: ReportEnd): string;
}

/** What one shard found, in JSON lines, for `logveil report merge`. */
export function partial(head: Omit<PartialHead, 'type' | 'version'>): PartialWriter {
  return {
    start: () => `${JSON.stringify({ type: 'logveil-partial', version: 1, ...head })}\n`,
    finding: (finding) => `${JSON.stringify({ type: 'finding', ...finding })}\n`,
    end: (end) => `${JSON.stringify({ type: 'end', ...end })}\n`,
  };
}

/** 64 bits of a hash of the key: enough to see a difference, and no help in finding a key of 128 bits. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256').update('logveil:key-id:1\0').update(key).digest('hex').slice(0, 16);
}

/** One short text for all that decides what a shard finds. */
export function settingsId(settings: unknown): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 16);
}
