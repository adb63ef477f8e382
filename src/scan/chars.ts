/**
 * Character classes over one byte per UTF-16 unit (see `source.ts`): one table look-up instead of a chain of
 * comparisons, because the readers ask for every byte they pass.
 */

export const DIGIT = 1;
export const LETTER = 2;
/** `_ $ - .`: joins the words of a name. */
const JOINER = 4;
/** Blank within a line: space, tab, no-break space. */
export const BLANK = 8;
/** CR and LF. */
export const BREAK = 16;
/** `" ' \``. */
export const QUOTE = 32;
/** Allowed in the local part of an address beyond letters, digits, `.`, `-`, `_` (RFC 5322 atext, 2008-10). */
export const ATEXT = 64;
/** A byte from 0x80 on that is no blank: some letter or sign outside ASCII. */
export const FOREIGN = 128;

export const WORD: number = DIGIT | LETTER;
export const NAME: number = DIGIT | LETTER | JOINER;

export const classOf: Uint8Array = buildClasses();
/** Lower-cases ASCII letters, leaves every other byte alone. */
export const lower: Uint8Array = Uint8Array.from({ length: 256 }, (_, c) => (c >= 65 && c <= 90 ? c + 32 : c));

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  const mark = (characters: string, flag: number): void => {
    for (const character of characters) {
      const code = character.charCodeAt(0);
      classes[code] = (classes[code] ?? 0) | flag;
    }
  };
  mark('0123456789', DIGIT);
  mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LETTER);
  mark('_$-.', JOINER);
  mark(' \t\u00a0', BLANK);
  mark('\r\n', BREAK);
  mark('"\'`', QUOTE);
  mark("!#$%&'*+/=?^_`{|}~", ATEXT);
  for (let code = 0x80; code < 0x100; code++) if (code !== 0xa0) classes[code] = FOREIGN;
  return classes;
}

/** The bytes the readers name often. */
export const BACKSLASH = 92;
export const DOUBLE_QUOTE = 34;
export const SINGLE_QUOTE = 39;
export const COLON = 58;
export const EQUALS = 61;
export const COMMA = 44;
export const PERCENT = 37;
export const PLUS = 43;
export const AT = 64;
export const SLASH = 47;
export const SEMICOLON = 59;
export const AMPERSAND = 38;
export const LESS = 60;
export const GREATER = 62;
export const OPEN_BRACKET = 91;
export const CLOSE_BRACKET = 93;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;
export const OPEN_PAREN = 40;
export const CLOSE_PAREN = 41;
export const DASH = 45;
export const DOT = 46;
export const UNDERSCORE = 95;

/** True for the letter of `\n \r \t \b \f`, which ends an escape rather than a word. */
export function isEscapeLetter(bytes: Uint8Array, at: number): boolean {
  if (at < 1 || bytes[at - 1] !== BACKSLASH) return false;
  const c = bytes[at];
  return c === 110 || c === 114 || c === 116 || c === 98 || c === 102;
}
