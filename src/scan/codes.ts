import type { CodeRule } from '../rules/rule.ts';
import { BACKSLASH, classOf, DIGIT, DOT, isEscapeLetter, LETTER, WORD } from './chars.ts';
import { isSeparator } from './probes.ts';
import { hideValue, type ScanState } from './state.ts';

/** Rules by the shapes they are written in, and for each its words as one expression. */
export interface CodeTable {
  readonly byShape: ReadonlyMap<string, readonly NamedCode[]>;
  /** No shape is longer, or has more words in it. */
  readonly maxLength: number;
}

interface NamedCode {
  readonly rule: CodeRule;
  /** True where the form is proof; else a word must name it. */
  readonly proven: boolean;
  /** Finds a word that names it; made when it is first asked for. */
  named: RegExp | undefined;
}

/** Sorts rules by shape. A shape is the text with `9` for each digit and `A` for each letter, or `*` for both. */
export function createCodeTable(rules: readonly CodeRule[]): CodeTable {
  const byShape = new Map<string, NamedCode[]>();
  const add = (form: string, code: NamedCode): void => {
    const same = byShape.get(form);
    if (same === undefined) byShape.set(form, [code]);
    else same.push(code);
  };
  for (const rule of rules) {
    for (const form of rule.forms) add(form, { rule, named: undefined, proven: true });
    for (const form of rule.namedForms) add(form, { rule, named: undefined, proven: false });
  }
  return { byShape, maxLength: Math.max(...[...byShape.keys()].map((shape) => shape.length)) };
}

/** Words of one to six groups; a licence plate has the most letters before its first digit. */
const MAX_GROUPS = 6;
const MAX_FIRST_LETTERS = 4;
const SLASH = 47;
const PLUS = 43;

/**
 * Looks at every word with a digit near its beginning: does it, alone or with the next ones, have the shape of a rule?
 * Each is followed for at most as far as the longest shape, so the work grows with the text.
 *
 * @param original the text before it was folded, for words in other scripts
 */
export function readCodes(state: ScanState, table: CodeTable, original: string): void {
  const { bytes, length } = state.source;
  let at = 0;
  while (at < length) {
    if (((classOf[bytes[at] ?? 0] ?? 0) & WORD) === 0) {
      at++;
      continue;
    }
    const start = afterEscape(bytes, at);
    const end = endOfWord(bytes, start);
    at = mayBegin(state, start, end) ? readCodeAt(state, table, { start, end, original }) : end;
    state.steps += 4;
  }
}

/** `\n44051401458`: the letter of an escape is no part of the word behind it. */
function afterEscape(bytes: Uint8Array, at: number): number {
  if (bytes[at - 1] !== BACKSLASH) return at;
  if (isEscapeLetter(bytes, at)) return at + 1;
  return bytes[at] === 117 && endOfWord(bytes, at) >= at + 5 ? at + 5 : at;
}

function endOfWord(bytes: Uint8Array, from: number): number {
  let at = from;
  while (((classOf[bytes[at] ?? 0] ?? 0) & WORD) !== 0) at++;
  return at;
}

/** No part of something longer, and neither a word of prose nor a hash. */
function mayBegin(state: ScanState, start: number, end: number): boolean {
  const { bytes } = state.source;
  const before = bytes[start - 1] ?? 0;
  if (before === 95 || isLetterOf(state, before) || ((before === DOT || before === 45) && isWord(bytes[start - 2])))
    return false;
  // `+46 70…` is a telephone number, which has a rule of its own.
  if (before === PLUS || before === 36 || before === 35) return false;
  let at = start;
  while (at < end && ((classOf[bytes[at] ?? 0] ?? 0) & LETTER) !== 0) at++;
  if (at < end) return true;
  return end - start <= MAX_FIRST_LETTERS && isJoint(bytes[end] ?? 0) && isWord(bytes[end + 1]);
}

function isWord(byte: number | undefined): boolean {
  return ((classOf[byte ?? 0] ?? 0) & WORD) !== 0;
}

/** `Größe1`; of a folded text such a byte is Chinese or Thai, where no blank stands between words. */
function isLetterOf({ source }: ScanState, byte: number): boolean {
  return byte >= 0xc0 && source.map === undefined;
}

function isJoint(byte: number): boolean {
  return isSeparator(byte) || byte === DOT || byte === SLASH || byte === PLUS;
}

interface Begin {
  readonly start: number;
  readonly end: number;
  readonly original: string;
}

/** The longest reading that holds is hidden. Returns where to go on. */
function readCodeAt(state: ScanState, table: CodeTable, begin: Begin): number {
  const { bytes } = state.source;
  let shape = '';
  let at = begin.start;
  let best: { readonly rule: CodeRule; readonly end: number } | undefined;
  for (let group = 0; group < MAX_GROUPS; group++) {
    const end = endOfWord(bytes, at);
    if (end - begin.start > table.maxLength) break;
    shape += shapeOf(bytes, at, end);
    const rule = codeOf(state, table, shape, { ...begin, end });
    if (rule !== undefined) best = { rule, end };
    if (!isJoint(bytes[end] ?? 0) || !isWord(bytes[end + 1])) break;
    shape += isSeparator(bytes[end] ?? 0) && bytes[end] !== 45 ? ' ' : String.fromCharCode(bytes[end] ?? 0);
    at = end + 1;
  }
  state.steps += shape.length;
  if (best === undefined) return begin.end;
  hideValue(state, best.rule, begin.start, best.end);
  return best.end;
}

