import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { password } from '../support/fake-secrets.ts';
import { noise, packedBy, scanned } from '../support/packed.ts';
import { tempFile } from '../support/temp-files.ts';

const LEAK = `all well\nlogin password=${password} ok\n`;

describe('lint of files packed by real programs', () => {
  for (const program of ['bzip2', 'zstd'] as const) {
    it(`unpacks ${program}, several streams too`, async () => {
      const large = `${'a clean line of some length\n'.repeat(50_000)}${LEAK}`;
      const packed = packedBy(program, Buffer.from(large));
      const { found, problems } = await scanned(
        tempFile(Buffer.concat([packed, packedBy(program, Buffer.from(LEAK))])),
      );
      expect(problems).toEqual([]);
      expect(found.map(({ line }) => line)).toEqual([50_002, 50_004]);
    });

    it(`tells ${program} data that ends too early or is damaged`, async () => {
      const packed = packedBy(program, Buffer.from(noise()));
      const cut = await scanned(tempFile(packed.subarray(0, packed.length - 20)));
      expect(cut.problems).toMatchObject([{ code: expect.stringMatching(/truncated|corrupt/) }]);
      const damaged = Buffer.from(packed);
      damaged.fill(0x55, packed.length >> 1, (packed.length >> 1) + 40);
      expect((await scanned(tempFile(damaged))).problems).toHaveLength(1);
    });
  }

  it('refuses zstd with a window that would take more memory than a run may', async () => {
    const log = Buffer.from(LEAK.repeat(100));
    const files = ['--long=27', '--ultra -22', '-19'].map((level) => tempFile(packedByZstd(log, level)));
    const found = [];
    for (const file of files) found.push((await scanned(file)).problems.map(({ message }) => message));
    const message = expect.stringMatching(/^is packed with a window of more than 8 MiB; unpack it first: zstd -dc/);
    expect(found).toEqual([[message], [message], []]);
  });
});

function packedByZstd(bytes: Uint8Array, level: string): Buffer {
  // From a pipe its size is not known, so the window is that of the level.
  return execFileSync('zstd', ['-c', ...level.split(' ')], { input: bytes });
}
