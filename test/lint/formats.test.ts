import { execFileSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type LintFinding, type LintProblem, lint } from '../../src/lint/index.ts';
import { password } from '../support/fake-secrets.ts';
import { hasProgram, packedBy } from '../support/packed.ts';
import { tempFile } from '../support/temp-files.ts';

const LEAK = `all well\nlogin password=${password} ok\n`;

describe('lint of compressed files', () => {
  it('unpacks gzip whatever its name, several members too', async () => {
    const file = tempFile(Buffer.concat([gzipSync('one\n'), gzipSync(LEAK), gzipSync(LEAK)]), 'app.log.1');
    const { found, problems } = await run(file);
    expect(found.map(({ line, byteOffset }) => [line, byteOffset])).toEqual([
      [3, 28],
      [5, 28 + LEAK.length],
    ]);
    expect(problems).toEqual([]);
  });

  for (const program of ['bzip2', 'zstd'] as const) {
    it.skipIf(!hasProgram(program))(`unpacks ${program}, several streams too`, async () => {
      const large = `${'a clean line of some length\n'.repeat(50_000)}${LEAK}`;
      const packed = packedBy(program, Buffer.from(large));
      const { found, problems } = await run(tempFile(Buffer.concat([packed, packedBy(program, Buffer.from(LEAK))])));
      expect(problems).toEqual([]);
      expect(found.map(({ line }) => line)).toEqual([50_002, 50_004]);
    });

    it.skipIf(!hasProgram(program))(`tells ${program} data that ends too early or is damaged`, async () => {
      const packed = packedBy(program, Buffer.from(noise()));
      const cut = await run(tempFile(packed.subarray(0, packed.length - 20)));
      expect(cut.problems).toMatchObject([{ code: expect.stringMatching(/truncated|corrupt/) }]);
      const damaged = Buffer.from(packed);
      damaged.fill(0x55, packed.length >> 1, (packed.length >> 1) + 40);
      expect((await run(tempFile(damaged))).problems).toHaveLength(1);
    });
  }

  it.skipIf(!hasProgram('zstd'))('refuses zstd with a window that would take more memory than a run may', async () => {
    const log = Buffer.from(LEAK.repeat(100));
    const files = ['--long=27', '--ultra -22', '-19'].map((level) => tempFile(packedByZstd(log, level)));
    const found = [];
    for (const file of files) found.push((await run(file)).problems.map(({ message }) => message));
    const message = expect.stringMatching(/^is packed with a window of more than 8 MiB; unpack it first: zstd -dc/);
    expect(found).toEqual([[message], [message], []]);
  });

  it('scans what comes before the end of a truncated file, and says that it was truncated', async () => {
    const packed = gzipSync(`${LEAK}${noise()}`);
    const { found, problems } = await run(tempFile(packed.subarray(0, packed.length - 100)));
    expect(found.map(({ line }) => line)).toEqual([2]);
    expect(problems).toMatchObject([
      {
        code: 'truncated',
        message: 'the gzip data ends too early; only what came before was read, get a whole copy',
      },
    ]);
  });

  it('scans what comes before damage, and says that it is damaged', async () => {
    const packed = gzipSync(LEAK + noise());
    packed.fill(0x55, packed.length - 2000, packed.length - 1000);
    const { found, problems } = await run(tempFile(packed));
    expect(found.map(({ line }) => line)).toEqual([2]);
    expect(problems).toMatchObject([{ code: 'corrupt' }]);
  });

  it('tells bytes behind the end of compressed data', async () => {
    const { problems } = await run(tempFile(Buffer.concat([gzipSync(LEAK), Buffer.from(`password=${password}`)])));
    expect(problems).toMatchObject([{ code: 'corrupt' }]);
  });

  it.each([
    ['an archive of tar', tarOf('x'), 'tar -xOf FILE'],
    ['zip', Buffer.from('PK\u0003\u0004 something'), 'unzip -p FILE'],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]), 'xz -dc FILE'],
    ['gzip in gzip', gzipSync(gzipSync('x')), 'compressed twice'],
    ['a program', Buffer.from('\u007fELF\0\0'), 'NUL bytes'],
  ])('says how to unpack %s', async (_, bytes, advice) => {
    const { problems } = await run(tempFile(bytes));
    expect(problems).toMatchObject([{ code: 'binary', message: expect.stringContaining(advice) }]);
  });

  it('unpacks a compressed stream', async () => {
    const bytes = (async function* () {
      for (const byte of gzipSync(LEAK)) yield Uint8Array.of(byte);
    })();
    const found = [];
    for await (const { line } of lint([{ name: '<stdin>', bytes }])) found.push(line);
    expect(found).toEqual([2]);
  });
});

describe('lint of encodings', () => {
  it('reads Latin-1, with the right columns and offsets, and UTF-8 in the same file', async () => {
    const latin1 = Buffer.from(`Grüße aus Köln password=${password}\n`, 'latin1');
    const { found } = await run(tempFile(Buffer.concat([latin1, Buffer.from(`Grüße password=${password}\n`)])));
    expect(found.map(({ line, column, byteOffset }) => [line, column, byteOffset])).toEqual([
      [1, 25, 24],
      [2, 16, latin1.length + 17],
    ]);
  });

  it('reads names and values with letters beyond ASCII in Latin-1', async () => {
    const text = `{"contraseña":"vält-${password}"}\n`;
    const [latin1] = (await run(tempFile(Buffer.from(text, 'latin1')))).found;
    const [utf8] = (await run(tempFile(text))).found;
    expect(latin1?.rule).toBe(utf8?.rule);
    expect(latin1?.column).toBe(utf8?.column);
  });

  it('counts the bytes of a byte order mark, so that an offset is a place in the file', async () => {
    const file = tempFile(`\ufeffpassword=${password}`);
    expect((await run(file)).found).toMatchObject([{ line: 1, column: 10, byteOffset: 12 }]);
  });
});

function packedByZstd(bytes: Uint8Array, level: string): Buffer {
  // From a pipe its size is not known, so the window is that of the level.
  return execFileSync('zstd', ['-c', ...level.split(' ')], { input: bytes });
}

/** Text that hardly packs, so that a cut or a wound is in the middle of it. */
function noise(): string {
  let state = 1;
  const line = (): string => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return `${state.toString(36)} ${(state ^ 0x5bd1e995).toString(36)}`;
  };
  return `${Array.from({ length: 30_000 }, line).join('\n')}\n`;
}

function tarOf(name: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('ustar', 257);
  return header;
}

async function run(file: string): Promise<{ found: LintFinding[]; problems: readonly LintProblem[] }> {
  const scan = lint([file], { fingerprintKey: new Uint8Array(32) });
  const found: LintFinding[] = [];
  for await (const finding of scan) found.push(finding);
  return { found, problems: scan.summary().problems };
}
