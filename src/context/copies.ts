// One entry for each copy of logveil in the process: each has a store of its own, and the contexts of one are not seen
// by the loggers of another. It happens when two versions are installed, or when a bundle holds one.
const copiesSym = Symbol.for('logveil.copies');

// A cast that holds: the key is logveil's own.
const shared = globalThis as { [copiesSym]?: Set<string> };
const copies = shared[copiesSym] ?? new Set<string>();
shared[copiesSym] = copies;

/** Counts this copy; called where its store is made. */
export function registerCopy(): void {
  copies.add(import.meta.url);
}

/** Where the copies of logveil were loaded from; one is right. */
export function loadedCopies(): readonly string[] {
  return [...copies];
}
