import type { ValueRule } from '../../src/rules/rule.ts';

/** A span of the text that a rule would hide. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What one rule finds, said as plainly as possible: the specification of the scanner's fast reader. */
export function findAll(rule: ValueRule, text: string): readonly Span[] {
  const seen = rule.caseless ? text.toLowerCase() : text;
  return rule.anchors.flatMap((anchor) =>
    offsetsOf(seen, rule.caseless ? anchor.toLowerCase() : anchor).flatMap((at) => findAt(rule, text, at)),
  );
}

function offsetsOf(text: string, anchor: string): readonly number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(anchor); at >= 0; at = text.indexOf(anchor, at + 1)) offsets.push(at);
  return offsets;
}

function findAt(rule: ValueRule, text: string, anchor: number): readonly Span[] {
  const from = leadStart(rule, text, anchor);
  if (rule.bounded !== false && !startsWord(text, from) && !isGlued(rule, text, from)) return [];
  const pattern = new RegExp(rule.pattern.source, `${rule.pattern.flags}d`);
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  if (match === null) return [];
  const [start, end] = match.indices?.groups?.['secret'] ?? match.indices?.[0] ?? [0, 0];
  const secret = text.slice(start, end);
  return secret === '' || rule.validate?.(secret) === false ? [] : [{ start, end }];
}

/** An underscore may stand before a prefix of five characters or more. */
function isGlued({ anchors }: ValueRule, text: string, at: number): boolean {
  return text[at - 1] === '_' && (anchors[0] ?? '').length >= 5;
}

const LEADS = {
  digit: /[0-9]/,
  hex: /[0-9A-Fa-f]/,
  word: /[A-Za-z0-9_-]/,
  base64: /[A-Za-z0-9+/_-]/,
  host: /[A-Za-z0-9.-]/,
  visible: /[!#-&(-[\]-_a-~]/,
};

function leadStart(rule: ValueRule, text: string, anchor: number): number {
  if (rule.lead === undefined) return anchor;
  let start = anchor;
  const last = Math.max(0, anchor - rule.lead.max);
  while (start > last && LEADS[rule.lead.chars].test(text.charAt(start - 1))) start--;
  return start;
}

/** At the beginning, after a character that is no part of a word, or after an escape (`\n`, `\u0022`, `%3D`). */
function startsWord(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 6), at);
  return !/[A-Za-z0-9_]$/.test(before) || /(?:\\[nrtbf]|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2})$/.test(before);
}
