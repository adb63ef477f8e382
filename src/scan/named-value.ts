import type { KeyRule } from '../rules/rule.ts';
import { BACKSLASH, BLANK, classOf, DOUBLE_QUOTE, OPEN_BRACKET } from './chars.ts';
import { hasForm, isStatusWord } from './forms.ts';
import { headerReach, hideAuthorization, hideCookies } from './headers.ts';
import { isMask, isMaskAt, isOwnVariable } from './masks.ts';
import type { NameDecision } from './names.ts';
import { endsJsonString } from './opening-quote.ts';
import { countBackslashes } from './separator.ts';
import { hide, type ScanState } from './state.ts';
import { readValue } from './values.ts';

/** A value is read no further than this before it is judged, so that what is not hidden costs little and the scan stays linear. */
const DOUBTFUL_LIMIT = 512;
/** No key or token is shorter; passwords are. */
const MIN_GLUED = 6;
/** The text of an element is looked for no further than this. */
const MAX_ELEMENT = 4096;
const ELEMENT = /^(?:<!\[CDATA\[)?([^<]{1,4096}?)(?:\]\]>)?<\\?\//;

/** Hides the value at `place.valueAt` in the way the rule's shape asks for. */
export function hideNamed(state: ScanState, decision: NameDecision): void {
  const { rule } = decision;
  if (rule.shape === 'url' || endsString(state)) return;
  if (rule.shape !== undefined && rule.shape !== 'plain' && rule.shape !== 'words') return hideShaped(state, rule);
  hidePlain(state, decision);
}

/** `{"password:":{}}`: the quote after the sign ends the JSON string that the name stands in. */
function endsString({ source, place }: ScanState): boolean {
  return place.nameQuote !== 0 && endsJsonString(source, place.valueAt, 0);
}

/** A header's value: quoted, in a list, or to the end of the line. */
function hideShaped(state: ScanState, rule: KeyRule): void {
  const { source, place, value } = state;
  value.quote = place.nameQuote;
  readValue(source, place.valueAt, value, source.length);
  if (value.kind === 'none') return;
  if (value.kind === 'nested' && source.bytes[value.start] === OPEN_BRACKET)
    return hideList(state, rule, source.text.lastIndexOf(']', value.end - 1) + 1 || value.end);
  if (value.kind === 'nested') {
    if (!hasContent(source.text.slice(value.start, Math.min(value.end, value.start + DOUBTFUL_LIMIT)), true)) return;
    return hide(state, rule, { ...value, quoting: quotingOf(state) });
  }
  if (place.quoteByte === DOUBLE_QUOTE && isJsonNumber(state)) {
    return hide(state, rule, { ...value, quoting: value.kind === 'number' ? quotingOf(state) : -1 });
  }
  const quoted = value.kind === 'quoted';
  hideHeader(state, rule, quoted ? { start: value.start, end: value.end } : headerReach(source, value.start), quoted);
}

/** `{"cookie":12345678}`: what follows the number is JSON, and no more of a header. */
function isJsonNumber({ source, value }: ScanState): boolean {
  return (
    value.kind !== 'quoted' &&
    value.end - value.start < 48 &&
    JSON_NUMBER.test(source.text.slice(value.start, value.end))
  );
}

const JSON_NUMBER = /^-?\d[\d.eE+-]*$/;

function hideHeader(state: ScanState, rule: KeyRule, span: { start: number; end: number }, quoted: boolean): void {
  if (rule.shape === 'authorization') hideAuthorization(state, rule, span, quoted);
  else hideCookies(state, rule, span, rule.shape === 'set-cookie');
}

/** A list that hides nothing, as its first characters show. */
export function isMaskedList(json: string): boolean {
  return isMask(json.slice(0, DOUBTFUL_LIMIT));
}

/** `["a=1; Path=/", "b=2"]`, `[Bearer x]`: each string in turn. */
function hideList(state: ScanState, rule: KeyRule, end: number): void {
  const { source, value, place } = state;
  if (isMaskedList(source.text.slice(value.start, end))) return;
  let at = value.start + 1;
  while (at < end) {
    const quoteAt = at + countBackslashes(source.bytes, at);
    if (source.bytes[quoteAt] === DOUBLE_QUOTE || source.bytes[quoteAt] === 39) {
      value.quote = place.nameQuote;
      readValue(source, at, value, end - at);
      if (value.kind === 'quoted') hideHeader(state, rule, { start: value.start, end: value.end }, true);
      // A quote that ends the JSON string around the list opens nothing.
      at = value.kind === 'quoted' ? value.end + value.quote + 1 : quoteAt + 1;
    } else if (isListGap(source.bytes[at] ?? 0)) at++;
    else if (isNumberItem(state, at)) at = endOfNumber(source.text, at);
    else return hideHeader(state, rule, { start: at, end: end - 1 }, false);
  }
}

