import { join } from 'node:path';
import type { LaneEntry } from '../spool/lane.ts';
import { quarantineFile } from '../spool/names.ts';
import type { Position } from '../spool/position.ts';
import { type BackoffSettings, Breaker, type BreakerState } from './breaker.ts';
import type { ShipClock } from './clock.ts';
import type { CounterName, Drop } from './counters.ts';
import { Courier } from './courier.ts';
import { Fleet, type FleetSettings } from './fleet.ts';
import { takeBatch } from './merge.ts';
import { createQuarantine } from './quarantine.ts';
import type { Sender } from './sender.ts';

/** What a {@link Shipper} needs besides the endpoint; all of it is checked and resolved already. */
export interface ShipperSettings extends Omit<FleetSettings, 'monotonic' | 'now'> {
  /** Bytes of a batch as they stand in the spool. */
  readonly batchBytes: number;
  /** How long a batch waits to become full. */
  readonly lingerMs: number;
  /** How often the spool is looked at. */
  readonly pollMs: number;
  readonly backoff: BackoffSettings;
}

/** What a shipper tells, as it happens. */
export interface ShipperEvents {
  readonly onCount: (counter: CounterName, lines: number) => void;
  readonly onDrop: (drop: Drop) => void;
  /** Lines arrive again; what was lost before. */
  readonly onResumed: (drops: readonly Drop[]) => void;
  /** The own writer's folder has been shipped up to here. */
  readonly onProgress: (position: Position) => void;
  readonly onState: (state: ShipperState) => void;
}

/** How delivery stands. */
export interface ShipperState {
  readonly breaker: BreakerState;
  /** What went wrong at the last attempt; undefined when it was stored. */
  readonly trouble: string | undefined;
  /** When something was stored last, in milliseconds since the epoch. */
  readonly deliveredAtMs: number | undefined;
  readonly backlogBytes: number;
  /** Folders of dead writers with another destination, which `logveil ship` can be pointed at. */
  readonly stranded: number;
}

/** Reads what is in a spool directory and sends it, until it is stopped. */
export class Shipper {
  private readonly settings: ShipperSettings;
  private readonly sender: Sender;
  private readonly events: ShipperEvents;
  private readonly clock: ShipClock;
  private readonly fleet: Fleet;
  private readonly courier: Courier;
  private readonly breaker: Breaker;
  private readonly stopping = new AbortController();
  private waking = new AbortController();
  private isUrgent = false;
  private isResting = false;
  private tendedAt = Number.NEGATIVE_INFINITY;
  private untold: Drop[] = [];
  private trouble: string | undefined;
  private deliveredAtMs: number | undefined;

  constructor(settings: ShipperSettings, sender: Sender, events: ShipperEvents, clock: ShipClock) {
    this.settings = settings;
    this.sender = sender;
    this.events = events;
    this.clock = clock;
    const times = { monotonic: () => clock.monotonic(), now: () => clock.now() };
    this.fleet = new Fleet(
      { ...settings, ...times },
      {
        onDamage: (records) => this.lose({ reason: 'damaged', lines: records, ...this.nowTwice() }),
        onForeign: () => this.note('a segment was written by a newer version of logveil and is left alone'),
        onDropped: (reason, lines, touchedMs) => this.lose({ reason, lines, fromMs: touchedMs, toMs: touchedMs }),
      },
    );
    this.breaker = new Breaker(settings.backoff, clock);
    this.courier = new Courier({
      sender,
      breaker: this.breaker,
      clock,
      quarantine: createQuarantine(join(settings.directory, quarantineFile), () => clock.now()),
      maxAgeMs: settings.maxAgeMs,
      probeBytes: Math.max(1, settings.batchBytes >> 4),
      count: (counter, lines) => this.count(counter, lines),
      drop: (drop) => this.lose(drop),
      commit: (entries) => this.commit(entries),
      onAttempt: (trouble) => this.note(trouble),
    });
  }

  /** Ships until {@link stop}. Resolves when everything is given up, never rejects. */
  async run(): Promise<void> {
    // Of its own, so that claims are renewed and folders looked after while a request or a wait takes its time.
    const tending = setInterval(() => this.tend(), tendEveryMs);
    while (!this.stopping.signal.aborted) {
      try {
        await this.step();
      } catch (error) {
        this.note(
          error instanceof Error && 'code' in error ? `the spool: ${String(error.code)}` : 'the spool cannot be read',
        );
        for (const lane of this.fleet.lanes) lane.rewind();
        await this.rest(tendEveryMs);
      }
    }
    clearInterval(tending);
    // Once more, to clear away what has just become empty.
    this.fleet.tend();
    this.fleet.close();
    this.sender.close();
  }

