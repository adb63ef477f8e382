import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { githubToken, password } from '../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

const line = `{"level":"info","time":"2026-11-20T12:00:00Z","user":{"password":"${password}"}}\n`;
const mail = '{"level":"info","time":"2026-11-20T18:00:00Z","from":"jane@example.com"}\n';

async function lintJson(args: readonly string[]) {
  const { exitCode, stdout, stderr } = await runCli(['lint', '--json', ...args]);
  return { exitCode, stderr, ...JSON.parse(stdout.toString() || '{}') };
}

function rulesOf({ findings }: { readonly findings: readonly { readonly rule: string }[] }): string[] {
  return findings.map(({ rule }) => rule);
}

describe('the exit code', () => {
  it.each([
    ['1 from the severity on that was asked for', ['--fail-on', 'medium'], 1],
    ['0 below it', ['--fail-on', 'high'], 0],
    ['0 when nothing is to fail', ['--fail-on', 'never'], 0],
    ['1 for anything when nothing was said', [], 1],
  ])('is %s', async (_, args, exitCode) => {
    expect((await runCli(['lint', ...args, tempFile(mail)])).exitCode).toBe(exitCode);
  });

  it('is 2 when something was found and something else could not be scanned', async () => {
    const { exitCode } = await runCli(['lint', '--fail-on', 'never', tempFile(line), '/no/such/file']);
    expect(exitCode).toBe(2);
  });
});

