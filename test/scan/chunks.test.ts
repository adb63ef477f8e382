import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLineEnds, giveBackChunk, takeChunk } from '../../src/scan/index.ts';

describe('memory for chunks of files', () => {
  it('is never given to two at once, and given again when it was given back', () => {
    const taken = Array.from({ length: 4 }, () => takeChunk(1000));
    for (const [index, chunk] of taken.entries()) chunk.fill(index);
    for (const [index, chunk] of taken.entries()) expect(chunk.every((byte) => byte === index)).toBe(true);
    const places = taken.map(placeOf);
    expect(new Set(places).size).toBe(4);
    for (const chunk of taken) giveBackChunk(chunk);
    expect(places.slice(0, 2)).toContain(placeOf(takeChunk(10)));
  });

  it('is as long as was asked for', () => {
    for (const bytes of [0, 1, 512 << 10, (512 << 10) + 1, 1 << 20]) {
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
        const memory = isOwn ? takeChunk(plain.length) : plain;
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

function placeOf({ buffer, byteOffset }: Buffer): string {
  if (!numbers.has(buffer)) numbers.set(buffer, numbers.size);
  return `${numbers.get(buffer)}:${byteOffset}`;
}

const numbers = new Map<ArrayBufferLike, number>();
