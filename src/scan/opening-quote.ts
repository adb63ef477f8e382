import { classOf, DOUBLE_QUOTE, QUOTE } from './chars.ts';
import { countBackslashes } from './separator.ts';
import type { Source } from './source.ts';

/** Where a quoted value has its quote, or the backslashes before it; `at` itself for all others. */
export function openingQuote(source: Source, at: number): number {
  const start = at + wrapperLength(source, at);
  const open = start + stringPrefix(source.bytes, start);
  // `{"msg":"password=b"}`: the quote ends the text that the value stands in.
  return open > at && endsJsonString(source, open, 0) ? at : open;
}

/**
 * Whether a quote inside a string of a JSON document closes that string: behind pairs of backslashes it does; behind none
 * what follows says, for a line of a log may begin with a bracket and be no JSON.
 */
export function endsJsonString({ json, bytes, text }: Source, quoteAt: number, slashes: number): boolean {
  if (!json || slashes % 2 !== 0 || bytes[quoteAt] !== DOUBLE_QUOTE) return false;
  return slashes > 0 || AFTER_STRING.test(text.slice(quoteAt + 1, quoteAt + 32));
}

const AFTER_STRING = /^\s*(?:[,:}\]]|$)/;

/** How many signs before a quote say what kind of string it is: `b'x'`, `r"x"`, `u'x'`, `N'x'`, C#'s `@"x"` and `$@"x"`. */
function stringPrefix(bytes: Uint8Array, at: number): 0 | 1 | 2 {
  if (!isStringPrefix(bytes[at])) return 0;
  if (isQuoteAt(bytes, at + 1)) return 1;
  return isStringPrefix(bytes[at + 1]) && isQuoteAt(bytes, at + 2) ? 2 : 0;
}

/** `Some("x")` of Rust, `Optional("x")` of Swift, `string(8) "x"` of PHP's var_dump, `<<"x">>` of Erlang: how long what stands before the quote is. */
function wrapperLength({ bytes, text }: Source, at: number): number {
  const byte = bytes[at] ?? 0;
  if (!WRAPPER_STARTS.has(byte)) return 0;
  WRAPPER.lastIndex = at;
  return WRAPPER.exec(text)?.[0].length ?? 0;
}

// < C J O S s
const WRAPPER_STARTS: ReadonlySet<number> = new Set([60, 67, 74, 79, 83, 115]);
const WRAPPER =
  /(?:ConvertTo-SecureString (?:-String )?|(?:Some|Ok|Optional|Just|SecretStr|SecretString|Secret)\(|string\(\d{1,6}\) |<<)(?=\\{0,7}["'])/y;

function isStringPrefix(byte: number | undefined): boolean {
  // b B f F r R u U L N @ $
  return byte !== undefined && STRING_PREFIXES.has(byte);
}

const STRING_PREFIXES: ReadonlySet<number> = new Set([98, 66, 102, 70, 114, 82, 117, 85, 76, 78, 64, 36]);

function isQuoteAt(bytes: Uint8Array, at: number): boolean {
  return ((classOf[bytes[at + countBackslashes(bytes, at)] ?? 0] ?? 0) & QUOTE) !== 0;
}
