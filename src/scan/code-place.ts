import type { Source } from './source.ts';

/** Where a number stands, and the text before it was folded, for words in other scripts. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly original: string;
}

/** How far a word may stand from the number it names. */
const MAX_BEFORE = 48;
const MAX_AFTER = 32;

/** A word before it or after it, in the same sentence or member. */
export function isNamed({ map }: Source, named: RegExp | undefined, { start, end, original }: Place): boolean {
  if (named === undefined) return false;
  const from = map?.[start] ?? start;
  const to = map?.[end] ?? end;
  const before = original.slice(Math.max(0, from - MAX_BEFORE), from);
  if (named.test(before.slice(ownPart(before)))) return true;
  return named.test(original.slice(to, to + MAX_AFTER).replace(/["\n{}][\s\S]*$/, ''));
}

/** Where what belongs to the number begins: what stands in another member or pair, or on another line, names another value. */
function ownPart(before: string): number {
  const pair = PAIR.exec(before);
  const signs = MEMBER_SIGNS.map((sign) => before.lastIndexOf(sign) + 1);
  return Math.max(pair?.index ?? 0, ...signs);
}

/** `order=` right before the number. */
const PAIR = /[\w.-]{1,48}=["']?$/;
const MEMBER_SIGNS = [',"', '{"', ',\\"', '{\\"', '\n', '\\n'];

/** The whole text or the whole message: nothing beside it says that it is something else. */
export function isAlone(source: Source, { start, end }: Place, text: string): boolean {
  // `s3 put` is no vehicle: words with a blank between them are capitals, as on paper.
  if (/[a-z]/.test(text) && text.includes(' ')) return false;
  const before = source.text.slice(Math.max(0, start - 16), start);
  const after = source.text.slice(end, end + 4);
  if (start <= 16 && before.trim() === '' && after.trim() === '' && end + 4 >= source.length) return true;
  return /"(?:msg|message)":"$/.test(before) && after.startsWith('"');
}

/**
 * One expression for all spellings: `tax id`, `taxId`, `TAX_ID`, `TaxID`; short words never inside others. Plurals and the
 * endings of other languages (`plates`, `plakası`, `peselu`) are the same word.
 */
export function wordsPattern(words: readonly string[]): RegExp {
  return new RegExp(words.map(wordPattern).join('|'), 'u');
}

/** A shorter word with an ending is too often another word: `pass` and `passed`. */
const LONG_WORD = 5;

function wordPattern(word: string): string {
  // Words in other scripts, and whatever a user's own rule brings.
  if (!/^[a-z0-9 ]+$/.test(word)) return word.replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&');
  const parts = word.split(' ');
  const joined = (spell: (part: string, index: number) => string): string => parts.map(spell).join('[ _.-]?');
  const small = joined((part, index) => (index === 0 ? part : `[${part[0]}${part[0]?.toUpperCase()}]${part.slice(1)}`));
  const title = joined(
    (part) => `[${part[0]}${part[0]?.toUpperCase()}](?:${part.slice(1)}|${part.slice(1).toUpperCase()})`,
  );
  const capital = joined((part) => part.toUpperCase());
  const isLong = (parts.at(-1)?.length ?? 0) >= LONG_WORD;
  const [ending, capitals] = isLong ? ['[a-z]{0,3}', '[A-Z]{0,3}'] : ['s?', 'S?'];
  return `(?<![A-Za-z])${small}${ending}(?![a-z])|(?<![A-Z])(?=[A-Z])${title}${ending}(?![a-z])|(?<![A-Z])${capital}${capitals}(?![A-Z])`;
}
