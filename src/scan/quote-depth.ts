/**
 * How many of the backslashes before a quote are its own. At the depths of JSON in strings a quote has 0, 1, 3, 7… of
 * them; before those may stand what the text itself ends with: of `"pass\\":` both belong to the name. The ones that
 * the number ends with in binary are the quote's.
 */
export function depthOf(backslashes: number): number {
  return backslashes & ~(backslashes + 1);
}
