import { cutRecord, maxLineBytes } from '../../record/index.ts';

/** Cut to what Loki takes. */
export function fitLine(line: string): string {
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
