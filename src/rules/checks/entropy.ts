/**
 * Shannon's entropy of a text in bits per character (A Mathematical Theory of Communication, section 6, 1948): 0 for one repeated
 * character, 4 for even hex, 6 for even base64. Only the first 4,096 characters count.
 *
 * @example
 * ```ts
 * entropy('aaaa'); // 0
 * entropy('abcd'); // 2
 * ```
 */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  const looked = text.slice(0, MAX_LOOK);
  for (let at = 0; at < looked.length; at++) {
    const unit = looked.charAt(at);
    counts.set(unit, (counts.get(unit) ?? 0) + 1);
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / looked.length) * Math.log2(count / looked.length);
  return bits;
}

const MAX_LOOK = 4096;

/** True when a text has more than 3.5 bits per character: a run of zeros in base64 has less, a random token more. */
export function isVaried(text: string): boolean {
  return entropy(text) > 3.5;
}
