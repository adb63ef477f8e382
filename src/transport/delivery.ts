import { type DeliveryHealth, healthOf } from './delivery-health.ts';
import type { DeliveryParts } from './delivery-parts.ts';
import { type CounterName, createCounters, type DeliveryCounters, type Drop } from './ship/counters.ts';
import type { WorkerReport } from './ship/messages.ts';
import type { ShipperState } from './ship/shipper.ts';
import type { Supervisor } from './ship/supervisor.ts';
import { hasReached, type Position, readPosition, startPosition } from './spool/position.ts';
import type { SpoolPlace } from './spool/segment-chain.ts';
import { SpoolWriter } from './spool/spool-writer.ts';
import { superviseShipper } from './supervise-shipper.ts';

/**
 * Where the lines are that were logged before a flush: `delivered` to the endpoint, safely `spooled` on the disk, or in
 * `memory` because the disk refuses them. `written`: there is no endpoint, and the destination has them.
 */
export type FlushState = 'delivered' | 'spooled' | 'memory' | 'written';

/** Takes lines and sees to it that they arrive: a spool, and a worker thread that ships it. */
export class Delivery {
  readonly counters: { -readonly [Name in CounterName]: number } = createCounters();
  private readonly parts: DeliveryParts;
  private readonly writer: SpoolWriter;
  private readonly supervisor: Supervisor | undefined;
  private state: ShipperState | undefined;
  private position: Position = startPosition;
  private untold: Drop[] = [];
  private readonly waiting = new Set<() => void>();

  constructor(parts: DeliveryParts) {
    this.parts = parts;
    const { settings } = parts;
    this.writer = new SpoolWriter({
      ...settings,
      stamp: parts.stamp,
      target: parts.target,
      shippedBy: settings.ship ? 'self' : 'other',
      clock: parts.clock,
      onLoss: (loss) => {
        this.count(loss.reason, loss.lines);
        this.drop(loss);
        this.untold.push(loss);
      },
      onState: (code) => {
        if (code !== undefined) parts.onTrouble('LOGVEIL_SPOOL_FAILED', code);
        else if (!settings.ship) this.tellResumed();
      },
    });
    this.supervisor = settings.ship
      ? superviseShipper(parts, this.writer.id, (report) => this.take(report))
      : undefined;
  }

  /**
   * Spools one line. Never throws.
   * @param timeMs the time written in it, in milliseconds since the epoch; read from the line where it is not known
   */
  append(line: string, timeMs?: number): void {
    this.writer.append(line, timeMs);
  }

  /** Resolves when everything appended before is delivered, or when the time is up. Never rejects. */
  async flush(timeoutMs: number): Promise<FlushState> {
    const isDelivered = await this.delivered(timeoutMs);
    if (isDelivered && this.writer.linesInMemory === 0) return 'delivered';
    return (await this.writer.sync()) ? 'spooled' : 'memory';
  }

  /** Flushes, then ends the worker and gives up the folder. What is left is shipped by whoever comes next. */
  async close(timeoutMs: number): Promise<FlushState> {
    const start = performance.now();
    const state = await this.flush(timeoutMs);
    await this.supervisor?.stop(Math.max(minStopMs, timeoutMs - (performance.now() - start)));
    // Asked again: lines may have come while the worker was ending.
    const isEmpty = this.writer.linesInMemory === 0 && hasReached(readPosition(this.writer.folder), this.writer.end);
    this.writer.close(isEmpty && this.parts.settings.ship);
    return state;
  }

  health(): DeliveryHealth {
    return healthOf(this.writer, this.supervisor?.state, this.state);
  }

  stats(): DeliveryCounters {
    return { ...this.counters };
  }

  private async delivered(timeoutMs: number): Promise<boolean> {
    // What waits in memory for the disk has no place yet: one more try to give it one.
    if (this.writer.linesInMemory > 0) await this.writer.sync();
    const mark = this.writer.end;
    if (this.hasDelivered(mark)) return true;
    this.supervisor?.hold();
    this.supervisor?.hurry();
    await this.arrival(mark, timeoutMs);
    this.supervisor?.release();
    return this.hasDelivered(mark);
  }

  /** Resolves when the place has been reached, or when the time is up. */
  private arrival(mark: SpoolPlace, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      let looksReached = 0;
      const done = (): void => {
        clearTimeout(deadline);
        clearInterval(looking);
        this.waiting.delete(onReport);
        resolve();
      };
      const onReport = (): void => {
        if (hasReached(this.position, mark)) done();
      };
      const deadline = setTimeout(done, timeoutMs);
      const looking = setInterval(() => {
        // A worker that was restarted has to be asked again.
        this.supervisor?.hurry();
        looksReached = this.hasDelivered(mark) ? looksReached + 1 : 0;
        // The file is ahead of the worker's report, which brings the counters, by a moment.
        if (looksReached > (this.supervisor === undefined ? 0 : 1)) done();
      }, lookEveryMs);
      this.waiting.add(onReport);
    });
  }

  /** By the worker's report or by the position in the folder, which somebody else may have written. */
  private hasDelivered(mark: SpoolPlace): boolean {
    return hasReached(this.position, mark) || hasReached(readPosition(this.writer.folder), mark);
  }

  private take({ counts, drops, resumed, position, state }: WorkerReport): void {
    for (const [counter, lines] of counts) this.count(counter, lines);
    for (const drop of drops) this.drop(drop);
    if (state !== undefined) {
      if (state.trouble !== undefined) this.parts.onTrouble('LOGVEIL_NOT_DELIVERED', state.trouble);
      this.state = state;
    }
    if (position !== undefined) this.position = position;
    if (counts.some(([counter]) => counter === 'delivered')) this.tellResumed(resumed);
    for (const look of this.waiting) look();
  }

  private tellResumed(more: readonly Drop[] = []): void {
    const drops = [...this.untold, ...more];
    this.untold = [];
    if (drops.length > 0) this.parts.onResumed(drops);
  }

  private count(counter: CounterName, lines: number): void {
    this.counters[counter] += lines;
    guarded(() => this.parts.settings.onCount?.(counter, lines));
  }

  private drop(drop: Drop): void {
    this.parts.onTrouble('LOGVEIL_LINES_DROPPED', drop.reason);
    guarded(() => this.parts.settings.onDrop?.(drop));
  }
}

/** A listener of the user's that throws must not end the program. */
function guarded(call: () => void): void {
  try {
    call();
  } catch {
    // There is nobody to tell: the listener is how it would be told.
  }
}

const lookEveryMs = 100;
// A worker that cannot be reached is given this long to let go, whatever is left of the caller's time.
const minStopMs = 500;
