import { join } from 'node:path';
import type { OptionReader } from './option-reader.ts';
import type { BackoffSettings } from './ship/breaker.ts';
import type { CounterName, Drop } from './ship/counters.ts';
import type { FsyncPolicy } from './spool/writer-options.ts';

/** Where lines wait until they are delivered. */
export interface SpoolOptions {
  /**
   * Any number of processes may share one. Put it on a volume that outlives the container.
   * @defaultValue `.logveil-spool` in the working directory
   */
  readonly directory?: string;
  /** Bytes that one process may keep, the oldest dropped and counted beyond. @defaultValue 536870912 (512 MiB) */
  readonly maxBytes?: number;
  /** Lines older than this many milliseconds are dropped and counted. @defaultValue 604800000 (7 days, as Loki) */
  readonly maxAgeMs?: number;
  /** Bytes of one file. @defaultValue 4194304, and at most an eighth of maxBytes */
  readonly segmentBytes?: number;
  /** Bytes of lines kept in memory while the disk refuses them. @defaultValue 8388608 (8 MiB) */
  readonly memoryBytes?: number;
  /**
   * When lines are forced onto the disk itself: a power cut takes what was not. The death of the process takes nothing
   * with any of them. `interval` is once a second. @defaultValue 'interval'
   */
  readonly fsync?: FsyncPolicy;
}

/** How lines are delivered; the same for every endpoint. */
export interface DeliveryOptions {
  readonly spool?: SpoolOptions;
  /** False: lines go to the endpoint only, not to the destination of the logger. @defaultValue true */
  readonly local?: boolean;
  /** False: lines are spooled only, and `logveil ship` delivers them. @defaultValue true */
  readonly ship?: boolean;
  readonly batch?: {
    /** Bytes of a request before compression. @defaultValue 1048576 (1 MiB) */
    readonly maxBytes?: number;
    /** Milliseconds a line waits for others. @defaultValue 500 */
    readonly maxWaitMs?: number;
  };
  /** Waits between attempts, with full jitter. */
  readonly backoff?: {
    /** @defaultValue 500 */
    readonly minMs?: number;
    /** @defaultValue 30000 */
    readonly maxMs?: number;
  };
  /** Told when lines will not arrive, soon after and never from within a log call. */
  readonly onDrop?: (drop: Drop) => void;
  /** Told about every change of a counter, for metrics. */
  readonly onCount?: (counter: CounterName, lines: number) => void;
}

/** {@link DeliveryOptions}, resolved; plain data but for the two functions. */
export interface DeliverySettings {
  readonly directory: string;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
  readonly segmentBytes: number;
  readonly memoryBytes: number;
  readonly fsync: FsyncPolicy;
  readonly local: boolean;
  readonly ship: boolean;
  readonly maxBodyBytes: number;
  readonly lingerMs: number;
  readonly backoff: BackoffSettings;
  readonly onDrop: ((drop: Drop) => void) | undefined;
  readonly onCount: ((counter: CounterName, lines: number) => void) | undefined;
}

const mebibyte = 1 << 20;
const day = 86_400_000;

/** Reads the options that every sender has in common. */
export function readDeliveryOptions(reader: OptionReader): DeliverySettings {
  const spool = readSpoolOptions(reader.inside('spool'));
  const batch = reader.inside('batch');
  const backoff = reader.inside('backoff');
  const settings = {
    ...spool,
    local: reader.flag('local', true),
    ship: reader.flag('ship', true),
    maxBodyBytes: batch.whole('maxBytes', { min: 1024, max: 4 * mebibyte, fallback: mebibyte }),
    lingerMs: batch.whole('maxWaitMs', { min: 0, max: 60_000, fallback: 500 }),
    backoff: {
      minMs: backoff.whole('minMs', { min: 1, max: 60_000, fallback: 500 }),
      maxMs: backoff.whole('maxMs', { min: 1, max: 3_600_000, fallback: 30_000 }),
      failuresToOpen: 5,
    },
    onDrop: readFunction<(drop: Drop) => void>(reader, 'onDrop'),
    onCount: readFunction<(counter: CounterName, lines: number) => void>(reader, 'onCount'),
  };
  if (settings.backoff.maxMs < settings.backoff.minMs) backoff.problem('maxMs', 'must not be below backoff.minMs');
  batch.end();
  backoff.end();
  return settings;
}

type SpoolSettings = Pick<
  DeliverySettings,
  'directory' | 'maxBytes' | 'maxAgeMs' | 'segmentBytes' | 'memoryBytes' | 'fsync'
>;

function readSpoolOptions(reader: OptionReader): SpoolSettings {
  const maxBytes = reader.whole('maxBytes', { min: 65_536, max: 2 ** 40, fallback: 512 * mebibyte });
  const segmentBytes = reader.whole('segmentBytes', { min: 4_096, max: 64 * mebibyte, fallback: 4 * mebibyte });
  const settings = {
    directory: reader.text('directory', 4_096) ?? join(process.cwd(), '.logveil-spool'),
    maxBytes,
    maxAgeMs: reader.whole('maxAgeMs', { min: 1_000, max: 365 * day, fallback: 7 * day }),
    // Two segments may be on their way, and the oldest of the others is dropped as a whole.
    segmentBytes: Math.min(segmentBytes, Math.floor(maxBytes / 8)),
    memoryBytes: reader.whole('memoryBytes', { min: 0, max: 1024 * mebibyte, fallback: 8 * mebibyte }),
    fsync: reader.oneOf<FsyncPolicy>('fsync', ['never', 'interval', 'always'], 'interval'),
  };
  reader.end();
  return settings;
}

function readFunction<Callback>(reader: OptionReader, name: string): Callback | undefined {
  const value = reader.get(name);
  if (value === undefined) return undefined;
  // A cast that holds as far as it can be checked: what a function takes is not known at run time.
  if (typeof value === 'function') return value as Callback;
  return reader.refuse(name, 'must be a function', value);
}
