import { classOf, LETTER } from './chars.ts';
import type { Source } from './source.ts';

/**
 * Tells values that hide nothing: empty ones, masks of this and other tools, placeholders and references to a value
 * kept elsewhere. Redacting them again would only make the log less readable, and lint would cry wolf.
 */

/** Longer than any mask; a long value is never read to the end for this. */
export const MAX_MASK = 80;

const NOTHING = new Set([
  '',
  'null',
  'nil',
  'none',
  'undefined',
  'true',
  'false',
  'nan',
  'n/a',
  '-',
  '--',
  'empty',
  '(null)',
  // What Terraform shows: `(sensitive value)`, `(known after apply)`. A bare value ends at the blank.
  '(sensitive',
  // AWS CloudTrail, Ansible, kubectl config view, Puppet.
  'hidden_due_to_security_reasons',
  'value_specified_in_no_log_parameter',
  'data+omitted',
  'sensitive [value redacted]',
  '(known',
  'yes',
  'no',
]);

const MASK_WORD_LIST = [
  'redacted',
  'masked',
  'hidden',
  'censored',
  'filtered',
  'removed',
  'sanitized',
  'sanitised',
  'scrubbed',
  'obfuscated',
  'omitted',
  'withheld',
  'elided',
];
const MASK_WORDS = MASK_WORD_LIST.join('|');
const WORDS = new Set([...NOTHING, ...MASK_WORD_LIST]);

