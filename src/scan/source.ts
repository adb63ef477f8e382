import { BACKSLASH, classOf, isEscapeLetter, WORD } from './chars.ts';
import { foldText } from './fold.ts';
import type { TextMode } from './scanner.ts';

/**
 * A text as the scanner sees it: one byte for each character, so that a byte's offset is a string index.
 * `text` is the string the patterns run on; it differs from the original only when something was folded.
 */
export interface Source {
  text: string;
  bytes: Latin1Buffer;
  /** The same bytes, two at a time, for the finder. */
  pairs: Uint16Array;
  length: number;
  json: boolean;
  /** Offsets into the original for a folded text; undefined when they are the same. */
  map: Uint32Array | undefined;
}

/** Node's own fast paths for `write` and `toString` in Latin-1; in every Node 20 and later, missing in its types. */
interface Latin1Buffer extends Buffer {
  latin1Write(text: string, offset: number, length: number): number;
  latin1Slice(start: number, end: number): string;
}

/** Room for a line without growing; 256 KB is the longest line the logger lets out. */
const ROOM = 1 << 16;

/** A reusable source. One for each depth of nested scanning is kept by the scanner. */
export function createSource(): Source {
  return { text: '', ...reserve(ROOM), length: 0, json: false, map: undefined };
}

// V8 knows a one-byte string by its representation and answers without looking at it.
const TWO_BYTE = /[^\u0000-\u00ff]/;

/** Loads a text. `latin1Write` maps every unit to one byte at memory speed; anything wider is folded. */
export function loadSource(source: Source, text: string, mode: TextMode): void {
  source.json = mode === 'json';
  if (TWO_BYTE.test(text)) return loadFolded(source, text);
  source.map = undefined;
  source.text = text;
  source.length = text.length;
  if (text.length + 8 > source.bytes.length) Object.assign(source, reserve(text.length + 8));
  source.bytes.latin1Write(text, 0, text.length);
  endWithZeros(source);
}

/** Loads a text with everything folded that could hide a name or a number. */
export function loadFolded(source: Source, text: string): void {
  const folded = foldText(text);
  if (folded.length + 8 > source.bytes.length) Object.assign(source, reserve(folded.length + 8));
  source.bytes.set(folded.bytes.subarray(0, folded.length));
  source.length = folded.length;
  source.map = folded.map;
  source.text = source.bytes.latin1Slice(0, folded.length);
  endWithZeros(source);
}

/** The readers look a few bytes past the end; what stood there before must not be seen. */
function endWithZeros(source: Source): void {
  const { bytes, length } = source;
  // Eight stores cost less than a call of fill().
  for (let at = length; at < length + 8; at++) bytes[at] = 0;
}

function reserve(bytes: number): Pick<Source, 'bytes' | 'pairs'> {
  const size = 1 << (32 - Math.clz32(bytes - 1));
  // Slow: a buffer of its own, so that the pairs view is aligned and no pool is shared.
  const buffer = Buffer.allocUnsafeSlow(size);
  // The cast holds on every Node: the two methods are on Buffer's prototype.
  return { bytes: buffer as unknown as Latin1Buffer, pairs: new Uint16Array(buffer.buffer, 0, size >> 1) };
}

/**
 * True when a match may begin at `at`: no letter or digit stands before it, or the one that does belongs to an
 * escape (`\n`, `\u003d`, `%3D`), which only looks like a letter.
 */
export function startsWord(source: Source, at: number): boolean {
  const { bytes } = source;
  if (at === 0) return true;
  const before = bytes[at - 1] ?? 0;
  if (((classOf[before] ?? 0) & WORD) === 0 && before !== 95) return true;
  return (
    isEscapeLetter(bytes, at - 1) || bytes[at - 3] === 37 || (bytes[at - 6] === BACKSLASH && bytes[at - 5] === 117)
  );
}
