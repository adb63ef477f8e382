import { crc32 } from 'node:zlib';

/** What a record of a segment is: the segment's own header, or a line somebody logged. */
export type RecordKind = 'header' | 'line';

/** One record of a segment. */
export interface SpoolRecord {
  readonly kind: RecordKind;
  /** Position among the lines of its segment, from 0: a gap says how many were damaged. */
  readonly index: number;
  /** Milliseconds since the epoch, and nanoseconds on top: the entry's time, frozen when it was logged. */
  readonly ms: number;
  readonly ns: number;
  readonly text: string;
}

/** Bytes before a record's text. */
export const recordHeadBytes = 32;

/** The longest text a record may have: four of the longest lines. A length above it is damage. */
export const maxRecordText: number = 1 << 20;

// 0xff and 0xfe never stand in UTF-8, so after damage the next record is found by looking for them.
const marker = 0xff_4c_56_fe;
const firstMarkerByte = 0xff;
const kinds: readonly RecordKind[] = ['header', 'line'];

// marker | checksum of all that follows | length of the text | kind | milliseconds | nanoseconds | index | text
const checksumAt = 4;
const lengthAt = 8;
const kindAt = 12;
const msAt = 16;
const nsAt = 24;
const indexAt = 28;

/**
 * Writes a record into the buffer and returns where it ends. The buffer must have room for the head and three bytes
 * for each UTF-16 unit of the text.
 */
export function encodeRecord(target: Buffer, at: number, { kind, index, ms, ns, text }: SpoolRecord): number {
  const length = target.write(text, at + recordHeadBytes, 'utf8');
  const end = at + recordHeadBytes + length;
  target.writeUInt32BE(marker, at);
  target.writeUInt32LE(length, at + lengthAt);
  target.writeUInt32LE(kind === 'line' ? 1 : 0, at + kindAt);
  target.writeDoubleLE(ms, at + msAt);
  target.writeUInt32LE(ns, at + nsAt);
  target.writeUInt32LE(index, at + indexAt);
  target.writeUInt32LE(crc32(target.subarray(at + lengthAt, end)), at + checksumAt);
  return end;
}

/** What stands at a place of a segment: a record, the start of one that goes on past the end, or nothing readable. */
export type Decoded =
  | { readonly is: 'record'; readonly record: SpoolRecord; readonly end: number }
  | { readonly is: 'short' }
  | { readonly is: 'damaged' };

const short: Decoded = { is: 'short' };
const damaged: Decoded = { is: 'damaged' };

/** Reads the record at a place. Never throws, whatever the bytes are. */
export function decodeRecord(source: Buffer, at: number, end: number): Decoded {
  if (at + recordHeadBytes > end) return beginsLikeMarker(source, at, end) ? short : damaged;
  if (source.readUInt32BE(at) !== marker) return damaged;
  const length = source.readUInt32LE(at + lengthAt);
  const kind = kinds[source.readUInt32LE(at + kindAt)];
  if (length > maxRecordText || kind === undefined) return damaged;
  const recordEnd = at + recordHeadBytes + length;
  if (recordEnd > end) return short;
  if (crc32(source.subarray(at + lengthAt, recordEnd)) !== source.readUInt32LE(at + checksumAt)) return damaged;
  const record = {
    kind,
    index: source.readUInt32LE(at + indexAt),
    ms: source.readDoubleLE(at + msAt),
    ns: source.readUInt32LE(at + nsAt),
    text: source.toString('utf8', at + recordHeadBytes, recordEnd),
  };
  return { is: 'record', record, end: recordEnd };
}

function beginsLikeMarker(source: Buffer, at: number, end: number): boolean {
  for (let byte = 0; byte < 4 && at + byte < end; byte++) {
    if (source[at + byte] !== ((marker >>> (24 - byte * 8)) & 0xff)) return false;
  }
  return true;
}

/** The next place from `at` on where a whole record stands, or -1. */
export function findRecord(source: Buffer, at: number, end: number): number {
  for (
    let place = source.indexOf(firstMarkerByte, at);
    place >= 0;
    place = source.indexOf(firstMarkerByte, place + 1)
  ) {
    if (place + recordHeadBytes > end) return -1;
    if (decodeRecord(source, place, end).is === 'record') return place;
  }
  return -1;
}
