import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/io.ts';
import { createProgress } from '../../src/cli/progress.ts';
import { run } from '../../src/cli/run.ts';
import { password } from '../support/fake-secrets.ts';
import { tempFile } from '../support/temp-files.ts';

const ESCAPE = '\u001b';

describe('logveil on a terminal', () => {
  it('colours what it says', async () => {
    const terminal = io({ isTTY: true });
    expect(await run(['lint', tempFile(`password=${password}`)], terminal)).toBe(1);
    expect(textOf(terminal.stdout)).toContain(`${ESCAPE}[31m${ESCAPE}[1mCRITICAL`);
  });

  it.each([
    ['with NO_COLOR', { isTTY: true, env: { NO_COLOR: '1' } }],
    ['on a dumb terminal', { isTTY: true, env: { TERM: 'dumb' } }],
    ['into a file', { isTTY: false }],
  ])('uses no colour %s', async (_, settings) => {
    const output = io(settings);
    await run(['lint', tempFile(`password=${password}`)], output);
    expect(textOf(output.stdout)).not.toContain(ESCAPE);
  });

  it('shows progress of a long run only, in one line that goes away', async () => {
    const stream = terminalStream(true);
    const progress = createProgress(stream, 200e6);
    // The line is shown ten times a second at most, so the first updates are too early.
    for (const start = performance.now(); performance.now() - start < 150; ) progress.update(100e6);
    progress.clear();
    expect(textOf(stream)).toMatch(/^\r\S+█{10}░{10} 50 % {2}100 MB of 200 MB {2}\d+ MB\/s {2}1 s left\r\S+$/);
  });

  it.each([
    ['a short run', true, 1e6],
    ['a stream that is no terminal', false, 1e12],
  ])('shows no progress for %s', (_, isTTY, totalBytes) => {
    const stream = terminalStream(isTTY);
    const progress = createProgress(stream, totalBytes);
    for (const start = performance.now(); performance.now() - start < 150; ) progress.update(1);
    progress.clear();
    expect(textOf(stream)).toBe('');
  });
});

interface TerminalSettings {
  readonly isTTY: boolean;
  readonly env?: Record<string, string>;
}

function io({ isTTY, env = {} }: TerminalSettings) {
  const streams = { stdin: Readable.from([]), stdout: terminalStream(isTTY), stderr: terminalStream(isTTY), env };
  return streams satisfies CliIo;
}

function terminalStream(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY });
}

function textOf(stream: PassThrough): string {
  return String(stream.read() ?? '');
}
