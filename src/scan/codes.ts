import type { CodeRule } from '../rules/rule.ts';
import { BACKSLASH, classOf, DIGIT, DOT, isEscapeLetter, LETTER, PLUS, WORD } from './chars.ts';
import { isAlone, isNamed, type Place, wordsPattern } from './code-place.ts';
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
/** `B AB 1234`: two words without a digit may stand before the one that has it. */
const MAX_WORDS_BEFORE = 2;
const SLASH = 47;

/**
 * Goes from digit to digit: does the word around it, alone or with its neighbours, have the shape of a rule? Each is
 * followed for at most as far as the longest shape, so the work grows with the text.
 *
 * @param original the text before it was folded, for words in other scripts
 */
export function readCodes(state: ScanState, table: CodeTable, original: string): void {
  const { bytes, length } = state.source;
  let from = 0;
  for (let at = 0; at < length; at++) {
    if (((classOf[bytes[at] as number] as number) & DIGIT) === 0) continue;
    at = readAround(state, table, { digit: at, from, original });
    from = at;
    state.steps += 4;
  }
}

interface Around {
  readonly digit: number;
  /** What stands before was read already. */
  readonly from: number;
  readonly original: string;
}

/** Tries the words that end in or behind the one with the digit, the first one first. Returns where to go on. */
function readAround(state: ScanState, table: CodeTable, { digit, from, original }: Around): number {
  const { bytes } = state.source;
  const starts = [wordStart(bytes, digit, from)];
  for (let words = 0; words < MAX_WORDS_BEFORE; words++) {
    const start = starts[0] ?? digit;
    const before = lettersBefore(bytes, start, from);
    if (before === start) break;
    starts.unshift(before);
  }
  for (const start of starts) {
    const at = afterEscape(bytes, start);
    if (!mayBegin(state, at)) continue;
    const end = readCodeAt(state, table, { start: at, end: at, original });
    if (end > at) return end;
  }
  return endOfWord(bytes, digit);
}

function wordStart(bytes: Uint8Array, at: number, from: number): number {
  let start = at;
  while (start > from && ((classOf[bytes[start - 1] ?? 0] ?? 0) & WORD) !== 0) start--;
  return start;
}

/** Where a short word of letters begins that is joined to this one, or `start` when there is none. */
function lettersBefore(bytes: Uint8Array, start: number, from: number): number {
  if (start - 1 <= from || !isJoint(bytes[start - 1] ?? 0)) return start;
  let at = start - 1;
  while (at > from && at >= start - MAX_FIRST_LETTERS - 1 && ((classOf[bytes[at - 1] ?? 0] ?? 0) & LETTER) !== 0) at--;
  return at === start - 1 || start - 1 - at > MAX_FIRST_LETTERS || isWord(bytes[at - 1]) ? start : at;
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

/** No part of something longer. */
function mayBegin(state: ScanState, start: number): boolean {
  const { bytes } = state.source;
  const before = bytes[start - 1] ?? 0;
  if (before === 95 || isLetterOf(state, before) || ((before === DOT || before === 45) && isWord(bytes[start - 2])))
    return false;
  // `+46 70…` is a telephone number, which has a rule of its own.
  return before !== PLUS && before !== 36 && before !== 35;
}

/** `Größe1`; of a folded text such a byte is Chinese or Thai, where no blank stands between words. */
function isLetterOf({ source }: ScanState, byte: number): boolean {
  return byte >= 0xc0 && source.map === undefined;
}

function isWord(byte: number | undefined): boolean {
  return ((classOf[byte ?? 0] ?? 0) & WORD) !== 0;
}

function isJoint(byte: number): boolean {
  return isSeparator(byte) || byte === DOT || byte === SLASH || byte === PLUS;
}

/** The longest reading that holds is hidden. Returns its end, or the start when there is none. */
function readCodeAt(state: ScanState, table: CodeTable, begin: Place): number {
  const { bytes } = state.source;
  let shape = '';
  let mixed = '';
  let at = begin.start;
  let best: { readonly rule: CodeRule; readonly end: number } | undefined;
  for (let group = 0; group < MAX_GROUPS; group++) {
    const end = endOfWord(bytes, at);
    if (end - begin.start > table.maxLength) break;
    shape += shapeOf(bytes, at, end);
    mixed += STARS.slice(0, end - at);
    const exact = table.byShape.get(shape);
    const loose = table.byShape.get(mixed);
    if (exact !== undefined || loose !== undefined) {
      const rule = codeOf(state, [...(exact ?? NONE), ...(loose ?? NONE)], { ...begin, end });
      if (rule !== undefined) best = { rule, end };
    }
    if (!isJoint(bytes[end] ?? 0) || !isWord(bytes[end + 1])) break;
    const joint = isSeparator(bytes[end] ?? 0) && bytes[end] !== 45 ? ' ' : String.fromCharCode(bytes[end] ?? 0);
    shape += joint;
    mixed += joint;
    at = end + 1;
  }
  state.steps += shape.length;
  if (best === undefined) return begin.start;
  hideValue(state, best.rule, begin.start, best.end);
  return best.end;
}

/** As many as the longest form has signs. */
const STARS = '*'.repeat(32);

function shapeOf(bytes: Uint8Array, from: number, to: number): string {
  let shape = '';
  for (let at = from; at < to; at++) shape += ((classOf[bytes[at] ?? 0] ?? 0) & DIGIT) !== 0 ? '9' : 'A';
  return shape;
}

/** The first rule of the shape whose check digits and surroundings agree; one that is proven goes before the others. */
function codeOf(state: ScanState, codes: readonly NamedCode[], begin: Place): CodeRule | undefined {
  if (!mayEnd(state, begin.end)) return undefined;
  const text = state.source.text.slice(begin.start, begin.end);
  const capital = text.toUpperCase();
  const compact = capital.replace(/[^A-Z0-9]/g, '');
  const fitting = codes.filter(({ rule }) => rule.validate?.(compact) !== false);
  const found =
    (text === capital && !continues(state, begin, text) ? fitting.find(({ proven }) => proven) : undefined) ??
    fitting.find((code) => isNamed(state.source, namedBy(code), begin)) ??
    (isAlone(state.source, begin, text) ? fitting.find(({ rule }) => rule.alone || isGrouped(text)) : undefined);
  return found?.rule;
}

const NONE: readonly NamedCode[] = [];

function namedBy(code: NamedCode): RegExp | undefined {
  if (code.rule.words.length > 0) code.named ??= wordsPattern(code.rule.words);
  return code.named;
}

/** Written in groups of the right lengths, which no counter is. */
function isGrouped(text: string): boolean {
  return /[^A-Za-z0-9]/.test(text);
}

/** One more group of digits before or behind: a part of a longer number, such as an IBAN with another check digit. */
function continues({ source: { bytes } }: ScanState, { start, end }: Place, text: string): boolean {
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
