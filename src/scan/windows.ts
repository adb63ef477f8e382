import type { Anchor } from './candidates.ts';
import { frequency } from './frequency.ts';

/** Any byte. */
export const ANY = -1;

/**
 * How an anchor shows in text cut into pairs: two neighbouring pairs, with {@link ANY} where the anchor does not reach,
 * and where in the anchor the first three known bytes stand.
 */
export interface Window {
  readonly anchor: Anchor;
  /** Four bytes, lower case if the anchor is caseless. */
  readonly bytes: readonly [number, number, number, number];
  /** Offset in the anchor of the three bytes that are looked up, and in the window: 0, or 1 behind an {@link ANY}. */
  readonly offset: number;
  readonly skip: 0 | 1;
}

/** The two windows of an anchor, one for each way it may fall on the pairs, the rarest there are. */
export function windowsOf(anchor: Anchor): [Window, Window] {
  const at = (index: number): number => {
    const code = anchor.literal.charCodeAt(index);
    return Number.isNaN(code) ? ANY : code;
  };
  const window = (from: number): Window => ({
    anchor,
    bytes: [at(from), at(from + 1), at(from + 2), at(from + 3)],
    offset: from,
    skip: 0,
  });
  // Three bytes that begin in the middle of a pair: the byte before them may be any.
  if (anchor.literal.length === 3)
    return [window(0), { anchor, bytes: [ANY, at(0), at(1), at(2)], offset: 0, skip: 1 }];
  let best = 0;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let from = 0; from + 4 <= anchor.literal.length; from++) {
    const cost = costOf(window(from)) + costOf(window(from + 1));
    if (cost < bestCost) [best, bestCost] = [from, cost];
  }
  return [window(best), window(best + 1)];
}

function costOf({ bytes: [a, b, c, d] }: Window): number {
  return frequency(a, b) * frequency(c, d);
}

/** How many buckets each sort of window gets. */
export interface BucketPlan {
  /** Windows of four known bytes. */
  readonly full: number;
  /** Windows that end with an unknown byte. */
  readonly open: number;
  /** Windows that begin with one. */
  readonly loose: number;
}

/**
 * Windows by bucket, the full ones first, the loose ones last. The sorts are kept apart, for an unknown byte lets
 * every pair pass for its whole bucket; windows with the same first pair share one, so that few other pairs do.
 */
export function assignBuckets(windows: readonly Window[], plan: BucketPlan): readonly (readonly Window[])[] {
  const loose = windows.filter(({ skip }) => skip === 1);
  const open = windows.filter(({ skip, bytes }) => skip === 0 && bytes[3] === ANY);
  const full = windows.filter(({ skip, bytes }) => skip === 0 && bytes[3] !== ANY);
  return [
    ...split(full, plan.full, ({ bytes }) => key(bytes[0], bytes[1])),
    ...split(open, plan.open, ({ bytes }) => key(bytes[0], bytes[1])),
    ...split(loose, plan.loose, ({ bytes }) => key(bytes[1], 0)),
  ];
}

function key(first: number, second: number): number {
  return (lowerCase(first) << 8) | lowerCase(second);
}

function lowerCase(byte: number): number {
  return byte >= 65 && byte <= 90 ? byte + 32 : byte;
}

function split(windows: readonly Window[], parts: number, keyOf: (window: Window) => number): Window[][] {
  const groups = new Map<number, Window[]>();
  for (const window of windows) groups.set(keyOf(window), [...(groups.get(keyOf(window)) ?? []), window]);
  const result: Window[][] = Array.from({ length: parts }, () => []);
  // Large groups first, each into the bucket with the fewest windows so far.
  for (const group of [...groups.values()].sort((a, b) => b.length - a.length)) {
    const smallest = result.reduce((least, bucket) => (bucket.length < least.length ? bucket : least));
    smallest.push(...group);
  }
  return result;
}
