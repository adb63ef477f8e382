import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/index.ts';
import { countLineEnds, giveBackChunk, takeChunk } from '../../src/scan/index.ts';
import { password } from '../support/fake-secrets.ts';
import { tempDirectory } from '../support/temp-files.ts';

describe('memory for chunks of files', () => {
  it('is never given to two at once, and given again when it was given back', () => {
    const taken = Array.from({ length: 4 }, () => takeChunk(1 << 20));
    for (const [index, chunk] of taken.entries()) chunk.fill(index);
    for (const [index, chunk] of taken.entries()) expect(chunk.every((byte) => byte === index)).toBe(true);
    const places = taken.map(placeOf);
    expect(new Set(places).size).toBe(4);
    for (const chunk of taken) giveBackChunk(chunk);
    const again = takeChunk(1 << 20);
    expect(places.slice(0, 2)).toContain(placeOf(again));
    giveBackChunk(again);
  });

  it('comes back from every file, whatever is in it', async () => {
    const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(1 << 20, 'x')]);
    const files = {
      'a.zip': zip,
      'binary.log': Buffer.alloc(1 << 20),
      'cut.gz': gzipSync(randomBytes(1 << 20)).subarray(0, 1 << 19),
      'leak.log': Buffer.from(`password=${password}\n`.repeat(40_000)),
    };
    const directory = tempDirectory();
    for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
    const before = ownMemory();
    for (const options of [{}, { rangeBytes: 300_000 }]) {
      for await (const _ of lint([directory], options));
      for await (const _ of lint([directory], options)) break;
      expect(ownMemory()).toEqual(before);
    }
  });

  it('is as long as was asked for', () => {
    for (const bytes of [0, 1, 512 << 10, 2 << 20, (2 << 20) + 1]) {
      const chunk = takeChunk(bytes);
      expect(chunk.length).toBe(bytes);
      giveBackChunk(chunk);
    }
  });
});

describe('line ends', () => {
  it('are counted wherever they stand, in any memory', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((all) => all.map((byte) => (byte % 3 === 0 ? 10 : byte)));
    const text = fc.array(bytes, { maxLength: 80 }).map((parts) => Buffer.concat(parts));
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.boolean(), (plain, some, other, isOwn) => {
        const [start, end] = [some % (plain.length + 1), other % (plain.length + 1)].sort((a, b) => a - b) as [
          number,
          number,
        ];
        const memory = isOwn ? takeChunk(1 << 20) : plain;
        if (isOwn) plain.copy(memory);
        const counted = countLineEnds(memory, start, end);
        if (isOwn) giveBackChunk(memory);
        expect(counted).toBe(plain.subarray(start, end).filter((byte) => byte === 10).length);
      }),
    );
  });

  it('are told from every other byte', () => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => [byte, 10, byte ^ 0x80, byte]).flat());
    expect(countLineEnds(all, 0, all.length)).toBe(all.filter((byte) => byte === 10).length);
  });
});

/** Where the next two chunks would be read to, whichever comes first. */
function ownMemory(): string[] {
  const taken = [takeChunk(1 << 20), takeChunk(1 << 20)];
  for (const chunk of taken) giveBackChunk(chunk);
  return taken.map(placeOf).sort();
}

function placeOf({ buffer, byteOffset }: Buffer): string {
  if (!numbers.has(buffer)) numbers.set(buffer, numbers.size);
  return `${numbers.get(buffer)}:${byteOffset}`;
}

const numbers = new Map<ArrayBufferLike, number>();
