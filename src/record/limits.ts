/** How much of a value that is not plain data is shown. Every limit that is met is said in the output. */
export interface CopyLimits {
  /** Levels of nesting. */
  readonly maxDepth: number;
  /** Members of one object, array, Map or Set. */
  readonly maxWidth: number;
  /** Values in all, counted with repetition, so that shared references cannot multiply. */
  readonly maxNodes: number;
}

/** Far above any record a person reads, low enough to be walked in a few milliseconds. */
export const defaultLimits: CopyLimits = { maxDepth: 32, maxWidth: 10_000, maxNodes: 20_000 };

/** The bytes of one line, newline excluded: Loki refuses longer ones (`max_line_size`, 256 KB, Loki 3 defaults). */
export const maxLineBytes = 262_144;
