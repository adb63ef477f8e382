import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPacks, packs } from '../../src/rules/index.ts';
import { compileRules } from '../../src/scan/compile.ts';
import { createFinder } from '../../src/scan/finder.ts';
import { sharedKernel } from '../../src/scan/kernel.ts';
import { root } from '../docs/markdown.ts';

const { anchors, kinds } = compileRules(defaultPacks.flatMap((name) => packs[name]));

/** Candidates as `offset id`, sorted. */
function finding(loop: ReturnType<typeof sharedKernel>): (bytes: Uint8Array, from?: number) => string[] {
  const finder = createFinder(anchors, { ...kinds, utf8: true }, loop);
  return (bytes, from = 0) => {
    const out = { count: 0, at: new Int32Array(4), ids: new Int32Array(4) };
    finder.find({ bytes, from, length: bytes.length }, out, Number.MAX_SAFE_INTEGER);
    return Array.from({ length: out.count }, (_, index) => `${out.at[index]} ${out.ids[index]}`).sort();
  };
}

const withKernel = finding(sharedKernel());
const plain = finding(null);

const piece = fc.oneof(
  fc.constantFrom(...anchors.map(({ literal }) => literal)),
  fc.constantFrom(
    ' 4111 1111 1111 1111',
    '078-05-1120',
    '2026-11-21T10:00:00Z',
    ' - 12 3456789',
    'GB82',
    '+41',
    '@',
    '%40',
    'é',
  ),
  fc.stringMatching(/^[0-9 -]{0,24}$/),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

describe('the finder', () => {
  it('finds with WebAssembly what it finds without, for any text', () => {
    expect(sharedKernel()).not.toBeNull();
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.nat(30), (pieces, from) => {
        const bytes = Buffer.from(pieces.join(''));
        expect(withKernel(bytes, Math.min(from, bytes.length))).toEqual(plain(bytes, Math.min(from, bytes.length)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds every literal and number at each place around the border of two windows', () => {
    for (let lead = 8150; lead < 8200; lead++) {
      const bytes = Buffer.from(`${'.'.repeat(lead)}"password":"x" 4111111111111111 a@b`);
      expect(withKernel(bytes)).toEqual(plain(bytes));
      expect(withKernel(bytes).length).toBeGreaterThanOrEqual(3);
    }
  });

  it('runs the loop that scripts/write-kernel.mjs holds the source of', () => {
    const run = spawnSync(process.execPath, [join(root, 'scripts/write-kernel.mjs'), '--check'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });

  it('works where WebAssembly is switched off', () => {
    const code = `import { createRedactor } from '${join(root, 'dist/redact/index.js')}';
      console.log(createRedactor().line('{"password":"hunter2"}'));`;
    const line = execFileSync(process.execPath, ['--jitless', '--input-type=module', '-e', code], { encoding: 'utf8' });
    expect(line).toBe('{"password":"[REDACTED:password]"}\n');
  });
});
