/**
 * The same text, to be kept. What is cut out of a longer text keeps all of that in memory: V8 makes slices of 13
 * characters and more a window on the whole (`SlicedString`), and so does each key of a cache that was cut out of a line.
 */
export function ownCopy(text: string): string {
  return text.length < SHORTEST_SLICE ? text : Buffer.from(text).toString();
}

const SHORTEST_SLICE = 13;
