import type { LaneEntry } from '../spool/lane.ts';
import type { Breaker } from './breaker.ts';
import type { ShipClock } from './clock.ts';
import type { CounterName, Drop } from './counters.ts';
import type { Quarantine } from './quarantine.ts';
import type { Outcome, Sender } from './sender.ts';

/** What a {@link Courier} works with and tells. */
export interface CourierParts {
  readonly sender: Sender;
  readonly breaker: Breaker;
  readonly clock: ShipClock;
  readonly quarantine: Quarantine;
  /** Entries older than this are given up: the endpoint would refuse them. */
  readonly maxAgeMs: number;
  /** Bytes to try an endpoint with that was down. */
  readonly probeBytes: number;
  readonly count: (counter: CounterName, lines: number) => void;
  readonly drop: (drop: Drop) => void;
  /** Entries that are done, whatever became of them, in order. */
  readonly commit: (entries: readonly LaneEntry[]) => void;
  /** Told after each attempt: what is wrong with the endpoint, or `undefined` when it answered. */
  readonly onAttempt: (trouble: string | undefined) => void;
}

/** Sends one batch until nothing of it is left: in order, in smaller parts where that helps, as often as it takes. */
export class Courier {
  private readonly parts: CourierParts;

  constructor(parts: CourierParts) {
    this.parts = parts;
  }

  /** Resolves when all entries are done, or soon after the signal aborts; what is not committed then stays in the spool. */
  async deliver(entries: readonly LaneEntry[], signal: AbortSignal): Promise<void> {
    // The last one is the next: halves go back in order.
    const stack: (readonly LaneEntry[])[] = [entries];
    let isThinned = false;
    while (!signal.aborted) {
      const next = stack.pop();
      if (next === undefined) break;
      const part = this.young(next);
      // Also when some were given up: what comes last may be among them.
      if (part.length < next.length) isThinned = true;
      if (part.length > 0) await this.attempt(part, stack, signal);
    }
    if (isThinned && !signal.aborted) this.parts.commit(entries);
  }

  private async attempt(
    whole: readonly LaneEntry[],
    stack: (readonly LaneEntry[])[],
    signal: AbortSignal,
  ): Promise<void> {
    const part = this.probe(whole);
    if (part.length < whole.length) stack.push(whole.slice(part.length));
    const outcome = await this.parts.sender.send({ entries: part, bytes: bytesOf(part) }, signal);
    if (signal.aborted && outcome.is !== 'delivered') return;
    if (outcome.is === 'retry') {
      this.parts.onAttempt(outcome.reason);
      await this.parts.breaker.backOff(outcome.afterMs, signal);
      if (!signal.aborted) this.parts.count('retried', part.length);
      stack.push(part);
      return;
    }
    // The endpoint is there and answers.
    this.parts.breaker.succeed();
    const isCut = (outcome.is === 'split' || outcome.is === 'bisect') && part.length > 1;
    if (isCut) stack.push(part.slice(part.length >> 1), part.slice(0, part.length >> 1));
    else this.finish(part, outcome);
    this.parts.onAttempt(undefined);
  }

  private finish(part: readonly LaneEntry[], outcome: Exclude<Outcome, { is: 'retry' }>): void {
    const { count, commit } = this.parts;
    if (outcome.is === 'delivered') {
      const refused = Math.min(outcome.refused ?? 0, part.length);
      count('delivered', part.length - refused);
      if (refused > 0) this.lose('refused', part, { lines: refused, detail: outcome.reason });
    } else if (outcome.is === 'bisect') {
      const [bad] = part;
      if (bad !== undefined) this.parts.quarantine.keep(bad, outcome.reason);
      this.lose('quarantined', part, { lines: 1, detail: outcome.reason });
    } else {
      this.lose('refused', part, { lines: part.length, detail: outcome.reason });
    }
    commit(part);
  }

  /** Without what is too old by now, which is counted. */
  private young(entries: readonly LaneEntry[]): readonly LaneEntry[] {
    const oldest = this.parts.clock.now() - this.parts.maxAgeMs;
    if (!entries.some(({ ms }) => ms < oldest)) return entries;
    this.lose(
      'dropped_too_old',
      entries.filter(({ ms }) => ms < oldest),
    );
    return entries.filter(({ ms }) => ms >= oldest);
  }

  /** A few entries when the endpoint was down: it may fall over again. */
  private probe(entries: readonly LaneEntry[]): readonly LaneEntry[] {
    if (this.parts.breaker.state === 'closed') return entries;
    let bytes = 0;
    const end = entries.findIndex((entry) => {
      bytes += entry.bytes;
      return bytes > this.parts.probeBytes;
    });
    return end < 0 ? entries : entries.slice(0, Math.max(1, end));
  }

  private lose(
    reason: 'refused' | 'quarantined' | 'dropped_too_old',
    entries: readonly LaneEntry[],
    { lines = entries.length, detail }: { readonly lines?: number; readonly detail?: string | undefined } = {},
  ): void {
    const times = entries.map(({ ms }) => ms);
    const drop = { reason, lines, fromMs: Math.min(...times), toMs: Math.max(...times) };
    this.parts.drop(detail === undefined ? drop : { ...drop, detail });
  }
}

function bytesOf(entries: readonly LaneEntry[]): number {
  let bytes = 0;
  for (const entry of entries) bytes += entry.bytes;
  return bytes;
}