/** A number among the strings of a JSON list is no cookie. */
function isNumberItem({ source, place }: ScanState, at: number): boolean {
  return place.quoteByte === DOUBLE_QUOTE && /^[,\]]/.test(source.text.slice(endOfNumber(source.text, at), at + 48));
}

function endOfNumber(text: string, at: number): number {
  return at + (/^-?\d[\d.eE+-]{0,40}/.exec(text.slice(at, at + 48))?.[0].length ?? 0);
}

function isListGap(byte: number): boolean {
  return byte === 44 || byte === 93 || ((classOf[byte] ?? 0) & BLANK) !== 0 || byte === 10 || byte === BACKSLASH;
}

/** One opaque value. */
function hidePlain(state: ScanState, decision: NameDecision): void {
  const { source, place, value } = state;
  if (place.notation === 'element') return hideElement(state, decision);
  value.quote = place.nameQuote;
  readValue(source, place.valueAt, value, DOUBTFUL_LIMIT);
  state.steps += 8 + value.end - value.start;
  if (value.kind === 'none' || !isWorthHiding(state, decision)) return;
  if (value.cut) {
    value.quote = place.nameQuote;
    readValue(source, place.valueAt, value, source.length);
    state.steps += value.end - value.start;
  }
  if (decision.rule.shape === 'words' && place.nameQuote < 0 && value.kind !== 'quoted' && value.kind !== 'nested')
    value.end = endOfWords(source.text, value.end);
  const whole = value.kind === 'nested' || (value.kind === 'number' && place.notation === 'colon');
  hide(state, decision.rule, { start: value.start, end: value.end, quoting: whole ? quotingOf(state) : -1 });
}

/** `patient_name=Jane Doe ward=3`, `ship to address: 12 Main Street, Springfield`: words with a capital and numbers go on. */
function endOfWords(text: string, from: number): number {
  MORE_WORDS.lastIndex = from;
  return from + (MORE_WORDS.exec(text)?.[0].length ?? 0);
}

