import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const program = new URL('../../examples/first-light.mjs', import.meta.url).pathname;

describe('examples/first-light', () => {
  it('shows what pino alone leaks, that logveil does not, and what lint finds in a raw file', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [program], { timeout: 10_000 });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^HIGH {6}\S+ {2}\d+ findings?$/m);
    expect(stdout).toMatch(/ \S+shop\.log:\d+:\d+$/m);
    expect(stdout).toMatch(
      /first light: 7 requests with 10 secrets\. pino alone wrote 10 of them, logveil 0; the raw file holds \d+ findings of \d+ rules in 65 lines\.\n$/,
    );
  });
});
