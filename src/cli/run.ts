import { Command, CommanderError, Option } from 'commander';
import { OptionsError } from '../errors/index.ts';
import { type CliIo, exitCodes } from './io.ts';

import { addLint, addReport } from './lint-cli.ts';
import type { ScrubFlags } from './scrub-command.ts';
import { packageVersion } from './version.ts';

/**
 * Runs one command line (without `node` and the script) and resolves to its exit code. Never rejects.
 * Each command's code is loaded only when it is asked for.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = exitCodes.clean;
  const program = createProgram(io, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already told what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.failed;
    io.stderr.write(`logveil: ${describeFailure(error)}\n`);
    return exitCodes.failed;
  }
}

/** An error of ours is told as it is; of any other only the code, since its text may quote input. */
function describeFailure(error: unknown): string {
  if (error instanceof OptionsError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return `stopped: ${code}`;
}

function createProgram(io: CliIo, done: (exitCode: number) => void): Command {
  const program = new Command('logveil')
    .description('Finds and removes secrets and personal data in logs.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .addHelpText('after', PROGRAM_HELP);
  addLint(program, io, done);
  addReport(program, io, done);
  addScrub(program, io, done);
  return program;
}

function addScrub(program: Command, io: CliIo, done: (exitCode: number) => void): void {
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

function packsOption(): Option {
  return new Option('--packs <names>', 'rule packs to run, separated by commas').argParser((names: string) =>
    names.split(',').map((name) => name.trim()),
  );
}

const PROGRAM_HELP = `
Examples:
  $ logveil lint app.log
  $ kubectl logs deploy/checkout | logveil scrub > checkout.log
`;

const SCRUB_HELP = `
One line in is one line out; all bytes outside a finding stay as they are. What is
packed with gzip stays packed. A line of more than 8 MiB, or one that cannot be
cleaned, is replaced by a marker as a whole, and the exit code is 2.

Examples:
  $ tail -F app.log | logveil scrub
  $ logveil scrub --in-place logs/*.log logs/*.gz
  $ logveil scrub app.log --output app.clean.log
`;
