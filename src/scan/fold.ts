/**
 * Text outside Latin-1 folded to one byte a character, so that full-width digits, Arabic-Indic digits, Cyrillic
 * look-alikes and zero-width characters hide nothing (UTS #39 confusables, UTS #15 NFKC, Unicode 15.0).
 */

/** Folded bytes and, for each of them and for the end, the UTF-16 offset it came from. */
export interface Folded {
  readonly bytes: Uint8Array;
  readonly map: Uint32Array;
  readonly length: number;
}

/** Dropped altogether: it takes no room on the screen and would split a name or a number. */
const INVISIBLE = 0;
/** Some letter or sign that stands for no ASCII character. */
const OTHER = 0xff;

// Cyrillic and Greek letters drawn like a Latin one. Pairs: look-alike, Latin.
const LOOK_ALIKES =
  'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwкkмmтtвbнhпnгrԍgһhӏlАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSοoαaνvρpτtυuιiκkηnεeχxΑAΒBΕEΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXΖZ';

let table: Uint8Array | undefined;

/** Folds a text; offsets stay exact whatever is dropped or joined. */
export function foldText(text: string): Folded {
  table ??= buildTable();
  const bytes = new Uint8Array(text.length + 2);
  const map = new Uint32Array(text.length + 1);
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    let folded = table[unit] ?? OTHER;
    if (folded === INVISIBLE && unit !== 0) continue;
    map[length] = index;
    if (unit === MATHEMATICAL) {
      folded = foldMathematical(text.charCodeAt(index + 1));
      if (folded !== OTHER) index++;
    }
    bytes[length++] = folded;
  }
  map[length] = text.length;
  return { bytes, map, length };
}

/** High surrogate of the Mathematical Alphanumeric Symbols, U+1D400 to U+1D7FF. */
const MATHEMATICAL = 0xd835;

function foldMathematical(low: number): number {
  if (Number.isNaN(low) || low < 0xdc00 || low > 0xdfff) return OTHER;
  return asciiOf(String.fromCharCode(MATHEMATICAL, low)) ?? OTHER;
}

/** The one ASCII character a text is compatible with; never a quote or a backslash, which would change structure. */
function asciiOf(character: string): number | undefined {
  const normal = character.normalize('NFKC');
  const code = normal.charCodeAt(0);
  return normal.length === 1 && code < 0x80 && code !== 34 && code !== 92 ? code : undefined;
}

function buildTable(): Uint8Array {
  const result = new Uint8Array(0x10000).fill(OTHER);
  for (let code = 0; code < 0x100; code++) result[code] = code;
  for (let code = 0x100; code < 0xd800; code++) result[code] = asciiOf(String.fromCharCode(code)) ?? OTHER;
  for (let code = 0xf900; code < 0x10000; code++) result[code] = asciiOf(String.fromCharCode(code)) ?? OTHER;
  markDigits(result);
  for (let index = 0; index < LOOK_ALIKES.length; index += 2) {
    result[LOOK_ALIKES.charCodeAt(index)] = LOOK_ALIKES.charCodeAt(index + 1);
  }
  for (const dash of '\u2010\u2011\u2012\u2013\u2014\u2015\u2212') result[dash.charCodeAt(0)] = 45;
  // What masks are drawn with: a folded mask must still look like one.
  for (const mask of '\u2022\u25cf\u2588\u2593\u2592\u2591\u2026') result[mask.charCodeAt(0)] = 42;
  for (const code of invisibleCodes()) result[code] = INVISIBLE;
  return result;
}

/** Decimal digits of every script stand in runs of ten, zero first (Unicode, section 4.6). */
function markDigits(result: Uint8Array): void {
  const isDigit = /^\p{Nd}$/u;
  for (let code = 0x660; code < 0xfff0; code++) {
    if (code >= 0xd800 && code < 0xe000) continue;
    if (!isDigit.test(String.fromCharCode(code))) continue;
    for (let digit = 0; digit < 10; digit++) result[code + digit] = 48 + digit;
    code += 9;
  }
}

function invisibleCodes(): number[] {
  const codes = [0xad, 0x34f, 0x61c, 0x180e, 0xfeff];
  for (let code = 0x200b; code <= 0x200f; code++) codes.push(code);
  for (let code = 0x202a; code <= 0x202e; code++) codes.push(code);
  for (let code = 0x2060; code <= 0x2069; code++) codes.push(code);
  for (let code = 0xfe00; code <= 0xfe0f; code++) codes.push(code);
  return codes;
}
