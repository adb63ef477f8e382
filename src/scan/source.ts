import { BACKSLASH, COLON, COMMA, classOf, DOUBLE_QUOTE, isEscapeLetter, WORD } from './chars.ts';
import { foldText } from './fold.ts';
import { MARGIN, sharedKernel } from './kernel.ts';
import type { TextMode } from './scanner.ts';

/**
 * A text as the scanner sees it: one byte for each character, so that a byte's offset is a string index.
 * `text` is the string the patterns run on; it differs from the original only when something was folded.
 */
export interface Source {
  text: string;
  bytes: Latin1Buffer;
  readonly from: 0;
  length: number;
  json: boolean;
  /** Offsets into the original for a folded text; undefined when they are the same. */
  map: Uint32Array | undefined;
  /** For every text that fits; a longer one gets a buffer of its own. */
  readonly room: Latin1Buffer;
}

/** Node's own fast paths for `write` and `toString` in Latin-1; in every Node 20 and later, missing in its types. */
interface Latin1Buffer extends Buffer {
  latin1Write(text: string, offset: number, length: number): number;
  latin1Slice(start: number, end: number): string;
}

/** Scans do not interrupt each other, so there are never more in use than texts in texts. */
const free: Source[] = [];

/** A source to fill, of those that are not in use. The finder needs no copy of what stands in the first few. */
export function takeSource(): Source {
  return free.pop() ?? createSource();
}

export function giveBack(source: Source): void {
  free.push(source);
}

const ROOM = 1 << 14;

function createSource(): Source {
  const given = sharedKernel()?.room();
  const room = given === undefined ? bufferOf(new Uint8Array(ROOM)) : bufferOf(given);
  return { text: '', bytes: room, from: 0, length: 0, json: false, map: undefined, room };
}

function bufferOf(bytes: Uint8Array<ArrayBuffer>): Latin1Buffer {
  // The cast holds on every Node: the two methods are on Buffer's prototype.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) as unknown as Latin1Buffer;
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
  makeRoom(source, text.length);
  source.bytes.latin1Write(text, 0, text.length);
  endWithZeros(source);
}

/** Letters up to which writing them one by one costs less than asking the expression engine and calling Node's `write`. */
const SHORT = 24;

/** A value as it stands in a record: `:"…",`. False, and nothing is loaded, when some of it is wider than a byte. */
export function loadValue(source: Source, text: string): boolean {
  const { room } = source;
  if (text.length > SHORT) {
    if (TWO_BYTE.test(text)) return false;
    loadSource(source, `:"${text}",`, 'json');
    return true;
  }
  room[0] = COLON;
  room[1] = DOUBLE_QUOTE;
  let end = 2;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 255) return false;
    room[end++] = code;
  }
  room[end++] = DOUBLE_QUOTE;
  room[end++] = COMMA;
  source.bytes = room;
  source.length = end;
  endWithZeros(source);
  return true;
}

/** Loads a text with everything folded that could hide a name or a number. */
export function loadFolded(source: Source, text: string): void {
  const folded = foldText(text);
  makeRoom(source, folded.length);
  source.bytes.set(folded.bytes.subarray(0, folded.length));
  source.length = folded.length;
  source.map = folded.map;
  source.text = source.bytes.latin1Slice(0, folded.length);
  endWithZeros(source);
}

/** The readers and the finder look a few bytes past the end; what stood there before must not be seen. */
function endWithZeros(source: Source): void {
  const { bytes, length } = source;
  // Stores cost less than a call of fill().
  for (let at = length; at < length + MARGIN; at++) bytes[at] = 0;
}

function makeRoom(source: Source, length: number): void {
  if (length + MARGIN <= source.room.length) source.bytes = source.room;
  else if (length + MARGIN > source.bytes.length)
    source.bytes = bufferOf(new Uint8Array(2 ** Math.ceil(Math.log2(length + MARGIN))));
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
