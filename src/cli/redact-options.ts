import type { RedactOptions } from '../redact/index.ts';

/** The `redact` option for `--packs`; unknown names are refused where the engine is made. */
export function redactOptions(packs: readonly string[] | undefined): RedactOptions {
  // The cast holds: names that are no packs are refused, with a suggestion, when the options are checked.
  return packs === undefined ? {} : { packs: packs as NonNullable<RedactOptions['packs']> };
}
