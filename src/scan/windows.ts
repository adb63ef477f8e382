import type { Anchor } from './candidates.ts';
import { frequencyOfFour } from './frequency.ts';

/** Any byte. */
export const ANY = -1;

/** The four neighbouring bytes an anchor is recognised by; the last is {@link ANY} for an anchor of three. */
export interface Window {
  readonly anchor: Anchor;
  /** Lower case if the anchor is caseless. */
  readonly bytes: readonly [number, number, number, number];
  /** Where in the anchor they stand. */
  readonly offset: number;
}

/** The rarest four bytes of an anchor: what is looked for seldom passes for what is not. */
export function windowOf(anchor: Anchor): Window {
  const { literal } = anchor;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + 4 <= literal.length; offset++) {
    const frequency = literal.length === 4 ? 0 : frequencyOfFour(literal.slice(offset, offset + 4));
    if (frequency < least) [best, least] = [offset, frequency];
  }
  const at = (index: number): number => literal.charCodeAt(best + index);
  return { anchor, offset: best, bytes: [at(0), at(1), at(2), literal.length === 3 ? ANY : at(3)] };
}

/** How many buckets each sort of window gets. */
export interface BucketPlan {
  /** Windows of four known bytes. */
  readonly full: number;
  /** Windows that end with an unknown byte. */
  readonly open: number;
}

/**
 * Windows by bucket, the full ones first. The sorts are kept apart, for an unknown byte lets every pair pass for its
 * whole bucket; windows with the same first pair share one, so that few other pairs do.
 */
export function assignBuckets(windows: readonly Window[], plan: BucketPlan): readonly (readonly Window[])[] {
  const isOpen = ({ bytes }: Window): boolean => bytes[3] === ANY;
  return [
    ...split(
      windows.filter((window) => !isOpen(window)),
      plan.full,
    ),
    ...split(windows.filter(isOpen), plan.open),
  ];
}

function split(windows: readonly Window[], parts: number): Window[][] {
  const groups = new Map<number, Window[]>();
  for (const window of windows) {
    const key = (lowerCase(window.bytes[0]) << 8) | lowerCase(window.bytes[1]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [window]);
    else group.push(window);
  }
  const result: Window[][] = Array.from({ length: parts }, () => []);
  // Large groups first, each into the bucket with the fewest windows so far.
  for (const group of [...groups.values()].sort((a, b) => b.length - a.length)) {
    const smallest = result.reduce((least, bucket) => (bucket.length < least.length ? bucket : least));
    smallest.push(...group);
  }
  return result;
}

function lowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}
