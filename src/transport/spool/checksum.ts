/**
 * Four bytes that tell a torn or damaged record from a whole one: words taken in turns into two sums by steps that lose
 * nothing, so a change within one word always shows, and any other with all but one in 2^32. No CRC-32: node:zlib's costs a sixth of an append
 * for a line of 200 bytes, most of it the call (`bench/delivery.mjs`).
 *
 * @param words the record from its start on, little-endian
 * @param from where to begin, in words
 * @param to where to end, in words; what is beyond the record in the last one has to be zeros
 */
export function checksum(words: Int32Array, from: number, to: number): number {
  let even = SEED;
  let odd = ~SEED;
  let at = from;
  for (; at + 1 < to; at += 2) {
    // The casts hold: both are below the end.
    even = Math.imul(turned(even) ^ (words[at] as number), FACTOR);
    odd = Math.imul(turned(odd) ^ (words[at + 1] as number), FACTOR);
  }
  if (at < to) even = Math.imul(turned(even) ^ (words[at] as number), FACTOR);
  const sum = Math.imul(turned(even) ^ odd, FACTOR);
  return (sum ^ (sum >>> 15)) >>> 0;
}

// Odd, so that multiplying by it can be undone; Knuth, TAOCP 3, section 6.4.
const FACTOR = 0x9e3779b1;
const SEED = 0x6c6f6776;

/** High bits come down, or two changes of them could cancel each other out. */
function turned(sum: number): number {
  return (sum << 13) | (sum >>> 19);
}
