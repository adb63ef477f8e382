import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cliPath, runCli, startCli } from '../support/cli.ts';
import { password, privateKey } from '../support/fake-secrets.ts';
import { tempDirectory } from '../support/temp-files.ts';

describe('logveil scrub', () => {
  it('copies a stream and hides what is secret', async () => {
    const { exitCode, stdout, stderr } = await runCli(['scrub'], `one\r\npassword=${password}\ntwo`);
    expect(stdout.toString()).toMatch(/^one\r\npassword=\[REDACTED[^\]]*\]\ntwo$/);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('hides a private key over many lines', async () => {
    const { stdout } = await runCli(['scrub'], `${privateKey(30)}\nnext\n`);
    expect(stdout.toString()).not.toMatch(/FAKE/i);
    expect(stdout.toString()).toMatch(/\nnext\n$/);
  });

  it('gives back any bytes without secrets exactly', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => (at * 31 + (at >> 8)) & 0xff));
    expect((await runCli(['scrub'], bytes)).stdout.equals(bytes)).toBe(true);
  });

  it('passes on each line as it comes', async () => {
    const child = startCli(['scrub']);
    child.stdin?.write(`password=${password}\n`);
    const [first] = await once(child.stdout ?? child, 'data');
    expect(String(first)).toMatch(/^password=\[REDACTED[^\]]*\]\n$/);
    child.stdin?.end();
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('ends quietly when its reader leaves, as in scrub | head -1', async () => {
    const shell = `yes "password=${password}" | "${process.execPath}" "${cliPath}" scrub | head -1; echo "\${PIPESTATUS[1]}"`;
    const child = spawn('bash', ['-c', shell]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await once(child, 'close');
    expect(stdout).toMatch(/^password=\[REDACTED[^\]]*\]\n0\n$/);
    expect(stderr).toBe('');
  });

  it('tells a standard input that cannot be read', async () => {
    const directory = openSync(tempDirectory(), 'r');
    const child = spawn(process.execPath, [cliPath, 'scrub'], { stdio: [directory, 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    expect(await once(child, 'close')).toEqual([2, null]);
    closeSync(directory);
    expect(stderr).toMatch(/^logveil: is a directory.*\n$/);
  });
});
