/** A literal the finder looks for, and the number it reports it under. */
export interface Anchor {
  readonly literal: string;
  readonly caseless: boolean;
  readonly id: number;
  /** It must be a word of its own: `pin=` and `cardPin`, not `spin` or `pinned`. */
  readonly wholeWord?: boolean;
  /** And a sign must follow it, for the word stands in ordinary text, too: `"mobile":`, not `Mobile Safari`. */
  readonly beforeSign?: boolean;
  /** Where in the literal the candidate is reported: names of several words are read from their last one. */
  readonly lead?: number;
}

/** Where a rule could start: parallel lists, reused from call to call. */
export interface Candidates {
  count: number;
  /** Offsets of anchors' first bytes, about in order. */
  at: Int32Array;
  ids: Int32Array;
}

/** Adds a place, growing the lists when they are full. */
export function push(out: Candidates, at: number, id: number): void {
  if (out.count === out.at.length) {
    const grown = new Int32Array(out.at.length * 2);
    grown.set(out.at);
    out.at = grown;
    const ids = new Int32Array(out.ids.length * 2);
    ids.set(out.ids);
    out.ids = ids;
  }
  out.at[out.count] = at;
  out.ids[out.count] = id;
  out.count++;
}
