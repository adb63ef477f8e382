import type { Hit, TextMode } from '../scan/index.ts';
import { locate } from '../scan/paths.ts';
import { readValue } from './allow.ts';
import { createQuoter } from './bare-numbers.ts';
import type { Censors } from './censors.ts';
import type { Edit } from './edits.ts';
import { plainCopy } from './plain-copy.ts';
import { firstNested, writeAt } from './quoting.ts';

/** A text and what was found in it. */
export interface Scanned {
  readonly text: string;
  readonly mode: TextMode;
  readonly hits: readonly Hit[];
}

/** What is written for each hit: the censor's answer, quoted and escaped for its place. */
export function editsOf({ text, mode, hits }: Scanned, censors: Censors): Edit[] {
  const pathOf = pathsOf(text, hits);
  const quotingOf = createQuoter(text);
  const nestedFrom = firstNested(text);
  return hits.map((hit, index) => {
    const { rule, start, end } = hit;
    const quoting = hit.quoting === -1 ? quotingOf(hit) : hit.quoting;
    // Nearly every hit: the marker inside a string, the same text each time.
    const fixed = quoting === -1 ? censors.fixed(rule) : undefined;
    if (fixed !== undefined) return { start, end, replacement: fixed };
    const output = censors.censor({
      rule,
      value: () => readHit(text, { start, end, quoting }),
      path: () => pathOf(index),
    });
    return {
      start,
      end,
      replacement: writeOutput(output ?? goneFrom(text, hit), { text, start, mode, quoting, nestedFrom }),
    };
  });
}

/** All paths in one walk, and only when a censor function asks for the first. */
function pathsOf(text: string, hits: readonly Hit[]): (index: number) => readonly string[] {
  let paths: readonly (readonly string[] | undefined)[] | undefined;
  return (index) => {
    paths ??= locate(
      text,
      hits.map(({ start }) => start),
    );
    return paths[index] ?? [];
  };
}

function readHit(text: string, { start, end, quoting }: Pick<Hit, 'start' | 'end' | 'quoting'>): unknown {
  const written = text.slice(start, end);
  if (quoting !== 0) return readValue(written);
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

/**
 * What a removal leaves: an empty text where a whole value stood. After a name in running text it leaves a mask, for
 * else the next word would be taken for the value when the line is read again.
 */
function goneFrom(text: string, { start, end, quoting, named }: Hit): string {
  const isWhole = quoting >= 0 || (text[start - 1] === '"' && /["\\]/.test(text[end] ?? ''));
  return named && !isWhole ? '[removed]' : '';
}

/** A function may give any JSON value. */
function writeOutput(output: unknown, place: Parameters<typeof writeAt>[1]): string {
  if (typeof output === 'string') return writeAt(output, place);
  if (place.quoting === 0) return JSON.stringify(plainCopy(output)) ?? '""';
  return writeAt(typeof output === 'object' ? (JSON.stringify(plainCopy(output)) ?? '') : String(output), place);
}
