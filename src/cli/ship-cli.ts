import type { Command } from 'commander';
import type { CliIo } from './io.ts';
import type { ShipFlags } from './ship-command.ts';

/** Adds `ship`; its code is loaded only when it is asked for. */
export function addShip(program: Command, io: CliIo, done: (exitCode: number) => void): void {
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
