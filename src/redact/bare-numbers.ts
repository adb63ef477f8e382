import { depthOf } from '../scan/quote-depth.ts';

/** The quoting of a span that was found as text: 0 or more when it is a number that stands bare in JSON, else -1. */
export type Quoter = (span: { readonly start: number; readonly end: number }) => number;

/**
 * A number is found like any text, but the text that replaces it needs quotes. Spans may come in any order; asked in
 * order, all together cost one pass over the text at most.
 */
export function createQuoter(text: string): Quoter {
  const isInString = stringTester(text);
  return ({ start, end }) => {
    const first = text.charCodeAt(start);
    if (first !== MINUS && !(first >= ZERO && first <= NINE)) return -1;
    if (!AFTER.test(text.slice(end, end + WINDOW)) || !NUMBER.test(text.slice(start, end))) return -1;
    const before = text.slice(Math.max(0, start - 2 * WINDOW), start);
    const backslashes = AFTER_NAME.exec(before)?.[1];
    // `"msg":": 4111…, paid"`: a text may begin like the end of a name.
    const depth = backslashes === undefined ? -1 : depthOf(backslashes.length);
    if (depth >= 0) return depth === 0 && isInString(start) ? -1 : depth;
    return AFTER_ITEM.test(before) && !isInString(start) ? 0 : -1;
  };
}

const MINUS = 45;
const ZERO = 48;
const NINE = 57;
/** Pretty-printed JSON may have blanks around a value; more than these are no one's habit. */
const WINDOW = 32;
const NUMBER = /^-?\d[\d.eE+-]{0,40}$/;
const AFTER = /^\s*(?:[,}\]]|$)/;
const AFTER_NAME = /(\\*)"\s*:\s*$/;
const AFTER_ITEM = /[[,]\s*$/;

/** Tells whether a place is inside a JSON string; goes on from the last place. */
function stringTester(text: string): (at: number) => boolean {
  let index = 0;
  let inside = false;
  return (at) => {
    if (at < index) {
      index = 0;
      inside = false;
    }
    for (; index < at; index++) {
      const code = text.charCodeAt(index);
      if (code === 92) index++;
      else if (code === 34) inside = !inside;
    }
    return inside;
  };
}
