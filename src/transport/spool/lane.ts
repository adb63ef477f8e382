import { rmSync } from 'node:fs';
import type { Entry, Stamp } from '../ship/sender.ts';
import { LaneFiles, type SegmentSize } from './lane-files.ts';
import { segmentPath } from './names.ts';
import { hasReached, type Position, readPosition, writePosition } from './position.ts';
import { formatVersion, parseHeader } from './segment-header.ts';
import { type PlacedRecord, SegmentReader } from './segment-reader.ts';

/** An entry read from a lane, and how far the lane is done once it is delivered. */
export interface LaneEntry extends Entry {
  readonly lane: Lane;
  readonly after: Position;
}

/** What a lane finds out about its segments while reading. */
export interface LaneReports {
  /** Records, or stretches of them, that could not be read. */
  readonly onDamage: (records: number) => void;
  /** A segment was written by a newer version and is left alone. */
  readonly onForeign: (path: string) => void;
}

/** One writer's folder as its shipper sees it: entries in order, and a position that is kept over restarts. */
export class Lane {
  readonly folder: string;
  private readonly reports: LaneReports;
  private readonly files: LaneFiles;
  private readonly reader = new SegmentReader();
  private readonly ready: LaneEntry[] = [];
  private readyBytes = 0;
  private committed: Position;
  private cursor: Position;
  /** The last record that was read. */
  private lastRead: Position;
  private stamp: Stamp = {};
  /** The segment whose header gave the stamp. */
  private stampOf = 0;
  /** Segments of a newer version, which are not ours to read or to remove. */
  private readonly foreign = new Set<number>();

  constructor(folder: string, reports: LaneReports) {
    this.folder = folder;
    this.reports = reports;
    this.files = new LaneFiles(folder);
    this.committed = readPosition(folder);
    this.cursor = this.committed;
    this.lastRead = this.committed;
  }

  /** What has been delivered. */
  get position(): Position {
    return this.committed;
  }

  /** The next entry, without taking it. */
  get head(): LaneEntry | undefined {
    return this.ready[0];
  }

  /** Bytes of the entries that are ready. */
  get bytes(): number {
    return this.readyBytes;
  }

  take(): LaneEntry | undefined {
    const entry = this.ready.shift();
    if (entry !== undefined) this.readyBytes -= entry.bytes;
    return entry;
  }

  /**
   * Reads on until this many bytes are ready.
   * @param isSealed nobody writes to the folder any more
   */
  fill(maxBytes: number, isSealed: boolean): void {
    while (this.readyBytes < maxBytes) {
      const sequences = this.files.sequences();
      const sequence = sequences.find((each) => each >= this.cursor.sequence);
      if (sequence === undefined) return;
      if (sequence !== this.cursor.sequence) this.cursor = { sequence, offset: 0, lines: 0 };
      // Looked up before reading: what is final now does not grow behind our back.
      const isFinal = isSealed || sequences.some((each) => each > sequence);
      const isAtEnd = this.read(maxBytes - this.readyBytes, isFinal);
      if (isAtEnd && !isFinal) return;
      if (isAtEnd) this.enter(sequence + 1);
    }
  }

  /** Notes that everything up to the position is done, and removes what is not needed any more. Throws what the file system throws. */
  commit(position: Position): void {
    this.committed = position;
    try {
      writePosition(this.folder, position);
    } catch {
      // On a full disk the segments that are done make the room.
      this.removeDone();
      writePosition(this.folder, position);
    }
    this.removeDone();
  }

  /** Goes back to what is committed, as after a failed attempt of another process. */
  rewind(): void {
    this.ready.length = 0;
    this.readyBytes = 0;
    this.cursor = this.committed;
    this.lastRead = this.committed;
    this.files.close();
  }

  /** The folder's segments that are not done, the oldest first, with what they take. */
  backlog(): SegmentSize[] {
    const undone = this.files.sequences().filter((sequence) => sequence >= this.committed.sequence);
    return undone.map((sequence) => this.files.sizeOf(sequence));
  }

