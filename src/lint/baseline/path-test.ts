import { parsePath } from '../../scan/path-syntax.ts';

/**
 * A path of the `redact` option as a test of paths as findings write them. A key with a dot in it looks there like two
 * keys, so it is compared as two.
 */
export function pathTest(path: string): (found: string) => boolean {
  const steps = (parsePath(path) ?? []).flatMap<Step>((segment) =>
    segment.kind === 'key' ? segment.key.split('.') : [segment],
  );
  return (found) => {
    // The set of places reached in the pattern, so that several `**` cost no more than one.
    let places = closure(new Set([0]), steps);
    for (const key of found.split('.')) {
      const next = new Set<number>();
      for (const at of places) {
        const step = steps[at];
        if (step === undefined) continue;
        if (typeof step === 'string') {
          if (step === key) next.add(at + 1);
        } else next.add(step.kind === 'deep' ? at : at + 1);
      }
      places = closure(next, steps);
    }
    return places.has(steps.length);
  };
}

type Step = string | { readonly kind: 'any' } | { readonly kind: 'deep' };

/** `**` may also stand for no key. */
function closure(places: Set<number>, steps: readonly Step[]): Set<number> {
  for (const at of places) {
    const step = steps[at];
    if (step !== undefined && typeof step !== 'string' && step.kind === 'deep') places.add(at + 1);
  }
  return places;
}