const MORE_WORDS = /(?:,? (?:[A-Z\u00c0-\u00de][\w\u00c0-\u00ff.'-]{0,30}|\d{1,6})(?![\w=:./-])){1,8}/y;

/** `<password>x</password>`, with CDATA or without; what no end tag follows is no element. */
function hideElement(state: ScanState, { rule, form }: NameDecision): void {
  const { source, place } = state;
  const text = source.text.slice(place.valueAt, place.valueAt + MAX_ELEMENT);
  const element = ELEMENT.exec(text);
  state.steps += 32;
  const content = element?.[1] ?? '';
  if (element === null || isMask(content) || !hasForm(form, content)) return;
  const start = place.valueAt + element[0].indexOf(content);
  hide(state, rule, { start, end: start + content.length });
}

/** The backslashes a quote needs where the value stands, or -1 inside a string, where a quote would end it. */
function quotingOf({ place }: ScanState): number {
  return place.quoteByte === DOUBLE_QUOTE ? place.nameQuote : -1;
}

/** Looks at the value before it is hidden: masks, flags, counts and words of prose are nobody's secret. */
function isWorthHiding(state: ScanState, { rule, form }: NameDecision): boolean {
  const { source, value, place } = state;
  const end = Math.min(value.end, value.start + DOUBTFUL_LIMIT);
  if (isMaskAt(source, value.start, end)) return false;
  const text = source.text.slice(value.start, end);
  // `hmac-sha256:5d7b…` is a digest with its algorithm, and `[ssl:warn]` the part of a program with a level.
  if (isGlued(state) && (TAGS.has(text) || isMask(lastWord(source.text.slice(place.start, value.end))))) return false;
  if (value.kind === 'bare' && CALL.test(text)) return false;
  if (value.kind === 'bare' && isOwnVariable(source.text.slice(place.start, place.end), text)) return false;
  // What goes on beyond what was judged may hold anything.
  if (value.kind === 'nested') {
    if (form !== 'any') return itemsOf(text).some((item) => !isMask(item) && hasForm(form, item));
    return value.cut || hasContent(text, rule.numbers !== false);
  }
  // `python3-jwt:all`, `libtoken:amd64`: a package and its architecture, not a token of five letters.
  if (rule.numbers === false && isGlued(state) && text.length < MIN_GLUED) return false;
  if (place.notation === 'literal' && (!hasForm('secretish', text) || isResource(state))) return false;
  // `tokens: prompt=512`: the name of a group, and another name with its number.
  if (place.spaced && value.kind === 'bare' && COUNTED.test(text)) return false;
  if (value.kind === 'number' && isCount(rule, text)) return false;
  if (value.kind === 'bare' && isStatusWord(text) && (place.spaced || form !== 'any')) return false;
  if (place.notation === 'argument' && text.startsWith('-')) return false;
  return hasForm(form, text);
}

/** `"tokens":512`: a number too short for a token. */
export function isCount(rule: KeyRule, digits: string): boolean {
  return rule.numbers === false && digits.length < 8;
}

/** `token = getToken()` in the lines of a program; between quotes it is a text like any other. */
const CALL = /^[A-Za-z_][A-Za-z_.]{1,60}\(\);?$/;

const COUNTED = /^[a-z][a-z_]{1,30}=\d[\d.]{0,15}$/;

/** `secret "cart-tls" not found`, as Kubernetes and cloud tools say of a secret's name. */
function isResource({ source, value }: ScanState): boolean {
  return TOLD_OF.test(source.text.slice(value.end, value.end + 32));
}

const TOLD_OF =
  /^\\{0,7}["'] (?:not found|already exists|does not exist|is forbidden|will|in namespace|was (?:created|deleted))/;

// Levels of syslog (RFC 5424) and of loggers, and PAM's name for the change of a password.
const TAGS = new Set(
  'debug info notice warn warning error err crit critical alert emerg trace fatal chauthtok'.split(' '),
);

/** A name of two words, as in `--token hmac-sha256:5d7b…`, ends in the one that the value is glued to. */
function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(' ') + 1);
}

/** `name:value` without a blank or a quote. */
function isGlued({ place, value }: ScanState): boolean {
  return place.notation === 'colon' && !place.spaced && place.nameQuote < 0 && value.kind === 'bare';
}

/**
 * What stands under a doubtful name more than once or in a wrapper: the items of a list without objects, and the value of
 * `{"stringValue":"…"}` (OpenTelemetry's AnyValue, https://opentelemetry.io/docs/specs/otlp/, seen 2026-11-21). An object
 * with members of its own is none: their names say what they are.
 */
function itemsOf(text: string): string[] {
  const wrapped = WRAPPED.exec(text)?.[1] ?? BRACED.exec(text)?.[1];
  if (wrapped === undefined && (!text.startsWith('[') || text.includes('{'))) return [];
  return (wrapped ?? text.slice(1)).split(',').map((item) => item.replace(ITEM_SIGNS, ''));
}

const WRAPPED =
  /^\{\s{0,4}\\{0,7}"(?:stringValue|intValue|string_value|int_value)\\{0,7}"\s{0,4}:([^{}[\],]{1,512})\}$/;
/** `Pwd={p;w}`: in a connection string of ODBC, braces hold a value with signs of its own. */
const BRACED = /^\{([^{}"':,\s\\]{3,128})\}$/;
const ITEM_SIGNS = /^[\s\\"'[\]]{1,16}|[\s\\"'[\]]{1,16}$/g;

/** `{"lease_id":"","until":null}` holds nothing, and neither does `{"code":"[REDACTED:otp]"}`. */
const SAID_IN =
  /\\{0,7}["'][\w-]{1,64}\\{0,7}["']\s{0,4}:\s{0,4}(?:\\{0,7}"([^"\\]{0,80})\\{0,7}"|null|true|false)(?=[,}])/g;

/** An object or array that holds a string, or a number where numbers count. */
function hasContent(text: string, numbers: boolean): boolean {
  const rest = text.replace(SAID_IN, (member: string, said = '') => (isMask(said) ? '' : member));
  return numbers ? /[^\W_]/.test(rest) : /["'][^"'\\\s]/.test(rest.replace(/["'][\w-]{1,64}\\*["']\s{0,4}:/g, ''));
}
