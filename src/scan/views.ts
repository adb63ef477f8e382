import { BACKSLASH, BLANK, BREAK, classOf, EQUALS, PERCENT, PLUS, QUOTE, SINGLE_QUOTE, SLASH } from './chars.ts';
import { MAX_MASK } from './masks.ts';
import type { Source } from './source.ts';

/** A decoded text and, for each of its characters and for its end, the offset it came from. */
export interface View {
  readonly text: string;
  readonly map: Uint32Array;
}

/** Collects a decoded text with its offsets. */
class ViewBuilder {
  private text = '';
  private offsets: Uint32Array;

  constructor(room: number) {
    this.offsets = new Uint32Array(room + 1);
  }

  add(character: string, from: number): void {
    for (let index = 0; index < character.length; index++) this.offsets[this.text.length + index] = from;
    this.text += character;
  }

  finish(end: number): View {
    this.offsets[this.text.length] = end;
    return { text: this.text, map: this.offsets };
  }
}

/**
 * The text with `\u0070` written as `p` and `\/` as `/`, so that an escaped key, sign or URL is seen. A quote or backslash
 * keeps one backslash before it, as it would have been written without the escape, so that the structure stays the same.
 */
export function unescapeUnits(text: string): View {
  // The backslashes before an escaped quote may double.
  const view = new ViewBuilder(2 * text.length);
  const unitEscape = /(\\+)(?:u([0-9a-fA-F]{4})|\/)/g;
  let at = 0;
  for (const match of text.matchAll(unitEscape)) {
    const slashes = match[1]?.length ?? 0;
    const unit = match[2] === undefined ? SLASH : Number.parseInt(match[2], 16);
    // Control characters stay escapes. An even run of backslashes is an escape of the JSON inside the string.
    if (unit < 32) continue;
    addPlain(view, text, at, match.index);
    const plain = String.fromCharCode(unit);
    const needsEscape = unit === 34 || unit === 92;
    view.add(needsEscape ? `${'\\'.repeat(2 * slashes - 1)}${plain}` : plain, match.index);
    at = match.index + match[0].length;
  }
  addPlain(view, text, at, text.length);
  return view.finish(text.length);
}

/** At `\\u`: false for control characters, which hide no text (`\\u001b`). */
export function hidesUnit(bytes: Uint8Array, at: number): boolean {
  return bytes[at + 2] !== 48 || bytes[at + 3] !== 48 || (bytes[at + 4] ?? 0) > 49;
}

function addPlain(view: ViewBuilder, text: string, from: number, to: number): void {
  for (let index = from; index < to; index++) view.add(text.charAt(index), index);
}

/** A percent-encoded word is not looked at beyond this, nor this far before its first escape. */
const MAX_ENCODED = 65_536;
const MAX_BEFORE = 2_048;

/** The word around a `%XX`: to the next blank, break or quote on each side, so that no byte belongs to two words. */
export function encodedWord(source: Source, at: number): { start: number; end: number } {
  const { length } = source;
  let start = at;
  let end = at;
  while (start > 0 && start > at - MAX_BEFORE && !endsWord(source, start - 1)) start--;
  while (end < length && end < at + MAX_ENCODED && !endsWord(source, end)) end++;
  return { start, end };
}

function endsWord({ bytes }: Source, at: number): boolean {
  const byte = bytes[at] ?? 0;
  // `%20'hunter2%20x'%2C`: encodeURIComponent leaves the single quote as it is (ECMA-262 section 19.2.6.4), twice, too.
  if (byte === SINGLE_QUOTE && (bytes[at + 1] === PERCENT || bytes[at - 3] === PERCENT || bytes[at - 5] === PERCENT))
    return false;
  return ((classOf[byte] ?? 0) & (BLANK | BREAK | QUOTE)) !== 0 || byte === BACKSLASH || byte === 60 || byte === 62;
}

/** The value of a form around a plus, as far as a mask may reach. */
export function formValue({ bytes, text }: Source, at: number): string {
  let start = at;
  let end = at;
  while (start > 0 && start > at - MAX_MASK && bytes[start - 1] !== EQUALS) start--;
  while (end < at + MAX_MASK && /[^\s&"'\\<>]/.test(text[end] ?? ' ')) end++;
  return text.slice(start, end);
}

/** The word with its `%XX` decoded, byte by byte: a URL is often full of them. */
export function unescapeBytes({ bytes }: Source, start: number, end: number): View {
  const decoded = Buffer.allocUnsafe(end - start);
  const map = new Uint32Array(end - start + 1);
  let length = 0;
  // In a form or a query a plus is a blank.
  const isForm = bytes.subarray(start, end).includes(EQUALS);
  for (let at = start; at < end; at++) {
    const byte = isForm && bytes[at] === PLUS ? SPACE : (bytes[at] ?? 0);
    const high = byte === PERCENT ? hexValue(bytes[at + 1]) : -1;
    const low = high < 0 ? -1 : hexValue(bytes[at + 2]);
    map[length] = at;
    decoded[length++] = low < 0 ? byte : (high << 4) | low;
    if (low >= 0) at += 2;
  }
  map[length] = end;
  return { text: decoded.toString('latin1', 0, length), map };
}

const SPACE = 32;

function hexValue(byte: number = 0): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Base64 or base64url of printable text, or undefined. At most 64 KB are decoded. */
export function decodeBase64(encoded: string): string | undefined {
  const text = Buffer.from(encoded.slice(0, MAX_ENCODED), 'base64').toString('utf8');
  const printable = text.replace(/[^\t\n\r\x20-\x7e\u00a0-\uffff]/g, '');
  return text.length >= 6 && printable.length >= text.length * 0.95 ? text : undefined;
}
