import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliPath, runCli, startCli } from '../support/cli.ts';
import { githubToken, password } from '../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

describe('logveil lint', () => {
  it('says clean and exits with 0', async () => {
    const { exitCode, stdout, stderr } = await runCli(['lint', tempFile('all well\n')]);
    expect(stdout.toString()).toMatch(/^clean: 1 file, 1 line, 9 bytes in \d+ ms\n$/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('groups what it found by rule, with the first place and what to do, and exits with 1', async () => {
    const file = tempFile(`x\npassword=${password}\npassword=${password} ${githubToken}\n`);
    const { exitCode, stdout, stderr } = await runCli(['lint', file]);
    const text = stdout.toString();
    expect(exitCode).toBe(1);
    expect(text).toMatch(/^3 findings of 2 rules {2}3 critical\nscanned 1 file, 3 lines, \d+ bytes in \d+ ms\n$/m);
    expect(text).toMatch(
      new RegExp(`^CRITICAL {2}password {2}2 findings$[\\s\\S]*^ {10}\\(text\\) {2}2 .* ${file}:2:10$`, 'm'),
    );
    expect(text).toMatch(new RegExp(`^ {10}\\(text\\) {2}1 .* ${file}:3:\\d+$`, 'm'));
    expect(text).toContain('logveil scrub');
    expect(text + stderr).not.toMatch(new RegExp(`${password}|FAKE|\u001b`));
  });

  it('reads standard input for -', async () => {
    const { exitCode, stdout } = await runCli(['lint', '-'], `password=${password}`);
    expect(exitCode).toBe(1);
    expect(stdout.toString()).toContain('<stdin>:1:10');
  });

  it('writes one JSON document, also when there is nothing to report', async () => {
    const found = await runCli(['lint', '--json', tempFile(`password=${password}\n${githubToken}\n`)]);
    const clean = await runCli(['lint', '--json', tempFile('fine\n')]);
    expect(JSON.parse(found.stdout.toString())).toMatchObject({
      findings: [
        { line: 1, column: 10 },
        { line: 2, column: 1 },
      ],
      summary: { findings: 2, problems: [] },
    });
    expect(JSON.parse(clean.stdout.toString())).toMatchObject({ findings: [], summary: { lines: 1 } });
    expect([found.exitCode, clean.exitCode]).toEqual([1, 0]);
  });

  it('is silent with --quiet', async () => {
    expect(await runCli(['lint', '-q', tempFile(`password=${password}`)])).toEqual({
      exitCode: 1,
      stdout: Buffer.alloc(0),
      stderr: '',
    });
  });

  it('runs only the packs it is told to', async () => {
    const file = tempFile(`password=${password}\n`);
    expect((await runCli(['lint', '--packs', 'payment', file])).exitCode).toBe(0);
    expect((await runCli(['lint', '--packs', 'payment, credentials', file])).exitCode).toBe(1);
  });

  it('names each file it cannot scan, scans the others, and exits with 2', async () => {
    const directory = tempDirectory();
    const missing = join(directory, 'gone.log');
    const binary = tempFile('\u007fELF\0\0\0', 'core');
    const good = tempFile(`password=${password}\n`);
    const { exitCode, stdout, stderr } = await runCli(['lint', missing, binary, good]);
    expect(exitCode).toBe(2);
    expect(stdout.toString()).toMatch(/^1 finding of 1 rule .*\nscanned 1 file, .*\n2 sources not scanned\.\n$/m);
    expect(stderr).toContain(`logveil: ${missing}: no such file`);
    expect(stderr).toContain(`logveil: ${binary}: `);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  it('does not take a directory on standard input for a clean one', async () => {
    const child = spawnSync('bash', ['-c', `"${process.execPath}" "${cliPath}" lint - < "${tempDirectory()}"`]);
    expect(child.status).toBe(2);
    expect(child.stderr.toString()).toMatch(/^logveil: <stdin>: is a directory/);
  });

  it('never lets the name of a file command the terminal', async () => {
    const file = tempFile('x', 'a\u001b[31m\u202e.log');
    mkdirSync(join(dirname(file), 'b\u001b[2J'));
    const { stderr } = await runCli(['lint', file, join(dirname(file), 'b\u001b[2J', 'x')]);
    expect(stderr).toContain('b\\u001b[2J/x: no such file');
    expect(stderr).not.toContain('\u001b');
  });

  it('stops at Ctrl-C with 130', async () => {
    const child = startCli(['lint', '--json', '-']);
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin?.write(`password=${password}\n`);
    await once(child.stdout ?? child, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    // That it has closed its own input is no trouble of the input's.
    expect(stderr).not.toContain('could not be read');
  });

  it('says that it was stopped, and calls nothing clean', async () => {
    const child = startCli(['lint', '/no/such/file.log', '-']);
    let stdout = '';
    child.stdout?.on('data', (chunk) => {
      stdout += chunk;
    });
    // Told of the first source, it is waiting for the second.
    await once(child.stderr ?? child, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(stdout).toMatch(/^nothing found: .*\nStopped half-way: .*\n/);
  });

  it('does not complain when nobody reads its output', async () => {
    const child = startCli(['lint', '--json', tempFile(`password=${password}\n`.repeat(20_000))]);
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await once(child, 'close')).toEqual([1, null]);
    expect(stderr).toBe('');
  });
});
