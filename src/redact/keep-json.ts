import { type Hit, mergeHits } from '../scan/index.ts';

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
/** A span this short may lie between two strings. */
const SHORT = 3;

function isDoubtful(text: string, { start, end, quoting }: Hit): boolean {
  if (quoting !== -1) return false;
  const isContent = end - start > SHORT && text.charCodeAt(start - 1) === QUOTE && text.indexOf('"', start) === end;
  return !isContent && STRUCTURE.test(text.slice(start, end));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function replaced(text: string, hits: readonly Hit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, quoting } of hits) {
    // A digit is right inside a string and in the place of a bare number, whose quotes are decided on later.
    result += text.slice(from, start) + (quoting === 0 ? '"1"' : '1');
    from = end;
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
