import { BACKSLASH, COLON, COMMA, classOf, DOUBLE_QUOTE, isEscapeLetter, WORD } from './chars.ts';
import { foldText } from './fold.ts';
import { MARGIN, sharedKernel } from './kernel.ts';
import type { TextMode } from './text-mode.ts';

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
  /** The room, four bytes at a time. */
  readonly words: Int32Array;
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
  const words = new Int32Array(room.buffer, room.byteOffset, room.length >> 2);
  return { text: '', bytes: room, from: 0, length: 0, json: false, map: undefined, room, words };
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

/** Text inside the quotes of a record: `:"…",`. False, and nothing is loaded, when some of it is wider than a byte. */
export function loadValue(source: Source, text: string): boolean {
  if (text.length <= SHORT) return fillRoom(source, text) !== WIDE;
  if (TWO_BYTE.test(text)) return false;
  loadSource(source, `:"${text}",`, 'json');
  return true;
}

/**
 * A text as the value of a member. Returns how long its JSON is, or 0 for one that has to be folded or mended.
 *
 * @param lead what stands before the value: `:`, or more of the member
 */
export function loadMember(source: Source, lead: string, text: string): number {
  if (lead.length === 1 && (text.length <= SHORT ? fillRoom(source, text) === PLAIN : fillFast(source, text)))
    return text.length + 2;
  const json = JSON.stringify(text);
  if (TWO_BYTE.test(json) || json.includes('\\ud')) return 0;
  loadSource(source, `${lead}${json},`, 'json');
  return json.length;
}

const PLAIN = 0;
const ESCAPED = 1;
const WIDE = 2;

/** `:"…",`; tells whether all of it is as JSON writes it. */
function fillRoom(source: Source, text: string): typeof PLAIN | typeof ESCAPED | typeof WIDE {
  const { room } = source;
  let end = 2;
  let needs: typeof PLAIN | typeof ESCAPED = PLAIN;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 255) return WIDE;
    if (code < 32 || code === DOUBLE_QUOTE || code === BACKSLASH) needs = ESCAPED;
    room[end++] = code;
  }
  closeRoom(source, end);
  return needs;
}

/** The same for a longer text that is all as JSON writes it; false for any other. */
function fillFast(source: Source, text: string): boolean {
  if (text.length > ROOM - MARGIN - 4 || NEEDS_ESCAPE.test(text)) return false;
  source.room.latin1Write(text, 2, text.length);
  closeRoom(source, text.length + 2);
  return true;
}

const NEEDS_ESCAPE = /["\\\u0000-\u001f\u0100-\uffff]/;

function closeRoom(source: Source, end: number): void {
  const { room } = source;
  room[0] = COLON;
  room[1] = DOUBLE_QUOTE;
  room[end] = DOUBLE_QUOTE;
  room[end + 1] = COMMA;
  source.bytes = room;
  source.length = end + 2;
  source.map = undefined;
  source.json = true;
  endWithZeros(source);
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
