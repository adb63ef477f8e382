import type { WriterSettings } from '../../src/transport/spool/writer-options.ts';

/** Settings of a writer as `createLogger` would make them. */
export function writerSettings(directory: string, changes: Partial<WriterSettings> = {}): WriterSettings {
  return {
    directory,
    stamp: { labels: { service_name: 'checkout' } },
    target: 'http://127.0.0.1:3100',
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
