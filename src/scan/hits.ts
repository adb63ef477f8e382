import type { Hit } from './finding.ts';

/** Sorts hits and merges overlapping ones: the larger span gives the rule, together they cover what both covered. */
export function mergeHits(hits: Hit[]): Hit[] {
  if (hits.length < 2) return hits;
  // Insertion sort: hits come nearly in order, and a comparator call each would cost more than they do.
  for (let i = 1; i < hits.length; i++) {
    const hit = hits[i];
    if (hit === undefined) continue;
    let j = i - 1;
    for (let other = hits[j]; other !== undefined && comesAfter(other, hit); other = hits[--j]) hits[j + 1] = other;
    hits[j + 1] = hit;
    if (i - j > 64) return mergeHits(hits.sort(inOrder));
  }
  return joinOverlaps(hits);
}

function joinOverlaps(hits: readonly Hit[]): Hit[] {
  const merged: Hit[] = [];
  for (const hit of hits) {
    const last = merged.at(-1);
    if (last === undefined || hit.start >= last.end) merged.push(hit);
    else merged[merged.length - 1] = joined(last, hit);
  }
  return merged;
}

function joined(a: Hit, b: Hit): Hit {
  const larger = b.end - b.start > a.end - a.start ? b : a;
  const start = Math.min(a.start, b.start);
  const end = Math.max(a.end, b.end);
  // A whole value keeps its quoting only while the span is still exactly that value.
  const quoting = larger.start === start && larger.end === end ? larger.quoting : -1;
  return { rule: larger.rule, start, end, quoting, named: a.named || b.named };
}

function comesAfter(a: Hit, b: Hit): boolean {
  return a.start > b.start || (a.start === b.start && a.end < b.end);
}

function inOrder(a: Hit, b: Hit): number {
  return a.start - b.start || b.end - a.end;
}
