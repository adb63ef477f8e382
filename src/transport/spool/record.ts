import { checksum } from './checksum.ts';

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

/** What of a record is no text. The writer changes one object instead of making one for each line. */
export interface RecordFields {
  kind: RecordKind;
  index: number;
  ms: number;
  ns: number;
}

/** A place to put records together, one at a time. Grows with the longest. */
export class RecordBuffer {
  bytes: Utf8Buffer = bufferOf(1 << 16);
  private view = new DataView(this.bytes.buffer);
  private words = new Int32Array(this.bytes.buffer);

  /** Puts a record at the start of `bytes` and returns its length. A newline at the end of the text is left out. */
  put(text: string, { kind, index, ms, ns }: RecordFields): number {
    // UTF-8 takes at most three bytes for a UTF-16 unit.
    const room = recordHeadBytes + text.length * 3 + wordBytes;
    if (room > this.bytes.length) this.grow(room);
    const { bytes, view } = this;
    let end = recordHeadBytes + bytes.utf8Write(text, recordHeadBytes, room - recordHeadBytes);
    while (end > recordHeadBytes && isNewline(bytes[end - 1])) end--;
    view.setUint32(0, marker);
    view.setUint32(lengthAt, end - recordHeadBytes, true);
    view.setUint32(kindAt, kind === 'line' ? 1 : 0, true);
    view.setFloat64(msAt, ms, true);
    view.setUint32(nsAt, ns, true);
    view.setUint32(indexAt, index, true);
    view.setUint32(checksumAt, this.sum(end), true);
    return end;
  }

  /** Also of a record that was read: {@link decodeRecord} brings its bytes here, where they begin with a word. */
  sum(end: number): number {
    // Zeros to the end of the last word; stores cost less than a call of fill().
    for (let at = end; at < end + wordBytes; at++) this.bytes[at] = 0;
    return checksum(this.words, lengthAt / wordBytes, Math.ceil(end / wordBytes));
  }

  private grow(room: number): void {
    this.bytes = bufferOf(room * 2);
    this.view = new DataView(this.bytes.buffer);
    this.words = new Int32Array(this.bytes.buffer);
  }

  /** Takes the bytes of a record as they were read. */
  take(source: Buffer, from: number, to: number): void {
    if (to - from + wordBytes > this.bytes.length) this.grow(to - from + wordBytes);
    source.copy(this.bytes, 0, from, to);
  }
}

/** Node's own fast path for `write`; in every Node 20 and later, missing in its types. */
interface Utf8Buffer extends Buffer {
  utf8Write(text: string, offset: number, length: number): number;
}

const wordBytes = 4;

/** Of whole words, and in a buffer of its own, so that it begins with one. */
function bufferOf(length: number): Utf8Buffer {
  return Buffer.allocUnsafeSlow(length & -wordBytes) as Utf8Buffer;
}

function isNewline(byte: number | undefined): boolean {
  return byte === 0x0a || byte === 0x0d;
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
  if (sumOf(source, at, recordEnd) !== source.readUInt32LE(at + checksumAt)) return damaged;
  const record = {
    kind,
    index: source.readUInt32LE(at + indexAt),
    ms: source.readDoubleLE(at + msAt),
    ns: source.readUInt32LE(at + nsAt),
    text: source.toString('utf8', at + recordHeadBytes, recordEnd),
  };
  return { is: 'record', record, end: recordEnd };
}

const read = new RecordBuffer();

function sumOf(source: Buffer, at: number, end: number): number {
  read.take(source, at, end);
  return read.sum(end - at);
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
