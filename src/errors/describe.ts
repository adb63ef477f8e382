/** Says what a value is without saying what it holds: options may carry secrets. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof RegExp) return 'a regular expression';
  if (typeof value === 'string') return value === '' ? 'an empty string' : `a string of ${value.length} characters`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** ` (did you mean "x"?)` for the closest of the choices, or nothing when none is close. */
export function didYouMean(word: string, choices: Iterable<string>): string {
  // A third of the letters may differ: "levle" finds "level", "foo" finds nothing.
  let best = Math.floor(word.length / 3) + 1;
  let found: string | undefined;
  for (const choice of choices) {
    const distance = editDistance(word.toLowerCase(), choice.toLowerCase(), best);
    if (distance < best || (distance === best && found === undefined && distance <= word.length / 3)) {
      best = distance;
      found = choice;
    }
  }
  return found === undefined ? '' : ` (did you mean "${found}"?)`;
}

/** Edits between two words, a swap of neighbours counted as one; given up past `limit`, words over 64 not compared. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > 64 || b.length > 64) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}
