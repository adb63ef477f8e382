import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scrubFile } from '../../src/lint/index.ts';
import { cliPath, runCli, startCli } from '../support/cli.ts';
import { password } from '../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

const LEAK = `one\r\npassword=${password}\ntwo`;
const CLEAN = 'one\r\npassword=[REDACTED:password]\ntwo';

describe('logveil scrub FILE', () => {
  it('writes the clean text to standard output and leaves the file alone', async () => {
    const file = tempFile(LEAK);
    const { exitCode, stdout, stderr } = await runCli(['scrub', file]);
    expect({ exitCode, stdout: stdout.toString(), stderr }).toEqual({ exitCode: 0, stdout: CLEAN, stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(LEAK);
  });

  it('replaces files in place, with their rights, and keeps the originals', async () => {
    const [plain, packed] = [tempFile(LEAK), tempFile(gzipSync(LEAK), 'app.log.1')];
    chmodSync(plain, 0o640);
    expect(await runCli(['scrub', '--in-place', plain, packed])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(plain, 'utf8')).toBe(CLEAN);
    expect(gunzipSync(readFileSync(packed)).toString()).toBe(CLEAN);
    expect(statSync(plain).mode & 0o777).toBe(0o640);
    expect(readFileSync(`${plain}.orig`, 'utf8')).toBe(LEAK);
    expect(gunzipSync(readFileSync(`${packed}.orig`)).toString()).toBe(LEAK);
    expect(readdirSync(dirname(plain)).sort()).toEqual(['app.log', 'app.log.orig']);
  });

  it('keeps no original when told so, and the times when told so', async () => {
    const file = tempFile(LEAK);
    utimesSync(file, 1_700_000_000, 1_700_000_000);
    await runCli(['scrub', '--in-place', '--no-keep', '--keep-times', file]);
    expect(readdirSync(dirname(file))).toEqual(['app.log']);
    expect(statSync(file).mtimeMs).toBe(1_700_000_000_000);
  });

  it('does not touch a file with nothing to hide', async () => {
    const file = tempFile('all is well\n');
    const before = statSync(file);
    await runCli(['scrub', '--in-place', file]);
    expect(statSync(file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(readdirSync(dirname(file))).toEqual(['app.log']);
  });

  it('cleans what a link leads to, and leaves the link', async () => {
    const file = tempFile(LEAK);
    const linked = join(tempDirectory(), 'current.log');
    symlinkSync(file, linked);
    await runCli(['scrub', '--in-place', linked]);
    expect(readFileSync(file, 'utf8')).toBe(CLEAN);
    expect(readFileSync(linked, 'utf8')).toBe(CLEAN);
  });

  it('writes a clean copy elsewhere, with the rights of the original', async () => {
    const file = tempFile(LEAK);
    chmodSync(file, 0o600);
    const output = join(tempDirectory(), 'clean.log');
    expect((await runCli(['scrub', file, '--output', output])).exitCode).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(CLEAN);
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe(LEAK);
  });

  it('names what it cannot clean, leaves it as it is, cleans the others, and exits with 2', async () => {
    const directory = tempDirectory();
    const cut = tempFile(gzipSync(LEAK.repeat(200)).subarray(0, 60), 'cut.gz');
    const before = readFileSync(cut);
    const binary = tempFile('\u007fELF\0\0', 'core');
    const kept = tempFile(LEAK);
    writeFileSync(`${kept}.orig`, 'older');
    const good = tempFile(LEAK);
    const missing = join(directory, 'gone.log');
    const files = [directory, missing, cut, binary, kept, good];
    const { exitCode, stderr } = await runCli(['scrub', '--in-place', ...files]);
    expect(exitCode).toBe(2);
    expect(stderr.trimEnd().split('\n')).toEqual([
      `logveil: ${directory}: is a directory; name the files in it, for example DIR/*.log`,
      `logveil: ${missing}: no such file; check the path, it may have been rotated away`,
      `logveil: ${cut}: the gzip data ends too early; only what came before was read, get a whole copy`,
      `logveil: ${binary}: is not text (NUL bytes); it was left as it is`,
      `logveil: ${kept}: has an original of an earlier run beside it; move FILE.orig away or use --no-keep`,
    ]);
    expect(readFileSync(cut)).toEqual(before);
    expect(readdirSync(dirname(cut))).toEqual(['cut.gz']);
    expect(readFileSync(kept, 'utf8')).toBe(LEAK);
    expect(readFileSync(good, 'utf8')).toBe(CLEAN);
  });

  it('does not replace a file that is written to meanwhile', async () => {
    const file = tempFile(LEAK);
    const cleaning = scrubFile(file, { onProgress: () => appendFileSync(file, 'a new line\n') });
    await expect(cleaning).rejects.toThrow('was written to while it was cleaned');
    expect(readFileSync(file, 'utf8')).toMatch(/battery[\s\S]*a new line\n$/);
    expect(readdirSync(dirname(file))).toEqual(['app.log']);
  });

  it('leaves no half of a copy behind when it is stopped', async () => {
    const file = tempFile(LEAK.repeat(10));
    const stop = new AbortController();
    await expect(scrubFile(file, { signal: stop.signal, onProgress: () => stop.abort() })).rejects.toThrow();
    expect(readdirSync(dirname(file))).toEqual(['app.log']);
  });

  it.each([
    [['--in-place'], '--in-place needs the names of files'],
    [['--in-place', '--output', 'x', 'y'], '--in-place and --output exclude each other'],
    [['--output', 'x', 'y', 'z'], '--output takes one file; use --in-place for several'],
    [['--packs', 'secretz'], 'did you mean "secrets"?'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await runCli(['scrub', ...flags]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  it('says when the directory of the output is not there', async () => {
    const { exitCode, stderr } = await runCli(['scrub', tempFile(LEAK), '-o', join(tempDirectory(), 'no', 'x.log')]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('no clean copy can be written to the directory it goes to (ENOENT)'),
    });
  });
});

describe('logveil scrub in a pipeline', () => {
  it('follows a growing file: tail -f | logveil scrub', async () => {
    const file = tempFile('first\n');
    const shell = startShell(`tail -n +1 -f "${file}" | "${process.execPath}" "${cliPath}" scrub`);
    const lines = linesOf(shell.stdout);
    expect(await lines.next()).toBe('first');
    for (let count = 0; count < 3; count++) {
      appendFileSync(file, `${count} password=${password}\n`);
      expect(await lines.next()).toBe(`${count} password=[REDACTED:password]`);
    }
    shell.kill();
  });

  it('reads no more than its reader takes', async () => {
    const child = startCli(['scrub']);
    const megabyte = Buffer.alloc(1 << 20, 'a line of text without anything\n');
    let written = 0;
    child.stdin?.on('error', () => undefined);
    // Nobody reads its output, so it must stop reading its input long before memory fills.
    while (written < 64 && (child.stdin?.write(megabyte) || (await isTaken(child.stdin)))) written++;
    expect(written).toBeLessThan(16);
    child.kill();
    await once(child, 'close');
  });

  it('stops at Ctrl-C with 130', async () => {
    const child = startCli(['scrub']);
    child.stdin?.write('one\n');
    await once(child.stdout ?? child, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([130, null]);
  });

  it('packs again what comes packed', () => {
    const packed = execFileSync(process.execPath, [cliPath, 'scrub'], { input: gzipSync(LEAK) });
    expect(gunzipSync(packed).toString()).toBe(CLEAN);
  });
});

/** A shell with a process group of its own, so that all of a pipeline can be ended. */
function startShell(command: string): { stdout: AsyncIterable<Buffer>; kill(): void } {
  const child = spawn('bash', ['-c', command], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  return { stdout: child.stdout, kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL') };
}

function linesOf(stream: AsyncIterable<Buffer>): { next(): Promise<string> } {
  const lines = (async function* () {
    let rest = '';
    for await (const chunk of stream) {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  })();
  return { next: async () => (await lines.next()).value ?? '' };
}

/** True when the stream takes more within half a second. */
async function isTaken(stream: NodeJS.EventEmitter | null): Promise<boolean> {
  if (stream === null) return false;
  return Promise.race([once(stream, 'drain').then(() => true), setTimeout(500).then(() => false)]);
}