  /** Sends what is there without waiting for more, once. */
  hurry(): void {
    this.isUrgent = true;
    this.waking.abort();
  }

  /** Stops at once. A request that is on its way is given up; what it carried comes again from the spool. */
  stop(): void {
    this.stopping.abort();
    this.waking.abort();
  }

  /** True when, as far as the last look saw, nothing is left to send. */
  get isIdle(): boolean {
    return this.isResting && this.fleet.lanes.every((lane) => lane.head === undefined);
  }

  /** Looks after folders and tells how things stand. */
  private tend(): void {
    this.tendedAt = this.clock.monotonic();
    this.fleet.tend();
    this.tell();
  }

  private async step(): Promise<void> {
    if (this.clock.monotonic() - this.tendedAt >= tendEveryMs) this.tend();
    const batch = await this.gather();
    if (batch.length === 0) {
      this.isUrgent = false;
      this.isResting = true;
      await this.rest(this.settings.pollMs);
      this.isResting = false;
      return;
    }
    await this.courier.deliver(batch, this.stopping.signal);
  }

  /** A full batch, or what has come together within the time a batch may wait. */
  private async gather(): Promise<LaneEntry[]> {
    const { batchBytes, lingerMs, pollMs } = this.settings;
    const start = this.clock.monotonic();
    for (;;) {
      this.fleet.fill(batchBytes);
      const { lanes } = this.fleet;
      const bytes = lanes.reduce((sum, lane) => sum + lane.bytes, 0);
      const waited = this.clock.monotonic() - start;
      const isReady = bytes === 0 || bytes >= batchBytes || this.isUrgent || waited >= lingerMs;
      if (isReady || this.stopping.signal.aborted) return takeBatch(lanes, batchBytes);
      await this.rest(Math.min(pollMs, lingerMs - waited));
    }
  }

  private async rest(ms: number): Promise<void> {
    if (this.waking.signal.aborted) this.waking = new AbortController();
    if (!this.stopping.signal.aborted) await this.clock.sleep(ms, this.waking.signal);
  }

  private commit(entries: readonly LaneEntry[]): void {
    for (const [lane, position] of new Map(entries.map(({ lane, after }) => [lane, after]))) {
      try {
        lane.commit(position);
      } catch {
        // The position stays in memory. Lines come twice after a restart, which Loki stores once.
        this.note('the position in the spool cannot be written');
      }
      if (lane === this.fleet.ownLane) this.events.onProgress(position);
    }
  }

  private count(counter: CounterName, lines: number): void {
    this.events.onCount(counter, lines);
    if (counter !== 'delivered' || lines === 0) return;
    this.deliveredAtMs = this.clock.now();
    if (this.untold.length === 0) return;
    const drops = this.untold;
    this.untold = [];
    this.events.onResumed(drops);
  }

  private lose(drop: Drop): void {
    this.events.onCount(drop.reason, drop.lines);
    this.events.onDrop(drop);
    const same = this.untold.find(({ reason }) => reason === drop.reason);
    if (same === undefined) this.untold.push(drop);
    else this.untold[this.untold.indexOf(same)] = joinedDrops(same, drop);
  }

  private note(trouble: string | undefined): void {
    this.trouble = trouble;
    this.tell();
  }

  private tell(): void {
    const backlogs = this.fleet.lanes.flatMap((lane) => lane.backlog().map(({ bytes }) => bytes));
    const done = this.fleet.lanes.reduce((sum, lane) => sum + lane.position.offset, 0);
    this.events.onState({
      breaker: this.breaker.state,
      trouble: this.trouble,
      deliveredAtMs: this.deliveredAtMs,
      backlogBytes: Math.max(0, backlogs.reduce((sum, bytes) => sum + bytes, 0) - done),
      stranded: this.fleet.stranded,
    });
  }

  private nowTwice(): { fromMs: number; toMs: number } {
    return { fromMs: this.clock.now(), toMs: this.clock.now() };
  }
}

const tendEveryMs = 1_000;

function joinedDrops(first: Drop, second: Drop): Drop {
  return {
    ...first,
    lines: first.lines + second.lines,
    fromMs: Math.min(first.fromMs, second.fromMs),
    toMs: Math.max(first.toMs, second.toMs),
  };
}
