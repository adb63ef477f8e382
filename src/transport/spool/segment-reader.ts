import { readSync } from 'node:fs';
import { decodeRecord, findRecord, maxRecordText, recordHeadBytes, type SpoolRecord } from './record.ts';

/** A record and the place in the file behind it. */
export interface PlacedRecord {
  readonly record: SpoolRecord;
  readonly end: number;
}

/** What was read of a segment. */
export interface SegmentSlice {
  readonly records: readonly PlacedRecord[];
  /** Where to read on. */
  readonly offset: number;
  /** Stretches that could not be read and were passed over. */
  readonly damaged: number;
  /** True when nothing more is to be had behind `offset` for now. */
  readonly isAtEnd: boolean;
}

/** What to read: from where, how much, and whether nobody writes to the file any more. */
export interface SliceRequest {
  readonly offset: number;
  /** Stops behind the record with which this many bytes are reached. */
  readonly maxBytes: number;
  readonly isFinal: boolean;
}

/** Reads records from segments. Keeps one buffer, which grows when a record or a damaged stretch needs it. */
export class SegmentReader {
  private buffer = Buffer.alloc(0);

  /** Reads on in a file. Throws what the file system throws; damage is passed over and counted. */
  read(file: number, { offset, maxBytes, isFinal }: SliceRequest): SegmentSlice {
    // One record more than asked for, so that a slice is never empty for want of room.
    let size = Math.min(maxBytes, maxSlice) + recordHeadBytes;
    for (;;) {
      const length = this.fill(file, offset, size);
      const isWhole = length < size;
      const slice = parse(this.buffer, length, { maxBytes, isFinal: isFinal && isWhole });
      const isStuck = slice.records.length === 0 && slice.offset === 0;
      if (!isStuck || isWhole) {
        return {
          ...slice,
          records: placed(slice.records, offset),
          offset: offset + slice.offset,
          isAtEnd: isWhole && slice.isAtEnd,
        };
      }
      size *= 2;
    }
  }

  private fill(file: number, offset: number, size: number): number {
    if (this.buffer.length < size) this.buffer = Buffer.allocUnsafeSlow(size);
    let length = 0;
    while (length < size) {
      const read = readSync(file, this.buffer, length, size - length, offset + length);
      if (read === 0) break;
      length += read;
    }
    return length;
  }
}

const maxSlice = maxRecordText;

function placed(records: readonly PlacedRecord[], offset: number): PlacedRecord[] {
  return records.map(({ record, end }) => ({ record, end: end + offset }));
}

/** Parses from the start of the buffer; places in the result count from there. */
function parse(buffer: Buffer, length: number, { maxBytes, isFinal }: Omit<SliceRequest, 'offset'>): SegmentSlice {
  const records: PlacedRecord[] = [];
  let at = 0;
  let damaged = 0;
  while (at < length && at < maxBytes) {
    const decoded = decodeRecord(buffer, at, length);
    if (decoded.is === 'record') {
      records.push({ record: decoded.record, end: decoded.end });
      at = decoded.end;
      continue;
    }
    const next = findRecord(buffer, at + 1, length);
    if (next < 0) {
      // What follows may still be being written, or may be behind the end of the buffer. In a file that is finished it is
      // lost: a write that the process did not live to complete.
      if (isFinal) return { records, offset: length, damaged: damaged + 1, isAtEnd: true };
      return { records, offset: at, damaged, isAtEnd: true };
    }
    damaged++;
    at = next;
  }
  return { records, offset: at, damaged, isAtEnd: at >= length };
}
