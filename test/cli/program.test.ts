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
        -V, --version              print the version
        -h, --help                 show help

      Commands:
        lint [options] <file...>   report what log files leak
        report                     work with reports
        scrub [options] [file...]  clean streams and files of log lines
        prove [options]            prove that a configuration lets no secret through
        rules [options]            list the rules
        explain [options] <rule>   show what a rule finds and why
        doctor [options]           say what is active, and why ids are missing
        ship [options]             deliver a spool to Loki or OTLP
        help [command]             show help for a command

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
        file                           log files, directories, patterns, or - for
                                       standard input

      Options:
        --packs <names>                rule packs to run, separated by commas
        -f, --format <name>            one of pretty, json, ndjson, sarif, junit, csv,
                                       github, gitlab, markdown, html, partial
                                       (default: pretty)
        -o, --output <file>            write the report into a file
        --json                         the same as --format json
        -q, --quiet                    tell nothing but problems; the exit code tells
                                       the rest
        --fail-on <severity>           exit with 1 from this severity on: critical,
                                       high, medium, low, info, never (default: info)
        --max-findings <n>             list at most so many; all are counted
        --baseline <file>              leave out what this file knows
        --update-baseline              write what is found into the baseline
        --fingerprint-key-file <file>  key of the fingerprints where there is no
                                       baseline
        --since <time>                 from this time of the lines on: ISO, epoch, or
                                       back from now as in 24h
        --until <time>                 up to this time
        --only <rules>                 report these rules alone (default: all)
        --skip <rules>                 leave these rules out (default: none)
        --config <file>                the logger's options: JSON, JavaScript or
                                       TypeScript
        --include <patterns>           only files that match, as in .gitignore
        --exclude <patterns>           no files that match
        --threads <n>                  threads that scan; by default as many as pay
        --shard <i/n>                  scan only this part, for report merge
        --loki                         report what Loki would refuse or misread, too
        --expect-redacted              count the redaction markers, for a log that
                                       should be clean
        --dry-run <config>             compare with this configuration instead of
                                       reporting
        -h, --help                     show help

      Exit codes:
        0    clean
        1    something was found, at or above --fail-on
        2    something could not be scanned, or the command was not understood;
             goes before 1
        130  interrupted

      Examples:
        $ logveil lint app.log access.log
        $ zcat app.log.1.gz | logveil lint -
        $ logveil lint --packs credentials,secrets --json app.log > findings.json
        $ logveil lint /var/log/app --format html --output report.html
        $ logveil lint logs --baseline .logveil-baseline.json --fail-on high
        $ logveil lint app.log --config logging.config.ts --dry-run logging.new.ts

      "
    `);
  });

  it('explains report merge', async () => {
    expect((await runCli(['report', 'merge', '--help'])).stdout.toString()).toMatchInlineSnapshot(`
      "Usage: logveil report merge [options] <file...>

      Joins the partial reports of all shards to the report that one run would have
      written.

      Arguments:
        file                           reports written with lint --shard i/n --format
                                       partial

      Options:
        -f, --format <name>            one of pretty, json, ndjson, sarif, junit, csv,
                                       github, gitlab, markdown, html (default:
                                       pretty)
        -o, --output <file>            write the report into a file
        --json                         the same as --format json
        -q, --quiet                    tell nothing but problems; the exit code tells
                                       the rest
        --fail-on <severity>           exit with 1 from this severity on: critical,
                                       high, medium, low, info, never (default: info)
        --max-findings <n>             list at most so many; all are counted
        --baseline <file>              leave out what this file knows
        --update-baseline              write what is found into the baseline
        --fingerprint-key-file <file>  key of the fingerprints where there is no
                                       baseline
        --since <time>                 from this time of the lines on: ISO, epoch, or
                                       back from now as in 24h
        --until <time>                 up to this time
        --only <rules>                 report these rules alone (default: all)
        --skip <rules>                 leave these rules out (default: none)
        --config <file>                the logger's options: JSON, JavaScript or
                                       TypeScript
        -h, --help                     show help

      Exit codes:
        0    clean
        1    something was found, at or above --fail-on
        2    something could not be scanned, or the command was not understood;
             goes before 1
        130  interrupted

      Example:
        $ export LOGVEIL_FINGERPRINT_KEY=$(openssl rand -hex 32)
        $ logveil lint logs --shard 1/2 --format partial > 1.part
        $ logveil lint logs --shard 2/2 --format partial > 2.part
        $ logveil report merge *.part --format html --output report.html

      "
    `);
  });

  it('explains scrub', async () => {
    expect((await runCli(['help', 'scrub'])).stdout.toString()).toMatchInlineSnapshot(`
      "Usage: logveil scrub [options] [file...]

      Replaces secrets and personal data by markers: from standard input to standard
      output, or in files.

      Arguments:
        file                 log files; without any, or for -, standard input

      Options:
        -i, --in-place       replace each file by its clean copy
        -o, --output <path>  write the clean copy of one file there
        --no-keep            with --in-place: do not keep the original as FILE.orig
        --keep-times         give the clean file the original's times
        --packs <names>      rule packs to run, separated by commas
        -h, --help           show help

      One line in is one line out; all bytes outside a finding stay as they are. What is
      packed with gzip stays packed. A line of more than 8 MiB, or one that cannot be
      cleaned, is replaced by a marker as a whole, and the exit code is 2.

      Examples:
        $ tail -F app.log | logveil scrub
        $ logveil scrub --in-place logs/*.log logs/*.gz
        $ logveil scrub app.log --output app.clean.log

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
