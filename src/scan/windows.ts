import type { Anchor } from './candidates.ts';
import { rarestOf } from './frequency.ts';

/** Literals as bytes, and the part of each that it is recognised by. */
export interface Windows {
  /** As they are compared, one after the other; caseless ones in lower case. */
  readonly bytes: Uint8Array;
  /** Where each literal begins in the bytes, and where the last one ends. */
  readonly starts: Int32Array;
  /** Where in the bytes each window begins: four bytes, or the three of a literal that has no more. */
  readonly places: Int32Array;
}

/**
 * Lays out literals and chooses their windows: the rarest four bytes of each, so that what is looked for seldom passes
 * for what is not. A literal of three is recognised by them and any fourth.
 */
export function placeWindows(anchors: readonly Anchor[]): Windows {
  // In one go, and plain loops below: code that runs once is not compiled, and letter by letter it is slow.
  const bytes = Buffer.from(anchors.map(spelling).join(''), 'latin1');
  const starts = new Int32Array(anchors.length + 1);
  const places = new Int32Array(anchors.length);
  let start = 0;
  for (let index = 0; index < anchors.length; index++) {
    // The cast holds: the index is one of the list.
    const { length } = (anchors[index] as Anchor).literal;
    starts[index] = start;
    places[index] = length <= 4 ? start : rarestOf(bytes, start, start + Math.min(length - 4, MAX_OFFSET));
    start += length;
  }
  starts[anchors.length] = start;
  return { bytes, starts, places };
}

/** Looking further would only make the start slower. */
const MAX_OFFSET = 24;

/** With `lower`, which knows the letters of ASCII alone. */
function spelling({ literal, caseless }: Anchor): string {
  return caseless ? literal.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : literal;
}

/** The window of a literal as one number; three of its bytes, and a zero, for a literal of three. */
export function windowOf({ bytes, starts, places }: Windows, index: number): number {
  // The casts hold: a window is inside its literal.
  const at = places[index] as number;
  const three = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  const isOpen = (starts[index + 1] as number) - (starts[index] as number) === 3;
  return isOpen ? three : three | ((bytes[at + 3] as number) << 24);
}
