import { type Finished, SegmentLedger } from './ledger.ts';
import type { LossTeller } from './losses.ts';
import { segmentPath } from './names.ts';
import { RecordBuffer, type RecordFields } from './record.ts';
import { SegmentFile } from './segment-file.ts';
import { formatVersion } from './segment-header.ts';
import type { WriterDrop, WriterSettings } from './writer-options.ts';

/** A place in a writer's folder. */
export interface SpoolPlace {
  readonly sequence: number;
  readonly offset: number;
}

/** Whose segments they are, and who is told of lines that go with them. */
export interface ChainOwner {
  readonly id: string;
  readonly folder: string;
  readonly losses: LossTeller;
}

/** A writer's segments, one after the other: the one that takes lines, and an account of those that are finished. */
export class SegmentChain {
  private readonly settings: WriterSettings;
  private readonly owner: ChainOwner;
  private readonly ledger: SegmentLedger;
  private readonly buffer = new RecordBuffer();
  private readonly fields: RecordFields = { kind: 'line', index: 0, ms: 0, ns: 0 };
  private segment: SegmentFile | undefined;
  private sequence = 0;
  private lastSequence = 0;
  private lastOffset = 0;
  private fromMs = 0;
  private toMs = 0;
  private isDirty = false;

  constructor(settings: WriterSettings, owner: ChainOwner) {
    this.settings = settings;
    this.owner = owner;
    this.ledger = new SegmentLedger(owner.folder);
  }

  /** Whether there is a segment for lines to go to. */
  get isOpen(): boolean {
    return this.segment !== undefined;
  }

  /** Whether that segment has its bytes. */
  get isFull(): boolean {
    return this.segment !== undefined && this.segment.size >= this.settings.segmentBytes;
  }

  /** The place behind the last line. */
  get end(): SpoolPlace {
    return { sequence: this.lastSequence, offset: this.lastOffset };
  }

  /** Whether the segment still stands where it was made. */
  isInPlace(): boolean {
    return this.segment?.isInPlace() === true;
  }

  /** After trouble another file is tried: the trouble may be one of the file, such as its size. */
  needsNext(hasTrouble: boolean): boolean {
    const { segment } = this;
    if (segment === undefined || segment.isTorn || !segment.isInPlace()) return true;
    return hasTrouble && segment.lines > 0;
  }

  /** Appends a line to the open segment. Throws what the file system throws, and then nothing of it is there. */
  append(text: string, ms: number, ns: number): void {
    const { segment, buffer, fields } = this;
    if (segment === undefined) throw new Error('no segment is open');
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
  }

  /** Begins the next segment. Throws what the file system throws, and then the one before goes on. */
  next(): void {
    this.begin();
    for (const gone of this.ledger.settle()) this.lose('dropped_spool_failed', gone);
  }

  /** Gives up the oldest segments, so that there is room for one more. */
  makeRoom(): void {
    const room = this.settings.maxBytes - this.settings.segmentBytes;
    for (const gone of this.ledger.makeRoom(room)) this.lose('dropped_spool_full', gone);
  }

  /** Forces what was appended onto the disk itself, and tells when it is there. False without a segment. */
  sync(done: (error: NodeJS.ErrnoException | null) => void): boolean {
    this.isDirty = false;
    this.segment?.syncSoon(done);
    return this.segment !== undefined;
  }

  /** The same, if the settings ask for it from time to time and there is something. */
  syncIfDue(failed: (error: Error) => void): void {
    if (this.settings.fsync !== 'interval' || !this.isDirty) return;
    this.sync((error) => {
      if (error !== null && error.code !== 'EBADF') failed(error);
    });
  }

  /** Ends the open segment; the next line needs another. */
  finish(): void {
    const { segment, fromMs, toMs } = this;
    if (segment === undefined) return;
    this.ledger.add(segment.sequence, { bytes: segment.size, lines: segment.lines, fromMs, toMs });
    if (this.settings.fsync === 'interval' && this.isDirty) segment.syncSoon(() => segment.close());
    else segment.close();
    this.segment = undefined;
  }

  private lose(reason: WriterDrop, { lines, fromMs, toMs }: Finished): void {
    this.owner.losses.add({ reason, lines, fromMs, toMs });
  }

  /** Lines of a segment that somebody removed are still readable through its descriptor: they move. */
  private begin(): void {
    const next = new SegmentFile(segmentPath(this.owner.folder, this.sequence + 1), this.sequence + 1);
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

  /** Two copies: a segment is readable as long as one of them is. */
  private writeHeader(segment: SegmentFile): void {
    const content = { version: formatVersion, writer: this.owner.id, stamp: this.settings.stamp };
    const fields: RecordFields = { kind: 'header', index: 0, ms: this.settings.clock(), ns: 0 };
    const length = this.buffer.put(JSON.stringify(content), fields);
    segment.append(this.buffer, length);
    segment.append(this.buffer, length);
  }
}
