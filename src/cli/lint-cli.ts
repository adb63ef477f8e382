import { type Command, Option } from 'commander';
import { formatNames } from '../lint/formats/names.ts';
import type { CliIo } from './io.ts';
import { addReportOptions, type LintFlags, lintFormats, type ReportFlags, shardOf, wholeNumber } from './lint-flags.ts';
import { commaList, packsOption } from './packs.ts';

/** Adds `lint`; its code is loaded only when it is asked for. */
export function addLint(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const command = program
    .command('lint')
    .summary('report what log files leak')
    .description('Reports secrets and personal data in log files: rule, place and what to do, never the value.')
    .argument('<file...>', 'log files, directories, patterns, or - for standard input')
    .addOption(packsOption());
  addReportOptions(command, lintFormats)
    .addOption(new Option('--include <patterns>', 'only files that match, as in .gitignore').argParser(commaList))
    .addOption(new Option('--exclude <patterns>', 'no files that match').argParser(commaList))
    .addOption(new Option('--threads <n>', 'threads that scan; by default as many as pay').argParser(wholeNumber))
    .addOption(new Option('--shard <i/n>', 'scan only this part, for report merge').argParser(shardOf))
    .option('--loki', 'report what Loki would refuse or misread, too')
    .option('--expect-redacted', 'count the redaction markers, for a log that should be clean')
    .option('--dry-run <config>', 'compare with this configuration instead of reporting')
    .addHelpText('after', LINT_HELP)
    .action(async (files: string[], flags: LintFlags) => {
      const { lintCommand } = await import('./lint-command.ts');
      done(await lintCommand(files, flags, io));
    });
}

/** Adds `report merge`. */
export function addReport(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  const report = program.command('report').summary('work with reports').description('Works with the reports of lint.');
  const merge = report
    .command('merge')
    .summary('join the partial reports of shards')
    .description('Joins the partial reports of all shards to the report that one run would have written.')
    .argument('<file...>', 'reports written with lint --shard i/n --format partial');
  addReportOptions(merge, formatNames)
    .addHelpText('after', MERGE_HELP)
    .action(async (files: string[], flags: ReportFlags) => {
      const { mergeCommand } = await import('./report-command.ts');
      done(await mergeCommand(files, flags, io));
    });
}

const EXIT_CODES = `
Exit codes:
  0    clean
  1    something was found, at or above --fail-on
  2    something could not be scanned, or the command was not understood;
       goes before 1
  130  interrupted
`;

const LINT_HELP = `${EXIT_CODES}
Examples:
  $ logveil lint app.log access.log
  $ zcat app.log.1.gz | logveil lint -
  $ logveil lint --packs credentials,secrets --json app.log > findings.json
  $ logveil lint /var/log/app --format html --output report.html
  $ logveil lint logs --baseline .logveil-baseline.json --fail-on high
  $ logveil lint app.log --config logging.config.ts --dry-run logging.new.ts
`;

const MERGE_HELP = `${EXIT_CODES}
Example:
  $ export LOGVEIL_FINGERPRINT_KEY=$(openssl rand -hex 32)
  $ logveil lint logs --shard 1/2 --format partial > 1.part
  $ logveil lint logs --shard 2/2 --format partial > 2.part
  $ logveil report merge *.part --format html --output report.html
`;
