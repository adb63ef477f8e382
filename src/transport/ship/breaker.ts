import type { ShipClock } from './clock.ts';

/** When to try again, and when to try with little only. */
export interface BackoffSettings {
  /** The longest first wait. */
  readonly minMs: number;
  /** The longest wait of all. */
  readonly maxMs: number;
  /** Failures in a row after which the endpoint counts as down, and one small request asks whether it is back. */
  readonly failuresToOpen: number;
}

/** Retry pace for HTTP APIs: exponential with full jitter, so that many clients do not come back at once. */
export const defaultBackoff: BackoffSettings = { minMs: 500, maxMs: 30_000, failuresToOpen: 5 };

// A server may ask for more patience than our own longest wait, within reason: an hour would look like a hang.
const maxServerWaitMs = 10 * 60_000;

/** `closed`: sending. `open`: waiting, the endpoint is down. `half-open`: one small request is trying it. */
export type BreakerState = 'closed' | 'open' | 'half-open';

/** Counts failures in a row and says how long to wait. */
export class Breaker {
  state: BreakerState = 'closed';
  private failures = 0;
  private readonly settings: BackoffSettings;
  private readonly clock: ShipClock;

  constructor(settings: BackoffSettings, clock: ShipClock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Notes a failure and waits. `afterMs` is what the server asked for; it is never undercut. */
  async backOff(afterMs: number | undefined, signal: AbortSignal): Promise<void> {
    this.failures++;
    if (this.failures >= this.settings.failuresToOpen) this.state = 'open';
    const { minMs, maxMs } = this.settings;
    // 2 ** 30 times the shortest wait is past any longest one.
    const longest = Math.min(maxMs, minMs * 2 ** Math.min(this.failures - 1, 30));
    const asked = Math.min(afterMs ?? 0, maxServerWaitMs);
    await this.clock.sleep(Math.max(asked, this.clock.random() * longest), signal);
    if (this.state === 'open') this.state = 'half-open';
  }

  succeed(): void {
    this.failures = 0;
    this.state = 'closed';
  }
}
