import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cutRecord, maxLineBytes } from '../../record/index.ts';
import { makeDirectory } from '../make-directory.ts';
import { createEntryTime, type EntryTime } from './entry-time.ts';
import { type Finished, SegmentLedger } from './ledger.ts';
import { LossTeller } from './losses.ts';
import { MemoryQueue } from './memory-queue.ts';
import { folderOf, ownerFile, segmentPath } from './names.ts';
import { createHolder, type Holder, touch, writeOwner } from './owner.ts';
import { RecordBuffer, type RecordFields } from './record.ts';
import { SegmentFile } from './segment-file.ts';
import { formatVersion } from './segment-header.ts';
import type { WriterDrop, WriterSettings } from './writer-options.ts';

/** A place in a writer's folder. */
export interface SpoolPlace {
  readonly sequence: number;
  readonly offset: number;
}

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
  private readonly ledger: SegmentLedger;
  private readonly losses: LossTeller;
  private readonly buffer = new RecordBuffer();
  private readonly fields: RecordFields = { kind: 'line', index: 0, ms: 0, ns: 0 };
  private appended = 0;
  private segment: SegmentFile | undefined;
  private sequence = 0;
  private lastSequence = 0;
  private lastOffset = 0;
  private fromMs = 0;
  private toMs = 0;
  private failure: string | undefined;
  private told: string | undefined;
  private isDirty = false;
  private nextCheck = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(settings: WriterSettings) {
    this.settings = settings;
    this.folder = folderOf(settings.directory, this.id);
    this.nextTime = createEntryTime(settings.clock);
    this.waiting = new MemoryQueue(settings.memoryBytes);
    this.ledger = new SegmentLedger(this.folder);
    this.losses = new LossTeller(settings.onLoss);
    this.restore();
  }

  /** Appends one line, its newline or not; `timeMs` as in `Delivery.append`. Never throws. */
  append(line: string, timeMs: number = Number.NaN): void {
    const text = fitting(line);
    const { ms, ns } = this.nextTime(text, timeMs);
    // Asking for the time is a tenth of what an append costs; the timer does it for whoever logs less.
    const isClosed = this.segment === undefined;
    if (isClosed || this.failure !== undefined || (++this.appended & checkMask) === 0) this.checkIfDue();
    if (this.failure === undefined && this.segment !== undefined && this.tryWrite(this.segment, text, ms, ns)) return;
    this.park(text, ms, ns);
  }

  /** The place behind the last line: everything appended before is in front of it, or waits in memory. */
  get end(): SpoolPlace {
    return { sequence: this.lastSequence, offset: this.lastOffset };
  }

  /** Lines that wait in memory because the disk refuses them. */
  get linesInMemory(): number {
    return this.waiting.length;
  }

  /** Why the spool cannot be written at the moment: the system's code, such as `ENOSPC`. */
  get trouble(): string | undefined {
    return this.failure;
  }

  /** Forces what was appended onto the disk itself; false when the disk refuses, or lines still wait in memory. */
  async sync(): Promise<boolean> {
    if (this.failure !== undefined) this.restore();
    const { segment } = this;
    if (this.failure !== undefined || segment === undefined) return false;
    this.isDirty = false;
    return new Promise((resolve) => segment.syncSoon((error) => resolve(error === null && this.waiting.length === 0)));
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
    this.finish();
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

  private tryWrite(segment: SegmentFile, text: string, ms: number, ns: number): boolean {
    const { buffer, fields } = this;
    try {
      fields.index = segment.lines;
      fields.ms = ms;
      fields.ns = ns;
      segment.append(buffer, buffer.put(text, fields));
      if (segment.lines++ === 0) this.fromMs = ms;
      this.toMs = ms;
      this.lastSequence = segment.sequence;
      this.lastOffset = segment.size;
      if (this.settings.fsync === 'always') segment.sync();
      else this.isDirty = true;
    } catch (error) {
      this.fail(error);
      return false;
    }
    if (segment.size >= this.settings.segmentBytes) this.rotate();
    return true;
  }

  private park(line: string, ms: number, ns: number): void {
    for (const gone of this.waiting.push({ line, ms, ns })) {
      this.losses.add({ reason: 'dropped_spool_failed', lines: 1, fromMs: gone.ms, toMs: gone.ms });
    }
  }

  private checkIfDue(): void {
    if (performance.now() >= this.nextCheck) this.check();
  }

  /** At most once a second. */
  private check(): void {
    this.nextCheck = performance.now() + checkEveryMs;
    const isBroken = this.failure !== undefined || this.segment === undefined || !this.segment.isInPlace();
    if (isBroken) this.restore();
    touch(join(this.folder, ownerFile));
    if (this.settings.fsync !== 'interval' || !this.isDirty) return;
    this.isDirty = false;
    this.segment?.syncSoon((error) => {
      if (error !== null && error.code !== 'EBADF') this.fail(error);
    });
  }

  /** Opens the spool, or opens it again after trouble, and writes what waits in memory. */
  private restore(): void {
    this.watch();
    try {
      makeDirectory(this.folder);
      writeOwner(this.folder, this.holder());
      if (this.needsSegment()) {
        this.begin();
        for (const gone of this.ledger.settle()) this.lose('dropped_spool_failed', gone);
      }
      this.setFailure(undefined);
      this.drain();
    } catch (error) {
      this.fail(error);
    }
  }

  /** After trouble another file is tried: the trouble may be one of the file, such as its size. */
  private needsSegment(): boolean {
    const { segment } = this;
    if (segment === undefined || segment.isTorn || !segment.isInPlace()) return true;
    return this.failure !== undefined && segment.lines > 0;
  }

  private drain(): void {
    for (let next = this.waiting.peek(); next !== undefined; next = this.waiting.peek()) {
      if (this.segment === undefined || !this.tryWrite(this.segment, next.line, next.ms, next.ns)) return;
      this.waiting.shift();
    }
  }

  private rotate(): void {
    try {
      this.begin();
      for (const gone of this.ledger.settle()) this.lose('dropped_spool_failed', gone);
      const room = this.settings.maxBytes - this.settings.segmentBytes;
      for (const gone of this.ledger.makeRoom(room)) this.lose('dropped_spool_full', gone);
    } catch (error) {
      // The segment in use still takes lines. What else is wrong shows at the next check.
      if (this.segment === undefined || !this.segment.isInPlace()) this.fail(error);
    }
  }

  /** Begins the next segment. Lines of one that somebody removed are still readable through its descriptor: they move. */
  private begin(): void {
    const next = new SegmentFile(segmentPath(this.folder, this.sequence + 1), this.sequence + 1);
    this.sequence++;
    const last = this.segment;
    try {
      const isLost = last !== undefined && last.lines > 0 && !last.isInPlace();
      if (isLost) next.appendBytes(last.content());
      else this.writeHeader(next);
      if (isLost) next.lines = last.lines;
    } catch (error) {
      next.remove();
      throw error;
    }
    if (next.lines === 0) this.finish();
    else last?.close();
    this.segment = next;
  }

  private finish(): void {
    const { segment } = this;
    if (segment === undefined) return;
    this.ledger.add(segment.sequence, {
      bytes: segment.size,
      lines: segment.lines,
      fromMs: this.fromMs,
      toMs: this.toMs,
    });
    if (this.settings.fsync === 'interval' && this.isDirty) segment.syncSoon(() => segment.close());
    else segment.close();
    this.segment = undefined;
  }

  /** Two copies: a segment is readable as long as one of them is. */
  private writeHeader(segment: SegmentFile): void {
    const content = { version: formatVersion, writer: this.id, stamp: this.settings.stamp };
    const fields: RecordFields = { kind: 'header', index: 0, ms: this.settings.clock(), ns: 0 };
    const length = this.buffer.put(JSON.stringify(content), fields);
    segment.append(this.buffer, length);
    segment.append(this.buffer, length);
  }

  private lose(reason: WriterDrop, { lines, fromMs, toMs }: Finished): void {
    this.losses.add({ reason, lines, fromMs, toMs });
  }

  private fail(error: unknown): void {
    this.setFailure(error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN');
  }

  private setFailure(code: string | undefined): void {
    if (this.failure === code) return;
    this.failure = code;
    setImmediate(() => {
      if (this.told === this.failure) return;
      this.told = this.failure;
      this.settings.onState(this.failure);
    });
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

/** Cut to what Loki takes. */
function fitting(line: string): string {
  if (line.length * 3 <= maxLineBytes) return line;
  const text = line.trimEnd();
  return Buffer.byteLength(text) <= maxLineBytes ? text : cut(text);
}

function cut(text: string): string {
  const shrunk = cutRecord(text, maxLineBytes - roomForNote, ['level', 'time', 'err', 'msg']);
  if (shrunk !== undefined) return `${shrunk.text.slice(0, -1)},"truncated_bytes":${shrunk.bytesGone}}`;
  const start = Buffer.from(text)
    .subarray(0, maxLineBytes - roomForNote)
    .toString();
  return `${start}[Truncated: ${Buffer.byteLength(text) - Buffer.byteLength(start)} bytes]`;
}

// Room for `,"truncated_bytes":` and its number, or for the words that stand for it.
const roomForNote = 40;
