import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { OptionsError } from '../errors/index.ts';
import { type CliIo, exitCodes } from './io.ts';

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
  addScrub(program, io, done);
  addRules(program, io, done);
  addExplain(program, io, done);
  return program;
}

function addLint(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('lint')
    .summary('report what log files leak')
    .description('Reports secrets and personal data in log files: rule, place and what to do, never the value.')
    .argument('<file...>', 'log files, or - for standard input')
    .addOption(packsOption())
    .option('--json', 'write one JSON document with every finding')
    .option('-q, --quiet', 'write nothing but problems; the exit code tells')
    .addHelpText('after', LINT_HELP)
    .action(async (files: string[], flags: { packs?: string[]; json?: true; quiet?: true }) => {
      const { lintCommand } = await import('./lint-command.ts');
      done(await lintCommand(files, flags, io));
    });
}

function addScrub(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('scrub')
    .summary('clean a stream of log lines')
    .description('Copies standard input to standard output, with secrets and personal data replaced by markers.')
    .addOption(packsOption())
    .addHelpText('after', SCRUB_HELP)
    .action(async (flags: { packs?: string[] }) => {
      const { scrubCommand } = await import('./scrub-command.ts');
      done(await scrubCommand(flags, io));
    });
}

function addRules(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('rules')
    .summary('list the rules')
    .description('Lists every rule by pack: id, severity and what it finds.')
    .addOption(packsOption())
    .option('--json', 'write one JSON array')
    .action(async (flags: { packs?: string[]; json?: true }) => {
      const { rulesCommand } = await import('./rules-command.ts');
      done(await rulesCommand(flags, io));
    });
}

function addExplain(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('explain')
    .summary('show what a rule finds and why')
    .description('Shows the page of one rule: what it finds, why, how, with examples and references.')
    .argument('<rule>', 'the id that stands in the marker, for example github-pat')
    .option('--json', 'write one JSON object')
    .action(async (id: string, flags: { json?: true }) => {
      const { explainCommand } = await import('./explain-command.ts');
      done(await explainCommand(id, flags, io));
    });
}

function packsOption(): Option {
  return new Option('--packs <names>', 'rule packs to run, separated by commas').argParser((names: string) =>
    names.split(',').map((name) => name.trim()),
  );
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '?';
}

const PROGRAM_HELP = `
Examples:
  $ logveil lint app.log
  $ kubectl logs deploy/checkout | logveil scrub > checkout.log
`;

const LINT_HELP = `
Exit codes:
  0  clean
  1  something was found
  2  something could not be scanned, or the command was not understood

Examples:
  $ logveil lint app.log access.log
  $ zcat app.log.1.gz | logveil lint -
  $ logveil lint --packs credentials,secrets --json app.log > findings.json
`;

const SCRUB_HELP = `
One line in is one line out; all bytes outside a finding stay as they are. A line
of more than 8 MiB is replaced by a marker as a whole, and the exit code is 2.

Examples:
  $ logveil scrub < app.log > app.clean.log
  $ tail -F app.log | logveil scrub
`;
