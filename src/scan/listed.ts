import {
  BACKSLASH,
  BLANK,
  COLON,
  COMMA,
  classOf,
  DASH,
  EQUALS,
  GREATER,
  OPEN_BRACKET,
  OPEN_PAREN,
  QUOTE,
} from './chars.ts';
import { hasForm } from './forms.ts';
import { isMask } from './masks.ts';
import { hideNamed } from './named-value.ts';
import type { NameDecision } from './names.ts';
import { countBackslashes, skipGap } from './separator.ts';
import { readSqlValue } from './sql.ts';
import { hideValue, leaveGap, type ScanState } from './state.ts';
import { readValue } from './values.ts';

/** How far the other half of a pair may stand from the name. */
const MAX_DISTANCE = 300;
const NAME_MEMBER =
  /(?:^|["'`\\\s,{<(])(?:name|key|field|header|k|n|id|param|parameter|attribute|property|variable|var|option|setting|label)\\*["'`]?\s{0,3}[:=]>?\s{0,3}\\*["'`]$/i;
const VALUE_MEMBER =
  /^\\*["'`]?[\s,]{0,4}(?:\\*["'`]?\w{1,24}\\*["'`]?\s{0,2}[:=]\s{0,2}(?:\\*"[^"\\]{0,40}\\*"|'[^'\\]{0,40}'|\w{1,24})[\s,]{0,3}){0,3}?\\*["'`]?(?:value|val|v|content|contents|data|secret|text|default|raw|plaintext)\\*["'`]?\s{0,3}[:=]>?\s{0,3}/i;
const VALUE_BEFORE =
  /(?:value|val|v|content|data|secret|text)\\*["'`]?\s{0,3}[:=]>?\s{0,3}(\\*["'`])((?:[^"'`\\]|\\.){1,256}?)\\*["'`]\s{0,3},?\s{0,3}\\*["'`]?\w{1,12}\\*["'`]?\s{0,3}[:=]>?\s{0,3}\\*["'`]$/di;
const TERRAFORM = /variable \\{0,3}"$/;
const DEFAULT = /^\\{0,3}" ?\{[^{}]{0,200}?default\s{0,8}= {0,4}/;
const ELEMENT_AFTER = /^\\*["'][^<>"']{0,60}>(?=[^<])|^\s{0,3}<\/\w{1,12}>(?:\s|\\[nrt]){0,8}<\w{1,12}>(?=[^<])/;
/** `name="password"`, an empty line and the value: a part of a form (RFC 7578, 2015-07). */
const FORM_PART = /^\\*"(?:\r?\n|(?:\\{1,8}r)?\\{1,8}n){2}(?=[^\s\\-])/;
const ANOTHER = /^(?:[A-Za-z][\w.-]{0,40}=|v?\d{1,5}(?:\.\d{1,5}){1,3}$)/;
const SAYS = /^ (?:is|was|set to|changed to|reset to)(?: now)?:? /;
/** "the password for user 'jane' is 'x'". */
const SAYS_OF = /^ (?:(?:for|of) [\w .'"@-]{1,40}? )?(?:is|was|set to|changed to|reset to)(?: now)?:? /;
/** "password for root: x". */
const SAYS_FOR = /^ (?:for|of) [\w .'"@-]{1,40}?: /;
/** "changed the root password to x". */
const CHANGES = /(?:chang|set|reset|updat|rotat)\w{0,4}(?: \w{1,16}){0,2} $/i;
/** `"x" == password`, `'x' !== secret`: the value before the name. */
const COMPARED = /(["'])([^"'\r\n]{4,128}?)\\{0,7}\1 {0,2}(?:={2,3}|!={1,2}|<>) {0,2}$/;

/** Names whose value does not follow them with a sign: pairs, `{name, value}`, XML, SQL. True when it was one of these. */
export function readListed(state: ScanState, decision: NameDecision): boolean {
  const { place } = state;
  if (place.nameQuote >= 0 && place.notation !== 'colon' && place.notation !== 'equals') {
    if (readMember(state, decision)) return true;
    return place.notation === 'pair' && readPair(state, decision);
  }
  if (readSqlValue(state, decision)) return true;
  if (place.notation === 'none')
    return readProse(state, decision) || readElement(state, decision) || readCompared(state, decision);
  return false;
}

/** `{"name":"DB_PASSWORD","value":"x"}` in either order, `name="password" value="x"`, `<add key="…">x</add>`. */
function readMember(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  const before = source.text.slice(Math.max(0, place.start - 48), place.start);
  if (!NAME_MEMBER.test(before)) return TERRAFORM.test(before) && readDefault(state, decision);
  const after = source.text.slice(place.end, place.end + MAX_DISTANCE);
  const ahead = VALUE_MEMBER.exec(after) ?? ELEMENT_AFTER.exec(after) ?? FORM_PART.exec(after);
  if (ahead !== null)
    return isAsDeep(ahead[0], place.nameQuote) && hideAt(state, decision, place.end + ahead[0].length);
  const earlier = source.text.slice(Math.max(0, place.start - MAX_DISTANCE), place.start);
  const behind = VALUE_BEFORE.exec(earlier);
  if (behind === null) return false;
  return hideAt(state, decision, place.start - earlier.length + (behind.indices?.[1]?.[0] ?? 0));
}

/** `{"key":"password","msg":"{\"value\":1}"}`: a member of a document in the next member is none of the name's own record. */
function isAsDeep(between: string, nameQuote: number): boolean {
  const slashes = VALUE_QUOTE.exec(between)?.[1];
  return slashes === undefined || slashes.length === nameQuote;
}

const VALUE_QUOTE = /(\\*)["'`]\s{0,3}[:=]>?\s{0,3}$/;

/** `variable "api_token" { default = "x" }`. */
function readDefault(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  const ahead = DEFAULT.exec(source.text.slice(place.end, place.end + MAX_DISTANCE));
  return ahead !== null && hideAt(state, decision, place.end + ahead[0].length);
}

function hideAt(state: ScanState, decision: NameDecision, valueAt: number): boolean {
  const { place } = state;
  place.valueAt = valueAt;
  place.notation = 'colon';
  place.spaced = false;
  const { coveredTo } = state;
  hideNamed(state, decision);
  leaveGap(state, coveredTo, valueAt);
  return true;
}

/** No name has so many words; a phrase that unlocks a wallet has twelve (BIP 39) or more. */
const MIN_PHRASE = 8;

/** `["x-api-key","v"]`, `['Cookie', 'sid=1']`, `["--password","x"]`: the next string of the array, unless it is one more name. */
function readPair(state: ScanState, decision: NameDecision): boolean {
  const { source, place, value } = state;
  const at = skipGap(source, place.valueAt);
  const slashes = countBackslashes(source.bytes, at);
  if (slashes !== place.nameQuote || source.bytes[at + slashes] !== place.quoteByte || !isInArray(state)) return false;
  value.quote = place.nameQuote;
  readValue(source, at, value, source.length);
  if (source.bytes[value.end + slashes + 1] === COLON) return false;
  const text = source.text.slice(value.start, Math.min(value.end, value.start + 64));
  // One more name, but for people and phrases, which are words as well.
  const isOfWords = decision.form === 'person' || text.split(' ').length >= MIN_PHRASE;
  if ((!isOfWords && /^[A-Za-z][A-Za-z_. -]*$/.test(text)) || text.startsWith('-')) return false;
  return hideAt(state, decision, at);
}

/** The name is an element of an array: a bracket or comma stands before its quote. */
export function isInArray({ source: { bytes }, place }: ScanState): boolean {
  let at = place.start - 1;
  while (bytes[at] === DASH) at--;
  if (((classOf[bytes[at] ?? 0] ?? 0) & QUOTE) !== 0) at--;
  while (bytes[at] === BACKSLASH || ((classOf[bytes[at] ?? 0] ?? 0) & BLANK) !== 0) at--;
  return bytes[at] === OPEN_BRACKET || bytes[at] === COMMA || bytes[at] === OPEN_PAREN || bytes[at] === 110;
}

/** "the password is hunter2", "password hunter2", `PASS hunter2`: only a word with a letter and a digit in it. */
function readProse(state: ScanState, decision: NameDecision): boolean {
  const { source, place, value } = state;
  if (source.bytes[place.end] !== 32) return false;
  if (decision.rule.id === 'card-verification') return readCode(state, decision);
  const isPassword = decision.rule.id === 'password' || decision.rule.id === 'password-short';
  const says = isPassword ? saysOf(state) : SAYS.exec(source.text.slice(place.end, place.end + 72))?.[0];
  if (says === undefined && !isPassword) return readWord(state, decision);
  const at = place.end + (says?.length ?? 1);
  value.quote = -1;
  readValue(source, at, value, 128);
  const text = source.text.slice(value.start, value.end);
  const quoted = value.kind === 'quoted' && /^\S{4,}$/.test(text);
  // `method=password count=7` names no password, and `password-hash v0.5.0` is a package.
  if (says === undefined && (source.bytes[place.start - 1] === EQUALS || ANOTHER.test(text))) return false;
  if (!quoted && (text.length < 5 || !/\d/.test(text) || !/[A-Za-z!@#$%^&*]/.test(text))) return false;
  return hideAt(state, decision, at);
}

/** What stands between a password and the words that tell it. */
function saysOf({ source: { text }, place }: ScanState): string | undefined {
  const after = text.slice(place.end, place.end + 72);
  const says = SAYS_OF.exec(after) ?? SAYS_FOR.exec(after);
  if (says !== null) return says[0];
  if (!after.startsWith(' to ')) return undefined;
  return CHANGES.test(text.slice(Math.max(0, place.start - 48), place.start)) ? ' to ' : undefined;
}

/** `card 4111 1111 1111 1111 cvv 123`: three or four digits and no more. */
function readCode(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  // `CSC 201` is a course.
  if (!decision.name.startsWith('cv')) return false;
  return CODE.test(source.text.slice(place.end, place.end + 8)) && hideAt(state, decision, place.end + 1);
}

const CODE = /^ \d{3,4}(?![\w.:/-])/;

/** "api_key 4f9a… invalid": behind the name of a key or token a word that is as long and as mixed as one. */
function readWord(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  // `method=DescribeSecret id=…`: a value that is no name.
  if (source.bytes[place.start - 1] === EQUALS) return false;
  const at = place.end + 1;
  const word = LONG_WORD.exec(source.text.slice(at, at + 512))?.[0];
  state.steps += word === undefined ? 4 : word.length;
  if (word === undefined || decision.rule.shape !== undefined || !hasForm('keyish', word) || DIGEST.test(word))
    return false;
  // `next page token CAEQ…` is a place in a list: the word before may say what the name is.
  const before = WORD_BEFORE.exec(source.text.slice(Math.max(0, place.start - 24), place.start))?.[0];
  const name = source.text.slice(place.start, place.end);
  if (before !== undefined && state.names.decide(`${before}${name}`) === undefined) return false;
  return hideAt(state, decision, at);
}

// Shorter words are more often names of things than keys.
const LONG_WORD = /^[A-Za-z0-9_+/-]{24,512}={0,2}(?![\w.:@/=])/;
const WORD_BEFORE = /[A-Za-z]{1,20} $/;
/** A token in a message of a program is often its digest, which opens nothing. */
const DIGEST = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** `<key>Password</key><string>x</string>`. */
function readElement(state: ScanState, decision: NameDecision): boolean {
  const { source, place } = state;
  if (source.bytes[place.end] !== 60 || source.bytes[place.end + 1] !== 47) return false;
  const after = ELEMENT_AFTER.exec(source.text.slice(place.end, place.end + 64));
  return after !== null && hideAt(state, decision, place.end + after[0].length);
}

/** `if ("x" == password)`: the string that a name is compared with. */
function readCompared(state: ScanState, { rule, form }: NameDecision): boolean {
  const { source, place } = state;
  const before = source.bytes[place.start - 1] === 32 ? place.start - 2 : place.start - 1;
  if (source.bytes[before] !== EQUALS && source.bytes[before] !== GREATER) return false;
  const from = Math.max(0, place.start - MAX_DISTANCE);
  const match = COMPARED.exec(source.text.slice(from, place.start));
  const value = match?.[2] ?? '';
  if (match === null || isMask(value) || !hasForm(form === 'any' ? 'secretish' : form, value)) return false;
  const start = from + match.index + 1;
  hideValue(state, rule, start, start + value.length);
  return true;
}
