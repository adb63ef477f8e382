import { type Hit, mergeHits } from '../scan/index.ts';
import { createQuoter } from './bare-numbers.ts';

/**
 * Hits that leave one valid JSON document when they are replaced. A reader may take the end of a string for a part of a
 * value (`{"msg":"token='"}`), and whoever can write into a log could use that to have a whole line withheld. A hit that
 * would break the document is taken apart: of each string and number it touches its part is hidden.
 *
 * @param hits sorted, without overlaps
 * @throws Error when even that gives no JSON, so that the line is withheld
 */
export function keepJson(text: string, hits: readonly Hit[]): readonly Hit[] {
  // Nearly every hit is plainly inside a string or a whole value, and costs one look.
  const doubtful = hits.filter((hit) => isDoubtful(text, hit));
  if (doubtful.length === 0 || !isJson(text) || isJson(replaced(text, hits))) return hits;
  const sure = hits.filter((hit) => !doubtful.includes(hit));
  const whole = mergeHits([...sure, ...takenApart(text, doubtful)]);
  if (!isJson(replaced(text, whole))) throw new Error('what is left would be no JSON');
  return whole;
}

const QUOTE = 34;
const STRUCTURE = /["{}[\],:]/;
const BETWEEN = /[\s:,}\]]/;
/** A span this short may lie between two strings. */
const SHORT = 3;

/** Pretty-printed JSON may have blanks before a value; more than these are no one's habit. */
const BEFORE = 64;
/** What stands before a bare value of a member, as deep as its own quotes will be. */
const AFTER_NAME = /(?<!\\)(\\*)"\s*:\s*$/;

function isDoubtful(text: string, { start, end, quoting }: Hit): boolean {
  if (quoting !== -1) return AFTER_NAME.exec(text.slice(Math.max(0, start - BEFORE), start))?.[1]?.length !== quoting;
  const isContent = end - start > SHORT && text.charCodeAt(start - 1) === QUOTE && text.indexOf('"', start) === end;
  // What stands between two strings stands between quotes as well.
  const isSure = isContent && !BETWEEN.test(text.charAt(start));
  return !isSure && STRUCTURE.test(text.slice(start, end));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** With a letter for each hit, which is right in a string and nowhere else. */
function replaced(text: string, hits: readonly Hit[]): string {
  const quotingOf = createQuoter(text);
  let result = '';
  let from = 0;
  for (const hit of hits) {
    const quoting = hit.quoting === -1 ? quotingOf(hit) : hit.quoting;
    result += text.slice(from, hit.start) + (quoting === 0 ? '"x"' : 'x');
    from = hit.end;
  }
  return result + text.slice(from);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** One pass over the document, which is valid: its strings and numbers, and what of them the hits cover. */
function takenApart(text: string, hits: readonly Hit[]): Hit[] {
  const parts: Hit[] = [];
  let next = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const isString = token.charCodeAt(0) === QUOTE;
    const from = isString ? index + 1 : index;
    const to = isString ? index + token.length - 1 : index + token.length;
    while ((hits[next]?.end ?? Number.POSITIVE_INFINITY) <= from) next++;
    for (let one = next; (hits[one]?.start ?? to) < to; one++) {
      const { rule, start, end, named } = hits[one] as Hit;
      const span = isString ? { start: Math.max(start, from), end: Math.min(end, to) } : { start: from, end: to };
      if (span.end > span.start) parts.push({ rule, ...span, quoting: isString ? -1 : 0, named });
    }
  }
  return parts;
}
