import { isUtf8 } from 'node:buffer';

/** UTF-16 as it lies in a file: which byte of a unit comes first. */
export type ByteOrder = 'utf-16le' | 'utf-16be';

/**
 * UTF-16 as UTF-8 and back without losing a unit: a lone surrogate is written as if it were a character (WTF-8), which
 * is no UTF-8 and so is left alone by everything that cleans lines. A last byte that is half a unit goes to `onHalf`.
 */
export async function* fromUtf16(
  chunks: AsyncIterable<Uint8Array>,
  order: ByteOrder,
  onHalf: (byte: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = wholeEnd(bytes, order);
    rest = bytes.subarray(end);
    if (end > 0) yield encodeWtf8(decodeUnits(bytes.subarray(0, end), order));
  }
  const units = rest.length & ~1;
  if (units > 0) yield encodeWtf8(decodeUnits(Buffer.from(rest.subarray(0, units)), order));
  if (units < rest.length) onHalf(rest.subarray(units));
}

/** The way back. The input comes in whole lines, so no character is cut. */
export async function* toUtf16(chunks: AsyncIterable<Uint8Array>, order: ByteOrder): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const bytes = Buffer.from(decodeWtf8(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)), 'utf16le');
    yield order === 'utf-16le' ? bytes : bytes.swap16();
  }
}

/** Where the last whole character ends. */
function wholeEnd(bytes: Buffer, order: ByteOrder): number {
  const end = bytes.length & ~1;
  if (end < 2) return end;
  const last = order === 'utf-16le' ? bytes.readUInt16LE(end - 2) : bytes.readUInt16BE(end - 2);
  return last >= 0xd800 && last < 0xdc00 ? end - 2 : end;
}

function decodeUnits(bytes: Buffer, order: ByteOrder): string {
  return (order === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
}

const LONE = /(?<![\ud800-\udbff])[\udc00-\udfff]|[\ud800-\udbff](?![\udc00-\udfff])/g;

function encodeWtf8(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (const match of text.matchAll(LONE)) {
    const unit = match[0].charCodeAt(0);
    const bytes = [0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)];
    parts.push(Buffer.from(text.slice(from, match.index), 'utf8'), Buffer.from(bytes));
    from = match.index + 1;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

/** Lead byte of every surrogate in WTF-8, and the lowest second byte of one; no character of UTF-8 has both. */
const SURROGATE_LEAD = 0xed;
const SURROGATE_SECOND = 0xa0;

function decodeWtf8(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  let from = 0;
  for (let at = bytes.indexOf(SURROGATE_LEAD); at >= 0; at = bytes.indexOf(SURROGATE_LEAD, at + 1)) {
    const second = bytes[at + 1] ?? 0;
    if (second < SURROGATE_SECOND) continue;
    const unit = 0xd000 | ((second & 0x3f) << 6) | ((bytes[at + 2] ?? 0) & 0x3f);
    text += bytes.toString('utf8', from, at) + String.fromCharCode(unit);
    from = at + 3;
  }
  return text + bytes.toString('utf8', from);
}
