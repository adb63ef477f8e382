import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { OptionsError } from '../errors/index.ts';
import { type CliIo, exitCodes } from './io.ts';
import type { ShipFlags } from './ship-command.ts';

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
  addShip(program, io, done);
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

function addShip(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('ship')
    .summary('deliver a spool to Loki or OTLP')
    .description('Sends what loggers have spooled to Grafana Loki or an OTLP endpoint, until it is stopped.')
    .requiredOption('--spool <dir>', 'the spool directory of the loggers')
    .requiredOption('--url <url>', "Loki's address, or with --otlp the endpoint's")
    .option('--otlp', 'send OpenTelemetry log records over OTLP/HTTP')
    .option('--tenant <id>', 'sent as X-Scope-OrgID')
    .option('--user <name>', 'for basic authentication; the password is read from LOGVEIL_LOKI_PASSWORD')
    .option('--header <name:value...>', 'more headers for each request')
    .option('--ca <file>', 'certificate authorities to trust, PEM')
    .option('--cert <file>', "the client's certificate, PEM")
    .option('--key <file>', "the client's key, PEM")
    .option('--proxy <url>', 'HTTP proxy')
    .option('--once', 'end when nothing is left')
    .option('--timeout <seconds>', 'with --once: give up after this time', Number)
    .option('--json', 'write the counters as one JSON document at the end')
    .option('-q, --quiet', 'write nothing but problems')
    .addHelpText('after', SHIP_HELP)
    .action(async (flags: ShipFlags) => {
      const { shipCommand } = await import('./ship-command.ts');
      done(await shipCommand(flags, io));
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

const SHIP_HELP = `
A bearer token is read from LOGVEIL_LOKI_TOKEN. Any number of these may run; each folder of
the spool is delivered by one of them at a time.

Exit codes:
  0  stopped, or with --once: everything was delivered
  1  with --once: everything is done, and lines were refused or dropped; the counters say why
  2  with --once: time is up and lines are left; or the command was not understood

Examples:
  $ logveil ship --spool /var/spool/checkout --url http://loki:3100
  $ LOGVEIL_LOKI_TOKEN=... logveil ship --spool ./.logveil-spool --url https://logs.example.com --once
`;

const SCRUB_HELP = `
One line in is one line out; all bytes outside a finding stay as they are. A line
of more than 8 MiB is replaced by a marker as a whole, and the exit code is 2.

Examples:
  $ logveil scrub < app.log > app.clean.log
  $ tail -F app.log | logveil scrub
`;