// Bare, only the words no password is: `hidden7` and `secret` are values.
const BARE_WORD = new RegExp(`^[*_$#-]{0,3} ?(?:${MASK_WORDS}) ?[*_$#-]{0,3}$`, 'i');
// Inside brackets: a mask word with a few more, or words and a count without the digits a value would have.
const BRACKETS = '\\[\\](){}<>';
const BRACKETED = new RegExp(
  `^[${BRACKETS}*"'\`]{1,4} ?(?:(?:${MASK_WORDS})(?:[-_:. ][\\w.:@ -]{0,60})?|[A-Za-z_][A-Za-z_ :.-]{0,40}|\\d{1,9} [a-z]{1,12}) ?[${BRACKETS}*"'\`]{1,4}$`,
  'i',
);
/** `["hunter"]`: the word in brackets is a text of a list, and no mask unless the text is one. */
const LISTED = /^[[({]\s?["'`](.*)["'`]\s?[\])}]$/s;
// One is enough: no value is made of them.
const BLOCKS = /^[*•●█▇▓▒░]{1,80}$/;
// `xxxx-xxxx-xxxx-1111`, `**** **** **** 4242`.
const GROUPED = /^(?:[xX*•#]{2,6}[- ]){1,4}[\dxX*•#]{2,4}$/;
const REPEATED = /^(?:[*•●█▇▓▒░#xX.·_-]|\\u2022|\\u2588|%2[aA]){3,}$/;
// A mask with a safe part left: `****1111`, `j***@example.com`, `sk_live_****4242`, `AKIA****`.
const PARTIAL = /^[\w.+-]{0,12}(?:\*{3,}|•{3,}|…|x{6,}|X{6,})[\w*•-]{0,6}(?:@[\w.*•-]{1,40})?$/;
const REFERENCE =
  /^(?:\$[A-Z_][A-Z0-9_]*|\$\{[^}]{1,60}\}?|%[A-Z_]{2,40}%|\{\{.*|process\.env\b.*|os\.(?:[gG]etenv|environ)\b.*|(?:get)?env\(.*|System\.getenv\b.*|ENV(?:\[|\.fetch\().*|n?(?:var)?char\(\d{1,5}\)|arn:aws:.*|!vault.*|\$\(.*|\$[1-9]\d?|\?|%[svdqr]|:[a-z_]{2,30}|%\{[\w.[\]-]{1,60}\}|\/(?:var\/)?run\/secrets\/[\w./-]+|\[?(?:String|Int|Float|Boolean|ID)!?\]?!)$/;
const PLACEHOLDER =
  /(?:^|[-_<[{ ])(?:your|placeholder|insert|replace)[-_ ]?[a-z_-]{0,40}(?:key|token|secret|password|here|me)(?:[-_>\]} ]|$)/i;
const PLACEHOLDER_START = /^(?:your|placeholder|insert|replace)/i;
const DIGEST = /^(?:sha(?:1|256|384|512)|md5|hmac(?:-sha\d{1,3})?|blake[23]\w{0,3})[:-][0-9a-f+/=]{8,}$/i;
/** A variable in the notation of shells, PHP and GraphQL, in lower case too, or a member (`req.body.password`): only next to its own name. */
const VARIABLE = /^(?:\$|(?:[A-Za-z_]\w{0,31}\.){1,5})([A-Za-z_]\w{0,63});?$/;
/** What the `pseudonym` censor writes: `[email:k1:…]`. */
const PSEUDONYM = /^\[[a-z0-9-]+:[\w.-]+:[\w-]{16,}\]$/;

/**
 * True when a value is empty, a mask, a placeholder or a reference, so that there is nothing to hide.
 *
 * @example
 * ```ts
 * isMask('[REDACTED:email]'); // true
 * isMask('hunter2'); // false
 * ```
 */
export function isMask(value: string): boolean {
  if (value.length > MAX_MASK) return isLongMask(value);
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    scratch[index] = code > 127 ? 0 : code;
  }
  return isMaskOf(formOf(scratch, 0, value.length), value);
}

const scratch = new Uint8Array(MAX_MASK);

/** The same of a part of a text, read from its bytes: V8 unpacks a slice again for each of its characters. */
export function isMaskAt({ bytes, text }: Pick<Source, 'bytes' | 'text'>, start: number, end: number): boolean {
  if (end - start > MAX_MASK) return isLongMask(text.slice(start, end));
  const form = formOf(bytes, start, end);
  return form !== 'token' && isMaskOf(form, text.slice(start, end));
}

function isLongMask(value: string): boolean {
  return REPEATED.test(value.slice(0, MAX_MASK)) && REPEATED.test(value.slice(-MAX_MASK));
}

function isMaskOf(form: Form, value: string): boolean {
  switch (form) {
    case 'token':
      return false;
    case 'word':
      return isMaskWord(value);
    case 'words':
      return isNothing(value) || isMaskOf('encoded', value);
    case 'reference':
      return BEGINS_REFERENCE.test(value) && isMaskOf('encoded', value);
    case 'encoded':
      return SUSPECT.test(value) && isMaskText(value.trim());
    default:
      return isMaskText(value.trim());
  }
}

function isNothing(value: string): boolean {
  return value.length <= LONGEST_NOTHING && NOTHING.has(value.toLowerCase());
}

const LONGEST_NOTHING = longest(NOTHING);
const LONGEST_WORD = longest(WORDS);

function longest(words: ReadonlySet<string>): number {
  return Math.max(...Array.from(words, (word) => word.length));
}

/** One of these is in every mask, placeholder and reference that is written in the letters and signs of a token. */
const SUSPECT = new RegExp(
  `${MASK_WORDS}|your|placeholder|insert|replace|arn|process|sha\\d|md5|hmac|blake|/run/|value_specified|%2a|%3c|%5b|^%`,
  'i',
);

/**
 * `token`: letters and digits, or with the signs tokens are made of two digits at least; no mask or placeholder looks
 * so. `word`: letters only. `words`: letters and signs. `encoded`: with a digit, or percent signs. `reference`: a token
 * that may be one. `other`: any other sign, or a run of one as in `xxxx`.
 */
type Form = 'token' | 'word' | 'words' | 'encoded' | 'reference' | 'other';

/** The quick answer for most values, which saves them eight expressions (`bench/scan.mjs`). */
function formOf(bytes: Uint8Array, start: number, end: number): Form {
  let digits = 0;
  let signs = 0;
  let percents = 0;
  let before = 0;
  for (let index = start; index < end; index++) {
    const code = bytes[index] as number;
    const sign = SIGNS[code] as number;
    if (sign === DIGIT_SIGN) digits++;
    else if (sign !== LETTER_SIGN) {
      if (sign === OTHER || code === before) return 'other';
      if (code === 37) percents++;
      signs++;
    } else if (code === before && (code === 120 || code === 88)) return 'other';
    before = code;
  }
  if (signs === 0) return digits > 0 ? 'token' : 'word';
  if (percents > 0) return digits > 1 ? 'encoded' : 'other';
  if (digits < 2) return digits === 0 ? 'words' : 'encoded';
  return REFERENCE_STARTS.has(bytes[start] as number) ? 'reference' : 'token';
}

const BEGINS_REFERENCE = /^(?:arn|process|sha\d|md5|hmac|blake|\/(?:var\/)?run)/i;
const REFERENCE_STARTS: ReadonlySet<number> = new Set(Buffer.from('apsmhbAPSMHB/'));

const OTHER = 0;
const LETTER_SIGN = 1;
const DIGIT_SIGN = 2;
const TOKEN_SIGN = 3;
/** By character: letter, digit, `+ - . / = @ _ %`, or any other. */
const SIGNS: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code > 127) return OTHER;
  if (((classOf[code] ?? 0) & LETTER) !== 0) return LETTER_SIGN;
  if (code >= 48 && code <= 57) return DIGIT_SIGN;
  return '+-./=@_%'.includes(String.fromCharCode(code)) ? TOKEN_SIGN : OTHER;
});

function isMaskWord(word: string): boolean {
  return (
    (word.length <= LONGEST_WORD && WORDS.has(word.toLowerCase())) ||
    (PLACEHOLDER_START.test(word) && PLACEHOLDER.test(word))
  );
}

function isMaskText(text: string): boolean {
  if (isNothing(text)) return true;
  const listed = LISTED.exec(text)?.[1];
  if (listed !== undefined) return isMask(listed);
  // Escapes stand for the characters of a mask only when nothing else is there.
  const plain = /%[35][BCDE]/i.test(text)
    ? text.replace(/%3C/gi, '<').replace(/%3E/gi, '>').replace(/%5B/gi, '[').replace(/%5D/gi, ']')
    : text;
  return (
    REPEATED.test(plain) ||
    BLOCKS.test(plain) ||
    GROUPED.test(plain) ||
    PSEUDONYM.test(plain) ||
    BARE_WORD.test(plain) ||
    BRACKETED.test(plain) ||
    PARTIAL.test(plain) ||
    REFERENCE.test(plain) ||
    DIGEST.test(plain) ||
    (PLACEHOLDER.test(plain) && !/\d{3}/.test(plain))
  );
}

/** True for `password: $password` and `password = req.password`: a variable of the same name, which hides nothing; another one could be a value. */
export function isOwnVariable(name: string, value: string): boolean {
  return VARIABLE.exec(value)?.[1]?.toLowerCase() === name.toLowerCase();
}
