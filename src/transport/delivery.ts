import { randomBytes } from 'node:crypto';
import type { DeliverySettings } from './delivery-options.ts';
import { type CounterName, createCounters, type DeliveryCounters, type Drop } from './ship/counters.ts';
import type { WorkerReport } from './ship/messages.ts';
import type { Stamp } from './ship/sender.ts';
import type { SenderSpec } from './ship/senders.ts';
import type { ShipperState } from './ship/shipper.ts';
import { Supervisor, type SupervisorState } from './ship/supervisor.ts';
import { createHolder } from './spool/owner.ts';
import { hasReached, type Position, readPosition, startPosition } from './spool/position.ts';
import { type SpoolPlace, SpoolWriter } from './spool/spool-writer.ts';

/**
 * Where the lines are that were logged before a flush: `delivered` to the endpoint, safely `spooled` on the disk, or in
 * `memory` because the disk refuses them. `written`: there is no endpoint, and the destination has them.
 */
export type FlushState = 'delivered' | 'spooled' | 'memory' | 'written';

/** What {@link Delivery.health} knows. */
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
    this.supervisor = settings.ship ? this.supervise(settings) : undefined;
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
    const { trouble, linesInMemory } = this.writer;
    const { state, supervisor } = this;
    return {
      isOk: trouble === undefined && state?.trouble === undefined && supervisor?.state !== 'restarting',
      spool: { isWritable: trouble === undefined, errorCode: trouble, linesInMemory },
      endpoint: {
        breaker: state?.breaker ?? 'closed',
        trouble: state?.trouble,
        deliveredAtMs: state?.deliveredAtMs,
        backlogBytes: state?.backlogBytes ?? 0,
      },
      shipper: supervisor?.state ?? 'external',
      strandedFolders: state?.stranded ?? 0,
    };
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

  private supervise(settings: DeliverySettings): Supervisor {
    const { parts } = this;
    const { directory, maxBytes, maxAgeMs, lingerMs, backoff, maxBodyBytes } = settings;
    const holder = createHolder(randomBytes(8).toString('hex'), parts.target, 'self');
    return new Supervisor({
      order: {
        sender: parts.sender,
        shipper: {
          directory,
          holder,
          writer: this.writer.id,
          staleAfterMs,
          maxBytes,
          maxAgeMs,
          // Escapes and ids make a request larger than what the spool holds, by half or so.
          batchBytes: maxBodyBytes >> 1,
          lingerMs,
          pollMs: Math.min(pollMs, Math.max(10, lingerMs)),
          backoff,
        },
      },
      onReport: (report) => this.take(report),
      onDeath: (reason) => parts.onTrouble('LOGVEIL_SHIPPER_DIED', reason),
      ...(parts.worker === undefined ? {} : { worker: parts.worker }),
    });
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

const pollMs = 250;
const lookEveryMs = 100;
// A worker that cannot be reached is given this long to let go, whatever is left of the caller's time.
const minStopMs = 500;
// Another container's writer touches its folder every second.
const staleAfterMs = 30_000;
