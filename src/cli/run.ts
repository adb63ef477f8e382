import { Command, CommanderError } from 'commander';
import { isOptionsError } from '../errors/index.ts';
import { packageVersion } from '../lint/version.ts';
import { addDoctor } from './doctor-cli.ts';
import { type CliIo, exitCodes } from './io.ts';
import { addLint, addReport } from './lint-cli.ts';
import { addProve } from './prove-cli.ts';
import { addExplain, addRules } from './rules-cli.ts';
import { addScrub } from './scrub-cli.ts';
import { addShip } from './ship-cli.ts';

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
  if (isOptionsError(error)) return error.message;
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
  addProve(program, io, done);
  addRules(program, io, done);
  addExplain(program, io, done);
  addDoctor(program, io, done);
  addShip(program, io, done);
  return program;
}

const PROGRAM_HELP = `
Examples:
  $ logveil lint app.log
  $ kubectl logs deploy/checkout | logveil scrub > checkout.log
`;
