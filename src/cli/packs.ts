import { Option } from 'commander';

/** `--packs`, which means the same for every command. */
export function packsOption(): Option {
  return new Option('--packs <names>', 'rule packs to run, separated by commas').argParser(commaList);
}

/** A list that may be given in parts: `--only a,b --only c`. */
export function commaList(text: string, before: readonly string[] | undefined): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...(before ?? []), ...parts.filter((part) => part !== '')];
}
