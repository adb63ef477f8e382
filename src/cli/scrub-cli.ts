import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import { packsOption } from './packs.ts';
import type { ScrubFlags } from './scrub-command.ts';

/** Adds `scrub`; its code is loaded only when it is asked for. */
export function addScrub(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('scrub')
    .summary('clean streams and files of log lines')
    .description('Replaces secrets and personal data by markers: from standard input to standard output, or in files.')
    .argument('[file...]', 'log files; without any, or for -, standard input')
    .option('-i, --in-place', 'replace each file by its clean copy')
    .option('-o, --output <path>', 'write the clean copy of one file there')
    .option('--no-keep', 'with --in-place: do not keep the original as FILE.orig')
    .option('--keep-times', "give the clean file the original's times")
    .addOption(packsOption())
    .addHelpText('after', SCRUB_HELP)
    .action(async (files: string[], flags: ScrubFlags) => {
      const { scrubCommand } = await import('./scrub-command.ts');
      done(await scrubCommand(files, flags, io));
    });
}

const SCRUB_HELP = `
One line in is one line out; all bytes outside a finding stay as they are. What is
packed with gzip stays packed. A line of more than 8 MiB, or one that cannot be
cleaned, is replaced by a marker as a whole, and the exit code is 2.

Examples:
  $ tail -F app.log | logveil scrub
  $ logveil scrub --in-place logs/*.log logs/*.gz
  $ logveil scrub app.log --output app.clean.log
`;
