import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import { commaList, packsOption } from './packs.ts';
import type { ProveFlags } from './prove-command.ts';

/** Adds `prove`; its code is loaded only when it is asked for. */
export function addProve(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('prove')
    .summary('prove that a configuration lets no secret through')
    .description(
      'Sends every known secret through every way to travel, against your configuration, and harmless lines after them.',
    )
    .option(
      '-c, --config <file>',
      "your logger's options: JSON, or the default export of a JavaScript or TypeScript file",
    )
    .addOption(packsOption())
    .option('--fixtures <directory>', 'fixtures of your own, in rules/, carriers/ and benign/')
    .option('--samples <file...>', 'lines of your own logs, what must be hidden between \u27e6 and \u27e7')
    .option('--only <names>', 'rules or packs to run alone, separated by commas', commaList)
    .option('--json', 'write one JSON document')
    .option('--html <file>', 'write a page for others to read')
    .addHelpText('after', PROVE_HELP)
    .action(async (flags: ProveFlags) => {
      const { proveCommand } = await import('./prove-command.ts');
      done(await proveCommand(flags, io));
    });
}

const PROVE_HELP = `
Exit codes:
  0  proven
  1  a secret came through, or a harmless line was damaged
  2  it could not be run to its end, or the command was not understood

Examples:
  $ logveil prove
  $ logveil prove --config logger.config.ts --samples app.log
  $ logveil prove --config logger.json --html proof.html
`;
