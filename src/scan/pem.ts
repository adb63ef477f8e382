import type { ReaderRule } from '../rules/rule.ts';
import { hideValue, type ScanState } from './state.ts';

/** An RSA key of 16,384 bits is 12.6 KB of PEM; log prefixes on each line double it. */
const MAX_BLOCK = 32_768;
const HEAD = /-----BEGIN (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;
const TAIL = /-----END (?:[A-Z0-9]+ ){0,4}PRIVATE KEY(?: BLOCK)?-----/y;
// What a key's body is written with: base64, armour headers' words, real and escaped breaks, quotes of joined lines.
const BODY = /[A-Za-z0-9+/=\s\\:,."'-]*/y;
const MASKED_BODY = /^(?:\\[nr]|\s)*(?:\[[^\]]*\]|<[^>]*>|\*+|\.{3}|…)?(?:\\[nr]|\s)*$/;

/** At `-----BEGIN `: the whole block with its marker lines, or to the end of what looks like it when END is missing. */
export function readPem(state: ScanState, rule: ReaderRule, at: number): void {
  const { text } = state.source;
  HEAD.lastIndex = at;
  const head = HEAD.exec(text);
  if (head === null) return;
  const bodyAt = at + head[0].length;
  const tail = tailAfter(state, bodyAt);
  if (tail !== null && MASKED_BODY.test(text.slice(bodyAt, tail.start))) return;
  const end = tail === null ? endOfBody(state, bodyAt) : tail.end;
  state.steps += 8 + end - bodyAt;
  if (tail === null && end - bodyAt < 16) return;
  hideValue(state, rule, at, end);
  if (end > state.coveredTo) state.coveredTo = end;
}

/** The END line of the block whose body begins at `from`. */
function tailAfter({ source, tail }: ScanState, from: number): { start: number; end: number } | null {
  const { text } = source;
  if (tail.text !== text || tail.at < from) {
    const next = text.indexOf('-----END ', from);
    tail.text = text;
    tail.at = next < 0 ? Number.POSITIVE_INFINITY : next;
  }
  if (tail.at > from + MAX_BLOCK) return null;
  TAIL.lastIndex = tail.at;
  const line = TAIL.exec(text);
  return line === null ? null : { start: tail.at, end: TAIL.lastIndex };
}

/** A truncated block ends with its last long run of base64; the quote of the string around it stays. */
function endOfBody({ source }: ScanState, from: number): number {
  BODY.lastIndex = from;
  const body = BODY.exec(source.text)?.[0] ?? '';
  const cut = source.json ? body.search(/(?<!\\)(?:\\\\)*"/) : -1;
  const inside = cut < 0 ? body : body.slice(0, cut);
  return from + inside.replace(/[\s\\"',:]+$/, '').length;
}