describe('a report', () => {
  it('goes into a file that appears when it is whole', async () => {
    const file = tempFile(line);
    const output = join(tempDirectory(), 'report.html');
    const { exitCode, stdout, stderr } = await runCli(['lint', file, '--format', 'html', '--output', output]);
    expect({ exitCode, stdout: stdout.toString() }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toBe(`logveil: 1 finding; the report is in ${output}\n`);
    expect(readFileSync(output, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(readdirSync(dirname(output))).toEqual(['report.html']);
  });

  it('goes into its file without a word with --quiet', async () => {
    const output = join(tempDirectory(), 'report.json');
    const done = await runCli(['lint', '-q', tempFile(line), '--json', '--output', output]);
    expect(done).toEqual({ exitCode: 1, stdout: Buffer.alloc(0), stderr: '' });
    expect(JSON.parse(readFileSync(output, 'utf8')).findings).toHaveLength(1);
  });

  it('that cannot be written is told before anything is scanned', async () => {
    const { exitCode, stderr } = await runCli(['lint', tempFile(line), '--output', '/no/such/place/x.json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--output /no/such/place/x.json cannot be opened (ENOENT)');
  });

  it('lists no more than it is asked to and counts all', async () => {
    const { findings, summary, exitCode } = await lintJson(['--max-findings', '2', tempFile(line.repeat(5))]);
    expect(findings).toHaveLength(2);
    expect(summary).toMatchObject({ findings: 5, notes: ['The first 2 findings are listed; all 5 are counted.'] });
    expect(exitCode).toBe(1);
  });

  it.each([
    ['a format', ['--format', 'jsn'], /one of pretty, json.*did you mean "json"/],
    ['a severity', ['--fail-on', 'hihg'], /did you mean "high"/],
    ['a shard', ['--shard', '3/2'], /i\/n/],
    ['a number', ['--max-findings', '-1'], /whole number/],
    ['a time', ['--since', 'yesterday'], /since must be a time such as/],
    ['a rule', ['--skip', 'passwrd'], /--skip names no rule: "passwrd" \(did you mean "password"\?\)/],
    [
      'a rule of a pack that is off',
      ['--only', 'person-name'],
      /of the pack person, which is off; add it with --packs/,
    ],
    ['an update without a baseline', ['--update-baseline'], /--update-baseline needs --baseline FILE/],
    ['a baseline that is not there', ['--baseline', '/no/such.json'], /does not exist; make it with --update-baseline/],
    ['two formats at once', ['--json', '--format', 'csv'], /cannot be used with/],
    [
      'a partial report that leaves findings out',
      ['--format', 'partial', '--max-findings', '3'],
      /give it to logveil report merge/,
    ],
    ['a partial report without a key', ['--format', 'partial'], /needs a key that all shards share/],
  ])('of %s that is wrong is refused with what would be right', async (_, args, message) => {
    const { exitCode, stderr, stdout } = await runCli(['lint', tempFile(line), ...args]);
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout: stdout.toString() }).toEqual({ exitCode: 2, stdout: '' });
  });
});

describe('what is reported', () => {
  it('can be narrowed to rules, and rules left out', async () => {
    const file = tempFile(line + mail);
    const only = await lintJson(['--only', 'email', file]);
    const skip = await lintJson(['--skip', 'email', file]);
    expect([rulesOf(only), rulesOf(skip)]).toEqual([['email'], ['password']]);
    expect(only.summary.hidden).toEqual({ baseline: 0, allowed: 0, outsideWindow: 0, otherRules: 1 });
  });

  it('can be narrowed to a time, with lines of a stack trace belonging to the line before', async () => {
    const trace = `2026-11-20 12:00:00 ERROR boom\n    at connect password=${password}\n2026-11-20 18:00:00 token=${githubToken}\n`;
    const file = tempFile(trace);
    const early = await lintJson(['--until', '2026-11-20T13:00:00Z', file]);
    const late = await lintJson(['--since', '2026-11-20 13:00', file]);
    expect(early.findings).toMatchObject([{ rule: 'password', line: 2, time: '2026-11-20T12:00:00.000Z' }]);
    expect(late.findings).toMatchObject([{ line: 3 }]);
  });

  it('is kept when a line has no time: what cannot be dated is not hidden', async () => {
    expect((await lintJson(['--since', '1h', tempFile(`password=${password}\n`)])).findings).toHaveLength(1);
  });
});

describe('a baseline', () => {
  it('hides what was there, in rotated files and on other lines, and nothing else', async () => {
    const baseline = join(tempDirectory(), 'baseline.json');
    const made = await runCli(['lint', tempFile(line + mail), '--baseline', baseline, '--update-baseline']);
    expect(made.exitCode).toBe(0);
    expect(made.stdout.toString()).toContain('now knows 2 different findings');
    expect(readFileSync(baseline, 'utf8')).not.toMatch(new RegExp(`${password}|jane`));
    expect(statSync(baseline).mode & 0o777).toBe(0o600);
    const rotated = tempFile(`\n\n${mail}${line}`, 'app.log.1');
    expect((await lintJson([rotated, '--baseline', baseline])).exitCode).toBe(0);
    const other = tempFile(line.replace(password, `${password}-other`));
    const found = await lintJson([other, '--baseline', baseline]);
    expect([found.exitCode, rulesOf(found)]).toEqual([1, ['password']]);
  });

  it('keeps its key and what has a reason when it is updated, and drops what is gone', async () => {
    const baseline = join(tempDirectory(), 'baseline.json');
    await runCli(['lint', tempFile(line + mail), '--baseline', baseline, '--update-baseline']);
    const first = JSON.parse(readFileSync(baseline, 'utf8'));
    first.findings[0].reason = 'a test account';
    writeFileSync(baseline, JSON.stringify(first));
    await runCli(['lint', tempFile('clean\n'), '--baseline', baseline, '--update-baseline']);
    const second = JSON.parse(readFileSync(baseline, 'utf8'));
    expect(second).toEqual({ ...first, findings: [first.findings[0]] });
  });

  it('forgets nothing when the run was not whole', async () => {
    const baseline = join(tempDirectory(), 'baseline.json');
    await runCli(['lint', tempFile(line), '--baseline', baseline, '--update-baseline']);
    await runCli(['lint', '/no/such/file', '--baseline', baseline, '--update-baseline']);
    expect(JSON.parse(readFileSync(baseline, 'utf8')).findings).toHaveLength(1);
  });

  it('allows by path, rule and fingerprint, with a reason, until a day', async () => {
    const file = tempFile(line + mail);
    const { findings } = await lintJson([file, '--fingerprint-key-file', tempFile('ab'.repeat(16))]);
    const keep = (allow: readonly object[]) =>
      tempFile(JSON.stringify({ version: 1, fingerprintKey: 'ab'.repeat(16), findings: [], allow }));
    const byPath = await lintJson([file, '--baseline', keep([{ path: '*.password', reason: 'fake' }])]);
    const byRule = await lintJson([file, '--baseline', keep([{ rule: 'email', reason: 'public' }])]);
    const byPrint = await lintJson([
      file,
      '--baseline',
      keep([{ fingerprint: findings[0].fingerprint, reason: 'rotated', expires: '2999-01-01' }]),
    ]);
    expect([rulesOf(byPath), rulesOf(byRule), rulesOf(byPrint)]).toEqual([['email'], ['password'], ['email']]);
    expect(byPath.summary.hidden.allowed).toBe(1);
    const expired = await lintJson([file, '--baseline', keep([{ rule: 'email', reason: 'x', expires: '2020-01-01' }])]);
    expect(rulesOf(expired)).toEqual(['password', 'email']);
    const note = 'The entry that allowed rule email expired on 2020-01-01: renew it or mend the log.';
    expect([expired.summary.notes, expired.stderr]).toEqual([[note], `logveil: ${note}\n`]);
  });

  it('is refused with every problem in it', async () => {
    const bad = {
      version: 2,
      fingerprintKey: 'x',
      findings: [{}],
      allow: [{ rul: 'x' }, { rule: 'x' }, { rule: 'x', reason: 'y', expires: 'soon' }],
    };
    const { exitCode, stderr } = await runCli(['lint', tempFile(line), '--baseline', tempFile(JSON.stringify(bad))]);
    expect(exitCode).toBe(2);
    for (const part of [
      'version must be 1',
      'fingerprintKey must be',
      'findings[0] must have',
      'did you mean "rule"',
      'allow[1].reason must say why',
      'allow[2].expires must be a day',
    ])
      expect(stderr).toContain(part);
  });

  it('leaves no part of itself behind when it cannot be written', async () => {
    const { exitCode, stderr } = await runCli([
      'lint',
      tempFile(line),
      '--baseline',
      '/no/such/b.json',
      '--update-baseline',
    ]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--baseline /no/such/b.json cannot be written (ENOENT)');
    expect(existsSync('/no/such')).toBe(false);
  });
});

describe('--config', () => {
  it('takes the options of the logger, and its own list of what is allowed beside them', async () => {
    const file = tempFile('{"loyaltyNumber":"LN-2041","from":"jane@example.com"}\n');
    const config = tempFile(
      `export default { service: 'shop', redact: { keys: ['loyalty number'] }, lint: { allow: [{ rule: 'email', reason: 'public' }] } };`,
      'logging.mjs',
    );
    expect(rulesOf(await lintJson([file, '--config', config]))).toEqual(['configured-key']);
  });

  it("takes pino's short form of redact, in TypeScript too", async () => {
    const config = tempFile("const redact: string[] = ['a.b'];\nexport default { redact };\n", 'logging.ts');
    expect(rulesOf(await lintJson([tempFile('{"a":{"b":"x"}}\n'), '--config', config]))).toEqual(['configured-path']);
  });
});

describe('--expect-redacted', () => {
  it('says how many markers it saw in a clean log', async () => {
    const file = tempFile(
      '{"password":"[REDACTED:password]","card":"****1111","from":"[REDACTED:email]"}\n[REDACTED:email]\n',
    );
    const { exitCode, stdout } = await runCli(['lint', '--expect-redacted', file]);
    expect(stdout.toString()).toContain('4 redaction markers were seen: 2 email, 1 password, 1 other.');
    expect(exitCode).toBe(0);
  });

  it('says so when there is none, and fails when something is left', async () => {
    const { exitCode, stdout } = await runCli(['lint', '--expect-redacted', tempFile(line)]);
    expect(stdout.toString()).toContain('No redaction marker was seen');
    expect(exitCode).toBe(1);
  });
});

describe('--dry-run', () => {
  it('tells what another configuration would hide more, and what no longer', async () => {
    const files = [tempFile(`${line + mail}{"loyaltyNumber":"LN-2041"}\n`), tempFile(mail)];
    const config = tempFile('{"redact":{"packs":["credentials"],"keys":["loyalty number"]}}', 'new.json');
    const { exitCode, stdout } = await runCli(['lint', ...files, '--dry-run', config]);
    const text = stdout.toString();
    expect(text).toMatch(/^newly hidden: 1 finding\n {2}configured-key {2}loyaltyNumber {2}1 {2}\S+:3:\d+\n/);
    expect(text).toMatch(/no longer hidden: 2 findings\n {2}email {2}from {2}2 {2}\S+:2:\d+\n/);
    expect(text).toMatch(/\n1 hidden by both\n$/);
    expect(exitCode).toBe(1);
    const same = await runCli(['lint', ...files, '--dry-run', tempFile('{}', 'same.json'), '--format', 'json']);
    expect(JSON.parse(same.stdout.toString())).toEqual({ version: 1, newly: [], noLonger: [], unchanged: 3 });
    expect(same.exitCode).toBe(0);
  });

  it.each([
    ['standard input', ['-'], /cannot be read twice/],
    ['another format', ['x.log', '--format', 'html'], /must be pretty or json/],
  ])('refuses %s', async (_, args, message) => {
    const { exitCode, stderr } = await runCli(['lint', ...args, '--dry-run', tempFile('{}', 'new.json')]);
    expect(stderr).toMatch(message);
    expect(exitCode).toBe(2);
  });
});
