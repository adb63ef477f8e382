import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LintFinding, type LintSource, lint, scrub } from '../../src/lint/index.ts';
import { anyLog, inChunks } from '../support/any-log.ts';
import { password } from '../support/fake-secrets.ts';
import { fuzzRuns, fuzzTimeout } from '../support/fuzz.ts';
import { tempDirectory } from '../support/temp-files.ts';

const packers = [
  (bytes: Buffer) => gzipSync(bytes),
  (bytes: Buffer) => Buffer.concat([gzipSync(bytes), gzipSync(bytes)]),
  (bytes: Buffer) => Buffer.from(`\ufeff${bytes.toString()}`),
  (bytes: Buffer) => Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le'),
  (bytes: Buffer) => Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le').swap16(),
  (bytes: Buffer) => bytes,
];

const heads = fc.constantFrom(
  [0x1f, 0x8b, 0x08],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59],
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xef, 0xbb, 0xbf],
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  [0x50, 0x4b, 3, 4],
  [],
);

/** Bytes that claim to be something, bytes that are it, whole, cut or with a wound. */
const anyFile = fc.oneof(
  fc.tuple(heads, fc.uint8Array({ maxLength: 300 })).map(([head, bytes]) => Buffer.from([...head, ...bytes])),
  fc
    .tuple(
      anyLog,
      fc.constantFrom(...packers),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('', 'cut', 'hurt'),
    )
    .map(([log, pack, where, harm]) => {
      const bytes = pack(log);
      const at = Math.floor(where * bytes.length);
      if (harm === 'cut') return bytes.subarray(0, at);
      if (harm === 'hurt' && at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ 0x5a;
      return bytes;
    }),
);
const anySizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 5 });

/** Data that is both damaged and no text: which of the two is seen first depends on the chunks as well. */
function kindOf({ code }: { readonly code: string }): string {
  return code === 'corrupt' ? 'binary' : code;
}

describe('the reader, for any bytes', () => {
  it(
    'ends, tells no secret, and finds the same in any chunks',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyFile, anySizes, async (bytes, sizes) => {
          const [whole, parts] = [await scan(once(bytes)), await scan({ name: 'x', bytes: inChunks(bytes, sizes) })];
          // Where damaged data breaks off depends on how much of it a decoder is given.
          if (whole.problems.length === 0) expect(parts.found).toEqual(whole.found);
          expect(parts.problems.map(kindOf)).toEqual(whole.problems.map(kindOf));
          expect(JSON.stringify([whole, parts])).not.toContain(password);
        }),
        fuzzRuns(50),
      );
    },
    fuzzTimeout,
  );

  it(
    'finds the same in a file, cut into any ranges',
    async () => {
      const file = join(tempDirectory(), 'any.log');
      await fc.assert(
        fc.asyncProperty(anyFile, fc.integer({ min: 1, max: 500 }), async (bytes, rangeBytes) => {
          writeFileSync(file, bytes);
          const [whole, ranges] = [await scan(file), await scan(file, rangeBytes)];
          expect(ranges).toEqual(whole);
        }),
        fuzzRuns(25),
      );
    },
    fuzzTimeout,
  );

  it(
    'scrubs any stream to its end or says why not, without the secret',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyFile, anySizes, async (bytes, sizes) => {
          try {
            for await (const part of scrub(inChunks(bytes, sizes))) expect(part.length).toBeGreaterThan(0);
          } catch (error) {
            expect(String(error)).toMatch(/^SourceError: (?:is|has|the) [^\n]{10,120}$/);
            expect(String(error)).not.toContain(password);
          }
        }),
        fuzzRuns(50),
      );
    },
    fuzzTimeout,
  );
});

function once(bytes: Uint8Array): LintSource {
  return { name: 'x', bytes: inChunks(bytes, [Math.max(1, bytes.length)]) };
}

async function scan(source: LintSource, rangeBytes = 1 << 30) {
  const run = lint([source], { rangeBytes, fingerprintKey: new Uint8Array(32) });
  const found: LintFinding[] = [];
  for await (const finding of run) found.push(finding);
  return { found, problems: run.summary().problems };
}
