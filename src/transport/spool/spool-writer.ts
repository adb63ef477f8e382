import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../make-directory.ts';
import { createEntryTime, type EntryTime } from './entry-time.ts';
import { fitLine } from './fit-line.ts';
import { LossTeller } from './losses.ts';
import { MemoryQueue } from './memory-queue.ts';
import { folderOf, ownerFile } from './names.ts';
import { createHolder, type Holder, touch, writeOwner } from './owner.ts';
import { SegmentChain, type SpoolPlace } from './segment-chain.ts';
import { Trouble } from './trouble.ts';
import type { WriterSettings } from './writer-options.ts';

/**
 * Appends lines to segment files, each with one synchronous write: when `append` returns, the line outlives the
 * process. Never throws after it was made; what the disk refuses waits in memory, within a bound.
 */
export class SpoolWriter {
  readonly id: string = randomBytes(8).toString('hex');
  readonly folder: string;
  private readonly settings: WriterSettings;
  private readonly nextTime: (line: string, timeMs: number) => EntryTime;
  private readonly waiting: MemoryQueue;
  private readonly losses: LossTeller;
  private readonly failure: Trouble;
  private readonly chain: SegmentChain;
  private appended = 0;
  private nextCheck = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(settings: WriterSettings) {
    this.settings = settings;
    this.folder = folderOf(settings.directory, this.id);
    this.nextTime = createEntryTime(settings.clock);
    this.waiting = new MemoryQueue(settings.memoryBytes);
    this.losses = new LossTeller(settings.onLoss);
    this.failure = new Trouble(settings.onState);
    this.chain = new SegmentChain(settings, { id: this.id, folder: this.folder, losses: this.losses });
    this.restore();
  }

  /** Appends one line, its newline or not; `timeMs` as in `Delivery.append`. Never throws. */
  append(line: string, timeMs: number = Number.NaN): void {
    const text = fitLine(line);
    const { ms, ns } = this.nextTime(text, timeMs);
    const hasTrouble = !this.chain.isOpen || this.failure.code !== undefined;
    // Asking for the time is a tenth of what an append costs; the timer does it for whoever logs less.
    if (hasTrouble || (++this.appended & checkMask) === 0) this.checkIfDue();
    if (this.failure.code === undefined && this.chain.isOpen && this.tryWrite(text, ms, ns)) return;
    this.park(text, ms, ns);
  }

  /** The place behind the last line: everything appended before is in front of it, or waits in memory. */
  get end(): SpoolPlace {
    return this.chain.end;
  }

  /** Lines that wait in memory because the disk refuses them. */
  get linesInMemory(): number {
    return this.waiting.length;
  }

  /** Why the spool cannot be written at the moment: the system's code, such as `ENOSPC`. */
  get trouble(): string | undefined {
    return this.failure.code;
  }

  /** Forces what was appended onto the disk itself; false when the disk refuses, or lines still wait in memory. */
  async sync(): Promise<boolean> {
    if (this.failure.code !== undefined) this.restore();
    if (this.failure.code !== undefined) return false;
    return new Promise((resolve) => {
      const isUnderWay = this.chain.sync((error) => resolve(error === null && this.waiting.length === 0));
      if (!isUnderWay) resolve(false);
    });
  }

  /**
   * Gives the folder up, so that anybody may ship what is left in it. A line appended later opens it again.
   * @param isDelivered nothing is left, and the folder can go
   */
  close(isDelivered = false): void {
    if (this.waiting.length > 0) this.restore();
    clearInterval(this.timer);
    this.timer = undefined;
    open.delete(this);
    this.chain.finish();
    this.release();
    this.losses.flush();
    this.nextCheck = 0;
    if (isDelivered) rmSync(this.folder, { recursive: true, force: true });
  }

  /** At the end of the process: the last try for what waits in memory. */
  lastChance(): void {
    if (this.waiting.length > 0) this.restore();
    this.release();
  }

  private tryWrite(text: string, ms: number, ns: number): boolean {
    try {
      this.chain.append(text, ms, ns);
    } catch (error) {
      this.failure.note(error);
      return false;
    }
    if (this.chain.isFull) this.rotate();
    return true;
  }

  private rotate(): void {
    try {
      this.chain.next();
      this.chain.makeRoom();
    } catch (error) {
      // The segment in use still takes lines. What else is wrong shows at the next check.
      if (!this.chain.isInPlace()) this.failure.note(error);
    }
  }

  private park(line: string, ms: number, ns: number): void {
    for (const gone of this.waiting.push({ line, ms, ns })) {
      this.losses.add({ reason: 'dropped_spool_failed', lines: 1, fromMs: gone.ms, toMs: gone.ms });
    }
  }

  private drain(): void {
    for (let next = this.waiting.peek(); next !== undefined; next = this.waiting.peek()) {
      if (!this.chain.isOpen || !this.tryWrite(next.line, next.ms, next.ns)) return;
      this.waiting.shift();
    }
  }

  private checkIfDue(): void {
    if (performance.now() >= this.nextCheck) this.check();
  }

  /** At most once a second. */
  private check(): void {
    this.nextCheck = performance.now() + checkEveryMs;
    if (this.failure.code !== undefined || !this.chain.isInPlace()) this.restore();
    touch(join(this.folder, ownerFile));
    this.chain.syncIfDue((error) => this.failure.note(error));
  }

  /** Opens the spool, or opens it again after trouble, and writes what waits in memory. */
  private restore(): void {
    this.watch();
    try {
      makeDirectory(this.folder);
      writeOwner(this.folder, this.holder());
      if (this.chain.needsNext(this.failure.code !== undefined)) this.chain.next();
      this.failure.clear();
      this.drain();
    } catch (error) {
      this.failure.note(error);
    }
  }

  private watch(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.check(), checkEveryMs);
    this.timer.unref();
    if (!isListening) process.once('exit', onExit);
    isListening = true;
    open.add(this);
  }

  private release(): void {
    try {
      writeOwner(this.folder, { ...this.holder(), isReleased: true });
    } catch {
      // The folder is gone or cannot be written: whoever ships asks for the process instead.
    }
  }

  private holder(): Holder {
    return createHolder(this.id, this.settings.target, this.settings.shippedBy);
  }
}

/** How often a writer looks after its files and says that it lives. */
const checkEveryMs = 1_000;
// A check for every 64 lines: whoever logs so much that no timer runs comes by often enough.
const checkMask = 63;

/** Writers of this process that are open. One listener for all, or Node would warn of too many. */
const open = new Set<SpoolWriter>();
let isListening = false;

function onExit(): void {
  for (const writer of open) writer.lastChance();
}
