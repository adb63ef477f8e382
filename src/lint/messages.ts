import type { Batch, ReadSettings } from './batch.ts';
import type { EngineSettings } from './engine.ts';
import type { FileUnit } from './plan.ts';
import type { UnitEnd } from './scan-unit.ts';

/** What a thread is started with. */
export interface WorkerSettings {
  readonly engine: EngineSettings;
  readonly read: ReadSettings;
}

/** To a thread: a unit to scan, or that so many findings were taken. */
export type ToWorker =
  | { readonly kind: 'scan'; readonly unit: FileUnit }
  | { readonly kind: 'taken'; readonly findings: number };

/** From a thread, about the first of its units that has not ended; `ready` when it wants the next one. */
export type FromWorker =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'ready' }
  | { readonly kind: 'end'; readonly end: UnitEnd };

/** Findings that may be under way or waiting at the other end: some megabytes, so memory stays bounded. */
export const MOST_WAITING: number = 5000;
