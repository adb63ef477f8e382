import type { Stamp } from '../ship/sender.ts';
import type { Holder } from './owner.ts';

/** When what is in the spool is forced onto the disk itself. `never` survives the process, not a power cut. */
export type FsyncPolicy = 'never' | 'interval' | 'always';

/** Why lines did not get into the spool, or were taken out of it before they were shipped. */
export type WriterDrop = 'dropped_spool_full' | 'dropped_spool_failed';

/** Lines that are gone, and the times of the first and the last as far as they are known. */
export interface SpoolLoss {
  readonly reason: WriterDrop;
  readonly lines: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a {@link SpoolWriter} needs; all of it is checked and resolved already. */
export interface WriterSettings {
  /** The spool directory; made when it is not there. */
  readonly directory: string;
  /** Written into each segment. */
  readonly stamp: Stamp;
  readonly target: string;
  readonly shippedBy: Holder['shippedBy'];
  /** Bytes of all segments of this writer. */
  readonly maxBytes: number;
  /** Bytes after which the next segment is begun. */
  readonly segmentBytes: number;
  /** Bytes of lines kept in memory while the disk refuses them. */
  readonly memoryBytes: number;
  readonly fsync: FsyncPolicy;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told about lines that are gone. Never called from within `append`. */
  readonly onLoss: (loss: SpoolLoss) => void;
  /** Told when the spool can no longer be written, and with `undefined` when it can again. */
  readonly onState: (errorCode: string | undefined) => void;
}
