import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/index.ts';
import { password } from '../support/fake-secrets.ts';
import { noise, scanned } from '../support/packed.ts';
import { tempFile } from '../support/temp-files.ts';

const LEAK = `all well\nlogin password=${password} ok\n`;

describe('lint of compressed files', () => {
  it('unpacks gzip whatever its name, several members too', async () => {
    const file = tempFile(Buffer.concat([gzipSync('one\n'), gzipSync(LEAK), gzipSync(LEAK)]), 'app.log.1');
    const { found, problems } = await scanned(file);
    expect(found.map(({ line, byteOffset }) => [line, byteOffset])).toEqual([
      [3, 28],
      [5, 28 + LEAK.length],
    ]);
    expect(problems).toEqual([]);
  });

  it('scans what comes before the end of a truncated file, and says that it was truncated', async () => {
    const packed = gzipSync(`${LEAK}${noise()}`);
    const { found, problems } = await scanned(tempFile(packed.subarray(0, packed.length - 100)));
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
    const { found, problems } = await scanned(tempFile(packed));
    expect(found.map(({ line }) => line)).toEqual([2]);
    expect(problems).toMatchObject([{ code: 'corrupt' }]);
  });

  it('tells bytes behind the end of compressed data', async () => {
    const { problems } = await scanned(tempFile(Buffer.concat([gzipSync(LEAK), Buffer.from(`password=${password}`)])));
    expect(problems).toMatchObject([{ code: 'corrupt' }]);
  });

  it.each([
    ['an archive of tar', tarOf('x'), 'tar -xOf FILE'],
    ['zip', Buffer.from('PK\u0003\u0004 something'), 'unzip -p FILE'],
    ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]), 'xz -dc FILE'],
    ['gzip in gzip', gzipSync(gzipSync('x')), 'compressed twice'],
    ['a program', Buffer.from('\u007fELF\0\0'), 'NUL bytes'],
  ])('says how to unpack %s', async (_, bytes, advice) => {
    const { problems } = await scanned(tempFile(bytes));
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
    const { found } = await scanned(tempFile(Buffer.concat([latin1, Buffer.from(`Grüße password=${password}\n`)])));
    expect(found.map(({ line, column, byteOffset }) => [line, column, byteOffset])).toEqual([
      [1, 25, 24],
      [2, 16, latin1.length + 17],
    ]);
  });

  it('reads names and values with letters beyond ASCII in Latin-1', async () => {
    const text = `{"contraseña":"vält-${password}"}\n`;
    const [latin1] = (await scanned(tempFile(Buffer.from(text, 'latin1')))).found;
    const [utf8] = (await scanned(tempFile(text))).found;
    expect(latin1?.rule).toBe(utf8?.rule);
    expect(latin1?.column).toBe(utf8?.column);
  });

  it('counts the bytes of a byte order mark, so that an offset is a place in the file', async () => {
    const file = tempFile(`\ufeffpassword=${password}`);
    expect((await scanned(file)).found).toMatchObject([{ line: 1, column: 10, byteOffset: 12 }]);
  });
});

function tarOf(name: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name);
  header.write('ustar', 257);
  return header;
}
