import { setTimeout as sleepFor } from 'node:timers/promises';

/** Time and chance as a shipper uses them; tests pass their own. */
export interface ShipClock {
  /** Milliseconds since the epoch; may jump. */
  now(): number;
  /** Milliseconds from any start; never jumps. */
  monotonic(): number;
  /** Resolves after the time, or soon after the signal aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 <= x < 1. */
  random(): number;
}

export const systemClock: ShipClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    sleepFor(ms, undefined, { signal }).catch(() => {
      // Aborting is how a sleeper is woken.
    }),
  random: () => Math.random(),
};