function shapeOf(bytes: Uint8Array, from: number, to: number): string {
  let shape = '';
  for (let at = from; at < to; at++) shape += ((classOf[bytes[at] ?? 0] ?? 0) & DIGIT) !== 0 ? '9' : 'A';
  return shape;
}

/** The first rule of the shape whose check digits and surroundings agree; one that is proven goes before the others. */
function codeOf(state: ScanState, table: CodeTable, shape: string, begin: Begin): CodeRule | undefined {
  const exact = table.byShape.get(shape) ?? NONE;
  const mixed = table.byShape.get(shape.replace(/[9A]/g, '*')) ?? NONE;
  if (exact.length + mixed.length === 0 || !mayEnd(state, begin.end)) return undefined;
  const text = state.source.text.slice(begin.start, begin.end);
  const capital = text.toUpperCase();
  const compact = capital.replace(/[^A-Z0-9]/g, '');
  const fitting = [...exact, ...mixed].filter(({ rule }) => rule.validate?.(compact) !== false);
  const found =
    (text === capital && !continues(state, begin, text) ? fitting.find(({ proven }) => proven) : undefined) ??
    fitting.find((code) => isNamed(state, code, begin)) ??
    (isAlone(state, begin, text) ? fitting.find(({ rule }) => rule.alone || isGrouped(text)) : undefined);
  return found?.rule;
}

const NONE: readonly NamedCode[] = [];

/** Written in groups of the right lengths, which no counter is. */
function isGrouped(text: string): boolean {
  return /[^A-Za-z0-9]/.test(text);
}

/** One more group of digits before or behind: a part of a longer number, such as an IBAN with another check digit. */
function continues({ source: { bytes } }: ScanState, { start, end }: Begin, text: string): boolean {
  if (!text.includes(' ')) return false;
  return (isSpace(bytes[start - 1]) && isDigit(bytes[start - 2])) || (isSpace(bytes[end]) && isDigit(bytes[end + 1]));
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 0xa0;
}

function isDigit(byte: number | undefined): boolean {
  return ((classOf[byte ?? 0] ?? 0) & DIGIT) !== 0;
}

/** Nothing that would make it part of a larger number, a file name or an address. */
function mayEnd(state: ScanState, end: number): boolean {
  const { bytes } = state.source;
  const after = bytes[end] ?? 0;
  if (after === 95 || after === 64 || isLetterOf(state, after)) return false;
  return !((after === DOT || after === 45) && isWord(bytes[end + 1]));
}

/** How far a word may stand from the number it names. */
const MAX_BEFORE = 48;
const MAX_AFTER = 32;

/** A word before it or after it, in the same sentence or member. */
function isNamed({ source }: ScanState, code: NamedCode, { start, end, original }: Begin): boolean {
  if (code.rule.words.length === 0) return false;
  code.named ??= wordsPattern(code.rule.words);
  const { named } = code;
  const from = source.map?.[start] ?? start;
  const to = source.map?.[end] ?? end;
  const before = original.slice(Math.max(0, from - MAX_BEFORE), from);
  // What stands in another member, or on another line, names another value.
  const member = Math.max(before.lastIndexOf(',"'), before.lastIndexOf('{"'), before.lastIndexOf('\n'));
  if (named.test(before.slice(member + 1))) return true;
  return named.test(original.slice(to, to + MAX_AFTER).replace(/["\n{}][\s\S]*$/, ''));
}

/** The whole text or the whole message: nothing beside it says that it is something else. */
function isAlone({ source }: ScanState, { start, end }: Begin, text: string): boolean {
  // `s3 put` is no vehicle: words with a blank between them are capitals, as on paper.
  if (/[a-z]/.test(text) && text.includes(' ')) return false;
  const before = source.text.slice(Math.max(0, start - 16), start);
  const after = source.text.slice(end, end + 4);
  if (start <= 16 && before.trim() === '' && after.trim() === '' && end + 4 >= source.length) return true;
  return /"(?:msg|message)":"$/.test(before) && after.startsWith('"');
}

/** One expression for all spellings: `tax id`, `taxId`, `TAX_ID`, `TaxID`; short words never inside others. */
function wordsPattern(words: readonly string[]): RegExp {
  return new RegExp(words.map(wordPattern).join('|'), 'u');
}

function wordPattern(word: string): string {
  if (!/^[a-z0-9 ]+$/.test(word)) return word;
  const parts = word.split(' ');
  const joined = (spell: (part: string, index: number) => string): string => parts.map(spell).join('[ _.-]?');
  const small = joined((part, index) => (index === 0 ? part : `[${part[0]}${part[0]?.toUpperCase()}]${part.slice(1)}`));
  const title = joined(
    (part) => `[${part[0]}${part[0]?.toUpperCase()}](?:${part.slice(1)}|${part.slice(1).toUpperCase()})`,
  );
  const capital = joined((part) => part.toUpperCase());
  return `(?<![A-Za-z])${small}(?![a-z])|(?<![A-Z])(?=[A-Z])${title}(?![a-z])|(?<![A-Z])${capital}(?![A-Z])`;
}
