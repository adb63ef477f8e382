import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cliPath, runCli, startCli } from '../support/cli.ts';
import { password } from '../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

const LEAK = `password=${password}\n`;

// Many processes, and a busy machine may start each in seconds.
describe('the inputs of logveil lint', { timeout: 60_000 }, () => {
  it('are one clear line each when they cannot be scanned, the rest is scanned, and the exit code is 2', async () => {
    const directory = tempDirectory();
    const at = (name: string): string => join(directory, name);
    const packed = gzipSync(LEAK + 'x'.repeat(5000));
    writeFileSync(at('a.log'), LEAK);
    writeFileSync(at('cut.gz'), packed.subarray(0, 40));
    writeFileSync(at('hurt.gz'), Buffer.concat([packed.subarray(0, 30), Buffer.alloc(20, 0x55)]));
    writeFileSync(at('old.log.xz'), Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]));
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('round', at('round'));
    mkdirSync(at('sub'));
    symlinkSync('..', at('sub/up'));
    const { exitCode, stdout, stderr } = await runCli(['lint', '--format', 'ndjson', directory]);
    expect(exitCode).toBe(2);
    expect(stdout.toString()).toContain(`"file":"${at('a.log')}"`);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.replace(`logveil: ${directory}/`, '').split(/[:;]/)[0])).toEqual([
      'cut.gz',
      'hurt.gz',
      'old.log.xz',
      'pipe',
      'round',
      'sub/up',
    ]);
    for (const line of lines) expect(line).toMatch(/; .{10}/);
    expect(stdout.toString() + stderr).not.toContain(password);
  });

  it('may be what a shell made of a command', () => {
    const shell = spawnSync('bash', [
      '-c',
      `"${process.execPath}" "${cliPath}" lint --quiet <(echo ok) <(echo 'password=${password}'); echo $?`,
    ]);
    expect(shell.stdout.toString()).toBe('1\n');
    expect(shell.stderr.toString()).toBe('');
  });

  it('may come packed on standard input', async () => {
    expect((await runCli(['lint', '--quiet', '-'], gzipSync(LEAK))).exitCode).toBe(1);
    expect((await runCli(['lint', '--quiet', '-'], gzipSync('ok\n'))).exitCode).toBe(0);
  });

  it('may be patterns, included and excluded', async () => {
    const directory = tempDirectory();
    for (const name of ['a.log', 'b.log', 'c.txt']) writeFileSync(join(directory, name), LEAK);
    const args = ['lint', '--format', 'ndjson', `${directory}/*`, '--include', '*.log', '--exclude', 'b.*'];
    const { stdout } = await runCli(args);
    expect(stdout.toString()).toContain('a.log');
    expect(stdout.toString()).not.toMatch(/b\.log|c\.txt/);
  });

  it('are left at once at Ctrl-C, in threads too', async () => {
    const file = tempFile(LEAK + 'all is well in this line of text\n'.repeat(3_000_000));
    const child = startCli(['lint', '--format', 'ndjson', '--threads', '2', file]);
    await once(child.stdout ?? child, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
  });
});
