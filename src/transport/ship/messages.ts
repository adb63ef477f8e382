import type { Position } from '../spool/position.ts';
import type { CounterName, Drop } from './counters.ts';
import type { SenderSpec } from './senders.ts';
import type { ShipperSettings, ShipperState } from './shipper.ts';

/** What a worker thread is started with; plain data. */
export interface WorkerOrder {
  readonly shipper: ShipperSettings;
  readonly sender: SenderSpec;
  /** One number that the worker counts up while it lives. */
  readonly beat: SharedArrayBuffer;
}

/** To the worker. */
export type WorkerCommand = 'hurry' | 'stop';

/** From the worker: what has changed since the last one. */
export interface WorkerReport {
  readonly counts: readonly (readonly [CounterName, number])[];
  readonly drops: readonly Drop[];
  readonly resumed: readonly Drop[];
  readonly position: Position | undefined;
  readonly state: ShipperState | undefined;
}
