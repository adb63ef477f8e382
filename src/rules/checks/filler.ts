/**
 * Tells a token's form filled with nothing: `ghp_xxxxxxxx…`, `AKIAXXXXXXXXXXXXXXXX`, `sk-proj-your-api-key-here`.
 * Keys from documentation (`AKIAIOSFODNN7EXAMPLE`) are not filler: nothing tells them from real ones by form.
 */

// What people and masking tools write for "a character": no alphabet of a real token has one of these in half its places.
const FILLERS = 'x*#.•·?_-0';
// Longest token looked at in full; beyond it the beginning tells enough.
const MAX_LOOK = 512;
const WORDS = /your[-_ ]|[-_]here\b|placeholder|redacted|change[-_]?me/i;

/**
 * True when one filler character takes up at least half of a secret, or a word in it says that it is a placeholder.
 *
 * @param secret - the text a pattern matched, with or without its prefix
 *
 * @example
 * ```ts
 * isFiller('npm_' + 'x'.repeat(36)); // true
 * isFiller('AKIA' + 'IOSFODNN7EXAMPLE'); // false
 * ```
 */
export function isFiller(secret: string): boolean {
  const text = secret.slice(0, MAX_LOOK).toLowerCase();
  return FILLERS.includes(mostFrequent(text)) || WORDS.test(text);
}

/** True when what follows the last slash is no filler: a URL's fixed part would outweigh it. */
export function hasRealLastPart(url: string): boolean {
  return !isFiller(url.slice(url.lastIndexOf('/') + 1));
}

/** The character that stands in at least half of the places, or a string that is no character. */
function mostFrequent(text: string): string {
  const counts = new Map<string, number>();
  for (const character of text) {
    const count = (counts.get(character) ?? 0) + 1;
    if (count * 2 >= text.length) return character;
    counts.set(character, count);
  }
  return 'none';
}
