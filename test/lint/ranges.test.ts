import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LintFinding, type LintOptions, lint, planShards } from '../../src/lint/index.ts';
import { anyLog } from '../support/any-log.ts';
import { githubToken, password, privateKey } from '../support/fake-secrets.ts';
import { fuzzRuns, fuzzTimeout } from '../support/fuzz.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

const fingerprintKey = new Uint8Array(32).fill(7);

describe('lint of a file in ranges', { timeout: 60_000 }, () => {
  it('finds what it finds in one go, with the same lines, columns and offsets', async () => {
    const text = Array.from({ length: 300 }, (_, at) => (at % 7 === 0 ? `${at} password=${password}` : `line ${at}`));
    const file = tempFile(`\ufeff${text.join('\r\n')}`);
    const whole = await findings([file]);
    expect(whole).toHaveLength(43);
    for (const rangeBytes of [1, 2, 10, 57, 1000, 4096]) {
      expect(await findings([file], { rangeBytes })).toEqual(whole);
    }
  });

  it('finds a private key wherever the range ends, once, with one fingerprint', async () => {
    const key = privateKey(12).replace(/^/gm, 'INFO ');
    const file = tempFile(`start\n${key}\npassword=${password}\nINFO ${'QUJD'.repeat(16)}\n${key}\nend`);
    const whole = await findings([file]);
    expect(whole.map(({ line }) => line)).toEqual([2, 17, 19]);
    expect(whole[0]?.fingerprint).toBe(whole[2]?.fingerprint);
    for (let rangeBytes = 20; rangeBytes < 1400; rangeBytes += 37) {
      expect(await findings([file], { rangeBytes })).toEqual(whole);
    }
  });

  it('leaves a line that is longer than several ranges to the first of them', async () => {
    const file = tempFile(`a\n${'x '.repeat(5000)}password=${password} ${'y '.repeat(5000)}\npassword=${password}`);
    const whole = await findings([file]);
    expect(whole.map(({ line, column }) => [line, column])).toEqual([
      [2, 10_010],
      [3, 10],
    ]);
    expect(await findings([file], { rangeBytes: 1024 })).toEqual(whole);
    expect(await findings([file], { rangeBytes: 1024, maxLineBytes: 512 })).toEqual(whole);
  });

  it(
    'finds the same for any text and any range',
    async () => {
      const directory = tempDirectory();
      await fc.assert(
        fc.asyncProperty(anyLog, fc.integer({ min: 1, max: 400 }), async (bytes, rangeBytes) => {
          const file = join(directory, 'any.log');
          writeFileSync(file, bytes);
          const whole = await summed([file], {});
          expect(await summed([file], { rangeBytes })).toEqual(whole);
        }),
        fuzzRuns(60),
      );
    },
    fuzzTimeout,
  );
});

describe('shards', { timeout: 60_000 }, () => {
  it('together find exactly what one run finds, whatever their number', async () => {
    const directory = mixedDirectory();
    const whole = await summed([directory], { rangeBytes: 600 });
    expect(whole.found.length).toBeGreaterThan(20);
    expect(whole.problems).toHaveLength(2);
    for (let count = 1; count <= 7; count++) {
      const parts = [];
      for (let index = 1; index <= count; index++) {
        parts.push(await summed([directory], { rangeBytes: 600, shard: { index, count } }));
      }
      expect(parts.flatMap(({ found }) => found)).toEqual(whole.found);
      expect(parts.reduce((sum, { lines }) => sum + lines, 0)).toBe(whole.lines);
      expect(parts.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(whole.bytes);
      expect(parts.reduce((sum, { files }) => sum + files, 0)).toBe(whole.files);
      expect(parts.flatMap(({ problems }) => problems)).toEqual(whole.problems);
    }
  });

  it('are planned without a gap or an overlap, and in about equal parts', async () => {
    const directory = mixedDirectory();
    const plans = await planShards([directory], 3, { rangeBytes: 600 });
    const parts = plans.flatMap((plan) => plan.parts);
    const ends = new Map<string, number>();
    for (const { file, from, to = 0 } of parts) {
      expect(from).toBe(ends.get(file) ?? 0);
      ends.set(file, to);
    }
    const sizes = plans.map((plan) => plan.parts.length);
    expect(Math.min(...sizes)).toBeGreaterThan(2);
  });

  it('are refused when there is no such one', () => {
    expect(() => lint([], { shard: { index: 4, count: 3 } })).toThrow(/shard must have an index from 1 to its count/);
  });
});

/** Files of every kind: empty, tiny, packed, without a last line end, in UTF-16, with a key over a boundary, broken. */
function mixedDirectory(): string {
  const directory = tempDirectory();
  const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(directory, name), content);
  const leaks = `{"time":"2026-11-20T12:40:01Z","req":{"password":"${password}"}}\nok\n`.repeat(9);
  put('a-empty.log', '');
  put('b-tiny.log', `password=${password}`);
  put('c-plain.log', leaks.repeat(3));
  put('d-packed.log.gz', gzipSync(leaks));
  put('e-key.log', `${'filler\n'.repeat(80)}${privateKey(20)}\n${githubToken}\n${'filler\n'.repeat(80)}${leaks}`);
  put('f-binary.bin', Uint8Array.from([1, 0, 2]));
  put('g-utf16.log', Buffer.from(`\ufeff${leaks}`, 'utf16le'));
  put('h-cut.log.gz', gzipSync(Buffer.from(leaks)).subarray(0, 60));
  put('i-no-end.log', `${leaks}password=${password}`);
  return directory;
}

async function summed(sources: string[], options: LintOptions) {
  const run = lint(sources, { fingerprintKey, ...options });
  const found: LintFinding[] = [];
  for await (const finding of run) found.push(finding);
  const { lines, bytes, files, problems } = run.summary();
  return { found, lines, bytes, files, problems };
}

async function findings(sources: string[], options: LintOptions = {}): Promise<LintFinding[]> {
  return (await summed(sources, options)).found;
}
