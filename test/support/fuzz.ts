/** How a property is run: briefly in `npm test`, for long by `npm run fuzz`, which sets the variable. */
export function fuzzRuns(quick: number): { numRuns: number } {
  const factor = Number(process.env['LOGVEIL_FUZZ_FACTOR'] ?? '1');
  return { numRuns: Math.round(quick * (Number.isFinite(factor) && factor > 0 ? factor : 1)) };
}

/** Milliseconds for a test with such a property. */
export const fuzzTimeout: number = 60_000 * Math.max(1, Number(process.env['LOGVEIL_FUZZ_FACTOR'] ?? '1'));
