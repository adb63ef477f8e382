import { setImmediate } from 'node:timers/promises';

/** Lets a long run breathe: progress is told, a stop is heard, and timers of the process fire. */
export interface Pace {
  /** Counts so much work as done; resolves to false when the run is to stop. */
  advance(work: number): Promise<boolean> | boolean;
}

/** Often enough for a progress bar, seldom enough to cost nothing. */
const EVERY_MS = 50;

export function createPace(
  all: number,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: (done: number, all: number) => void },
): Pace {
  let done = 0;
  let restedAt = performance.now();
  return {
    advance(work) {
      done += work;
      if (performance.now() - restedAt < EVERY_MS && done < all) return true;
      onProgress?.(done, all);
      return setImmediate().then(() => {
        restedAt = performance.now();
        return signal?.aborted !== true;
      });
    },
  };
}
