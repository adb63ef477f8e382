import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';

describe('logveil', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCli(['--version'])).toEqual({ exitCode: 0, stdout: Buffer.from(`${version}\n`), stderr: '' });
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await runCli(['--help']);
    expect(exitCode).toBe(0);
    expect(stdout.toString()).toMatchInlineSnapshot(`
      "Usage: logveil [options] [command]

      Finds and removes secrets and personal data in logs.

      Options:
        -V, --version             print the version
        -h, --help                show help

      Commands:
        lint [options] <file...>  report what log files leak
        scrub [options]           clean a stream of log lines
        ship [options]            deliver a spool to Loki or OTLP
        help [command]            show help for a command

      Examples:
        $ logveil lint app.log
        $ kubectl logs deploy/checkout | logveil scrub > checkout.log

      "
    `);
  });

  it('explains lint', async () => {
    expect((await runCli(['lint', '--help'])).stdout.toString()).toMatchInlineSnapshot(`
      "Usage: logveil lint [options] <file...>

      Reports secrets and personal data in log files: rule, place and what to do,
      never the value.

      Arguments:
        file             log files, or - for standard input

      Options:
        --packs <names>  rule packs to run, separated by commas
        --json           write one JSON document with every finding
        -q, --quiet      write nothing but problems; the exit code tells
        -h, --help       show help

      Exit codes:
        0  clean
        1  something was found
        2  something could not be scanned, or the command was not understood

      Examples:
        $ logveil lint app.log access.log
        $ zcat app.log.1.gz | logveil lint -
        $ logveil lint --packs credentials,secrets --json app.log > findings.json

      "
    `);
  });

  it('explains scrub', async () => {
    expect((await runCli(['help', 'scrub'])).stdout.toString()).toMatchInlineSnapshot(`
      "Usage: logveil scrub [options]

      Copies standard input to standard output, with secrets and personal data
      replaced by markers.

      Options:
        --packs <names>  rule packs to run, separated by commas
        -h, --help       show help

      One line in is one line out; all bytes outside a finding stay as they are. A line
      of more than 8 MiB is replaced by a marker as a whole, and the exit code is 2.

      Examples:
        $ logveil scrub < app.log > app.clean.log
        $ tail -F app.log | logveil scrub

      "
    `);
  });

  it.each([
    ['an unknown command', ['lnt'], /unknown command 'lnt'\n\(Did you mean lint\?\)/],
    ['an unknown option', ['lint', '--jsn', 'a.log'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
    ['no file', ['lint'], /missing required argument 'file'/],
    ['an unknown pack', ['lint', '--packs', 'secrts', 'a.log'], /packs/],
    ['an unknown pack for scrub', ['scrub', '--packs', 'secrts'], /packs/],
    ['no command', [], /Usage: logveil/],
  ])('refuses %s with 2', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await runCli(args);
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout: stdout.toString() }).toEqual({ exitCode: 2, stdout: '' });
  });
});
