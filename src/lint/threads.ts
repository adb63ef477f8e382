import { availableParallelism } from 'node:os';
import type { ScanUnit } from './plan.ts';

/** A number of threads, or as many as pay. */
export type Threads = number | 'auto';

/** A thread starts and compiles the rules in about the time that one scans so much. */
const WORTH_THREADS_BYTES = 64 << 20;
/** A thread takes 40 to 60 MB; three of them and the caller's stay below 256 MB. */
const MOST_OF_ITSELF = 3;

/** How many threads scan the units: never more than there are units to share out. */
export function threadsFor(units: readonly ScanUnit[], threads: Threads): number {
  const files = units.filter((unit) => unit.kind === 'file');
  if (threads !== 'auto') return Math.min(threads, files.length);
  const bytes = files.reduce((sum, { from, to = from }) => sum + to - from, 0);
  return bytes < WORTH_THREADS_BYTES ? 1 : Math.min(availableParallelism(), MOST_OF_ITSELF, files.length);
}
