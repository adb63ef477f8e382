import type { DeliverySettings } from './delivery-options.ts';
import type { Drop } from './ship/counters.ts';
import type { Stamp } from './ship/sender.ts';
import type { SenderSpec } from './ship/senders.ts';

/** What a delivery is made from. */
export interface DeliveryParts {
  readonly settings: DeliverySettings;
  readonly sender: SenderSpec;
  readonly stamp: Stamp;
  readonly target: string;
  readonly clock: () => number;
  /** Told when lines arrive again after some were lost: it writes that into the log. */
  readonly onResumed: (drops: readonly Drop[]) => void;
  /** Told about trouble: what, and a word for the cause. */
  readonly onTrouble: (code: DeliveryTrouble, cause: string) => void;
  /** The worker's file; tests of the sources point to the build. */
  readonly worker?: URL;
}

export type DeliveryTrouble =
  | 'LOGVEIL_SPOOL_FAILED'
  | 'LOGVEIL_NOT_DELIVERED'
  | 'LOGVEIL_LINES_DROPPED'
  | 'LOGVEIL_SHIPPER_DIED';
