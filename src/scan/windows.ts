import { lower } from './chars.ts';
import { frequencyOfFour } from './frequency.ts';

/**
 * Where in a literal the four bytes stand that it is recognised by: the rarest there are, so that what is looked for
 * seldom passes for what is not. A literal of three is recognised by them and any fourth.
 */
export function windowOffset(literal: string): number {
  if (literal.length <= 4) return 0;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  const last = Math.min(literal.length - 4, MAX_OFFSET);
  for (let offset = 0; offset <= last; offset++) {
    const frequency = frequencyOfFour(literal, offset);
    if (frequency >= least) continue;
    best = offset;
    least = frequency;
  }
  return best;
}

/** Looking further would only make the start slower. */
const MAX_OFFSET = 24;

/** The bytes of a window as one number, letters in lower case; three of them, and a zero, for a literal of three. */
export function windowBytes(literal: string, offset: number): number {
  const three = byteAt(literal, offset) | (byteAt(literal, offset + 1) << 8) | (byteAt(literal, offset + 2) << 16);
  return literal.length === 3 ? three : three | (byteAt(literal, offset + 3) << 24);
}

function byteAt(literal: string, index: number): number {
  return lower[literal.charCodeAt(index)] ?? 0;
}
