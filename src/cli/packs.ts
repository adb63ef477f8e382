import { Option } from 'commander';
import type { RedactOptions } from '../redact/index.ts';

/** `--packs`, which means the same for every command. */
export function packsOption(): Option {
  return new Option('--packs <names>', 'rule packs to run, separated by commas').argParser(commaList);
}

/** A list that may be given in parts: `--only a,b --only c`. */
export function commaList(text: string, before: readonly string[] | undefined): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...(before ?? []), ...parts.filter((part) => part !== '')];
}

/** The `redact` option for `--packs`; unknown names are refused where the engine is made. */
export function redactOptions(packs: readonly string[] | undefined): RedactOptions {
  // The cast holds: names that are no packs are refused, with a suggestion, when the options are checked.
  return packs === undefined ? {} : { packs: packs as NonNullable<RedactOptions['packs']> };
}
