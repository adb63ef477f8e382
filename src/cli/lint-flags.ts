import { type Command, InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../errors/index.ts';
import { type FormatName, formatNames } from '../lint/formats/names.ts';
import type { Shard } from '../lint/plan.ts';
import { severities } from '../lint/report/severity.ts';
import type { Severity } from '../rules/index.ts';
import { commaList } from './packs.ts';

/** What a report is written as and measured by; shared by `lint` and `report merge`. */
export interface ReportFlags {
  readonly format: FormatName | 'partial';
  readonly output?: string;
  readonly failOn: Severity | 'never';
  readonly maxFindings?: number;
  readonly baseline?: string;
  readonly updateBaseline?: true;
  readonly fingerprintKeyFile?: string;
  readonly since?: string;
  readonly until?: string;
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly config?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** The flags of `lint`. */
export interface LintFlags extends ReportFlags {
  readonly packs?: readonly string[];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly threads?: number;
  readonly shard?: Shard;
  readonly loki?: true;
  readonly expectRedacted?: true;
  readonly dryRun?: string;
}

/** Adds what {@link ReportFlags} holds. */
export function addReportOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Option('-f, --format <name>', `one of ${formats.join(', ')}`)
        .default('pretty', 'pretty')
        .argParser((name) => oneOf(name, formats)),
    )
    .option('-o, --output <file>', 'write the report into a file')
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option('-q, --quiet', 'tell nothing but problems; the exit code tells the rest')
    .addOption(
      new Option('--fail-on <severity>', `exit with 1 from this severity on: ${[...severities, 'never'].join(', ')}`)
        .default('info', 'info')
        .argParser((name) => oneOf(name, [...severities, 'never'])),
    )
    .addOption(new Option('--max-findings <n>', 'list at most so many; all are counted').argParser(wholeNumber))
    .option('--baseline <file>', 'leave out what this file knows')
    .option('--update-baseline', 'write what is found into the baseline')
    .option('--fingerprint-key-file <file>', 'key of the fingerprints where there is no baseline')
    .option('--since <time>', 'from this time of the lines on: ISO, epoch, or back from now as in 24h')
    .option('--until <time>', 'up to this time')
    .addOption(new Option('--only <rules>', 'report these rules alone').default([], 'all').argParser(commaList))
    .addOption(new Option('--skip <rules>', 'leave these rules out').default([], 'none').argParser(commaList))
    .option('--config <file>', "the logger's options: JSON, JavaScript or TypeScript");
}

export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,9}$/.test(text) && number >= 1) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 on.');
}

/** `2/8`: the second of eight. */
export function shardOf(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text);
  const [index, count] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (index >= 1 && index <= count) return { index, count };
  throw new InvalidArgumentError('It must be i/n with i from 1 to n, for example 2/8.');
}

function oneOf(name: string, choices: readonly string[]): string {
  if (choices.includes(name)) return name;
  throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}${didYouMean(name, choices)}.`);
}

export const lintFormats: readonly string[] = [...formatNames, 'partial'];