  /** Gives up a segment that is not being read; returns how many lines are lost with it. */
  drop(sequence: number): number {
    if (sequence <= this.cursor.sequence) return 0;
    const lines = this.count(sequence);
    this.files.remove(sequence);
    return lines;
  }

  /** Whether all there is has been delivered, as far as the last `fill` of a sealed folder has seen. */
  isDone(): boolean {
    if (this.ready.length > 0 || this.foreign.size > 0 || !hasReached(this.committed, this.lastRead)) return false;
    const last = this.files.sequences().at(-1);
    return last === undefined || last < this.cursor.sequence;
  }

  /** Removes a folder in which all is done and nobody writes. */
  removeFolder(): void {
    this.files.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  close(): void {
    this.files.close();
  }

  private read(maxBytes: number, isFinal: boolean): boolean {
    const descriptor = this.files.open(this.cursor.sequence);
    if (descriptor === undefined) return true;
    const { sequence, offset } = this.cursor;
    // The header tells what the sender has to know, also when reading goes on in the middle.
    if (offset > 0 && this.stampOf !== sequence) this.readHeader(descriptor, sequence);
    const slice = this.reader.read(descriptor, { offset, maxBytes, isFinal });
    const before = this.cursor.lines;
    let start = offset;
    for (const placed of slice.records) {
      if (!this.accept(placed, start)) return true;
      start = placed.end;
    }
    this.cursor = { ...this.cursor, offset: slice.offset };
    this.reportDamage(slice.damaged, slice.records, before);
    return slice.isAtEnd;
  }

  private readHeader(descriptor: number, sequence: number): void {
    const { records } = this.reader.read(descriptor, { offset: 0, maxBytes: 1, isFinal: true });
    const [first] = records;
    if (first !== undefined && first.record.kind === 'header') this.acceptHeader(first.record.text);
    this.stampOf = sequence;
  }

  /** False when the segment is of a version we do not know. */
  private accept({ record, end }: PlacedRecord, start: number): boolean {
    const { sequence } = this.cursor;
    if (record.kind === 'header') {
      if (!this.acceptHeader(record.text)) return false;
      this.stampOf = sequence;
      return true;
    }
    const after = { sequence, offset: end, lines: record.index + 1 };
    this.readyBytes += end - start;
    this.ready.push({
      ms: record.ms,
      ns: record.ns,
      line: record.text,
      bytes: end - start,
      stamp: this.stamp,
      lane: this,
      after,
    });
    this.cursor = after;
    this.lastRead = after;
    return true;
  }

  private acceptHeader(text: string): boolean {
    const header = parseHeader(text);
    if (header === undefined) return true;
    if (header.version > formatVersion) {
      this.foreign.add(this.cursor.sequence);
      this.reports.onForeign(segmentPath(this.folder, this.cursor.sequence));
      return false;
    }
    this.stamp = header.stamp;
    return true;
  }

  /** Numbers that are missing tell how many lines are lost; a stretch without a line behind it counts as one. */
  private reportDamage(stretches: number, records: readonly PlacedRecord[], before: number): void {
    if (stretches === 0) return;
    const lines = records.filter(({ record }) => record.kind === 'line').length;
    const missing = this.cursor.lines - before - lines;
    this.reports.onDamage(Math.max(stretches, missing));
  }

  private count(sequence: number): number {
    const descriptor = this.files.open(sequence);
    if (descriptor === undefined) return 0;
    let [lines, offset, isAtEnd] = [0, 0, false];
    while (!isAtEnd) {
      const slice = this.reader.read(descriptor, { offset, maxBytes: 1 << 20, isFinal: true });
      lines += slice.records.filter(({ record }) => record.kind === 'line').length;
      offset = slice.offset;
      isAtEnd = slice.isAtEnd;
    }
    this.files.close();
    return lines;
  }

  private enter(sequence: number): void {
    this.files.close();
    this.cursor = { sequence, offset: 0, lines: 0 };
  }

  private removeDone(): void {
    for (const sequence of this.files.sequences()) {
      const isDone = sequence < this.committed.sequence && !this.foreign.has(sequence);
      if (isDone) this.files.remove(sequence);
    }
  }
}
