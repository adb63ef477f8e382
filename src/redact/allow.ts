import { createHash } from 'node:crypto';
import type { Hit } from '../scan/index.ts';
import { compilePaths, findPaths } from '../scan/paths.ts';
import type { AllowOptions } from './options.ts';

/** Drops the hits an allow entry speaks for. Keys and rules are left out earlier, when rules are compiled. */
export type AllowFilter = (text: string, hits: readonly Hit[]) => readonly Hit[];

/** The filter, or undefined when no entry needs one. */
export function createAllowFilter({ paths, hashes }: Required<AllowOptions>): AllowFilter | undefined {
  if (paths.length === 0 && hashes.length === 0) return undefined;
  const matcher = paths.length === 0 ? undefined : compilePaths(paths);
  const allowed = new Set(hashes);
  return (text, hits) => {
    const spans = matcher === undefined ? [] : findPaths(text, matcher);
    let next = 0;
    // Hits and spans both come in order.
    const isInside = ({ start, end }: Hit): boolean => {
      while ((spans[next]?.end ?? end) < end) next++;
      const span = spans[next];
      return span !== undefined && span.start <= start;
    };
    return hits.filter(
      (hit) => !isInside(hit) && !(allowed.size > 0 && isAllowed(text.slice(hit.start, hit.end), allowed)),
    );
  };
}

/** The hash may be of the value itself or of its spelling in the line. */
function isAllowed(written: string, allowed: ReadonlySet<string>): boolean {
  if (allowed.has(sha256(written))) return true;
  const value = readValue(written);
  return typeof value === 'string' && value !== written && allowed.has(sha256(value));
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What a span of a JSON line stands for: the inside of a string without its escapes, or a whole value. */
export function readValue(written: string): unknown {
  if (!written.includes('\\')) return written;
  try {
    return JSON.parse(`"${written}"`);
  } catch {
    return written;
  }
}
