import { isUtf8 } from 'node:buffer';
import { decodeExact, encodeExact } from './exact-text.ts';

/**
 * `utf8`: well-formed. `latin1`: no UTF-8, and no character of UTF-8 beyond ASCII either. `mixed`: UTF-8 with broken
 * bytes among it, which stand as lone surrogates.
 */
export type LineEncoding = 'utf8' | 'latin1' | 'mixed';

/** A line as text, and how its bytes were read. */
export interface LineText {
  readonly text: string;
  readonly encoding: LineEncoding;
}

/** Reads a line of a file that may be in UTF-8, in Latin-1, or in both by turns. No byte is lost. */
export function decodeLine(bytes: Buffer): LineText {
  if (isUtf8(bytes)) return { text: bytes.toString('utf8'), encoding: 'utf8' };
  const exact = decodeExact(bytes);
  // Each byte is a character of its own: nothing in the line was UTF-8.
  if (exact.length === bytes.length) return { text: bytes.toString('latin1'), encoding: 'latin1' };
  return { text: exact, encoding: 'mixed' };
}

/** Bytes of a line that {@link decodeLine} read, edited or not. What an edit added beyond Latin-1 is written as UTF-8. */
export function encodeLine({ text, encoding }: LineText): Buffer {
  if (encoding !== 'latin1') return encodeExact(text);
  return BEYOND_LATIN1.test(text)
    ? Buffer.concat(
        Array.from(text, (character) => Buffer.from(character, BEYOND_LATIN1.test(character) ? 'utf8' : 'latin1')),
      )
    : Buffer.from(text, 'latin1');
}

const BEYOND_LATIN1 = /[^\u0000-\u00ff]/;

/** How many bytes a part of a line took. */
export function byteLengthOf({ text, encoding }: LineText): number {
  if (encoding === 'latin1') return text.length;
  return encoding === 'utf8' ? Buffer.byteLength(text, 'utf8') : encodeExact(text).length;
}
