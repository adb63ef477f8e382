import type { ShipperState } from './ship/shipper.ts';
import type { SupervisorState } from './ship/supervisor.ts';
import type { SpoolWriter } from './spool/spool-writer.ts';

/** What a delivery's `health()` knows. */
export interface DeliveryHealth {
  /** True when lines are spooled and arrive. */
  readonly isOk: boolean;
  readonly spool: {
    readonly isWritable: boolean;
    /** The system's code, such as `ENOSPC`. */
    readonly errorCode: string | undefined;
    readonly linesInMemory: number;
  };
  readonly endpoint: {
    /** `closed` is the state of normal work; `open` means that it is down and being waited for. */
    readonly breaker: ShipperState['breaker'];
    /** What went wrong at the last attempt, without content; undefined when nothing did. */
    readonly trouble: string | undefined;
    /** Milliseconds since the epoch; undefined before the first time. */
    readonly deliveredAtMs: number | undefined;
    readonly backlogBytes: number;
  };
  /** `external`: `logveil ship` delivers, and nothing is known here of the endpoint. */
  readonly shipper: SupervisorState | 'external';
  /** Folders of dead processes in the spool that are meant for another endpoint. */
  readonly strandedFolders: number;
}

/**
 * @param shipper undefined when `logveil ship` delivers
 * @param state what the shipper has said last
 */
export function healthOf(
  writer: Pick<SpoolWriter, 'trouble' | 'linesInMemory'>,
  shipper: SupervisorState | undefined,
  state: ShipperState | undefined,
): DeliveryHealth {
  const { trouble, linesInMemory } = writer;
  return {
    isOk: trouble === undefined && state?.trouble === undefined && shipper !== 'restarting',
    spool: { isWritable: trouble === undefined, errorCode: trouble, linesInMemory },
    endpoint: {
      breaker: state?.breaker ?? 'closed',
      trouble: state?.trouble,
      deliveredAtMs: state?.deliveredAtMs,
      backlogBytes: state?.backlogBytes ?? 0,
    },
    shipper: shipper ?? 'external',
    strandedFolders: state?.stranded ?? 0,
  };
}
