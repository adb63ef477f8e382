import type { Command } from 'commander';
import type { CliIo } from './io.ts';

/** Adds `doctor`; its code is loaded only when it is asked for. */
export function addDoctor(program: Command, io: CliIo, done: (exitCode: number) => void): void {
  program
    .command('doctor')
    .summary('say what is active, and why ids are missing')
    .description('Says in plain words what is active in a process: redaction, context, OpenTelemetry, propagation.')
    .option('--json', 'write one JSON document')
    .addHelpText('after', DOCTOR_HELP)
    .action(async (flags: { json?: true }) => {
      const { doctorCommand } = await import('./doctor-command.ts');
      done(await doctorCommand(flags, io));
    });
}

const DOCTOR_HELP = `
What NODE_OPTIONS loads is loaded here, too. Inside a running service, call
doctor() from 'logveil/doctor' at the place where an id is missing.

Exit codes:
  0  nothing is wrong
  1  something is on and does not do what it should

Examples:
  $ logveil doctor
  $ NODE_OPTIONS='--import ./telemetry.mjs' logveil doctor
`;
