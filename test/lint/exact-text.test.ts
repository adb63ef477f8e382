import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeExact, encodeExact } from '../../src/lint/exact-text.ts';

describe('exact text', () => {
  it('gives back any bytes', () => {
    const lead = fc.constantFrom(0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xff);
    const bytes = fc.array(fc.oneof(fc.nat(255), lead, fc.integer({ min: 0x80, max: 0xbf }))).map(Buffer.from);
    fc.assert(fc.property(bytes, (input) => encodeExact(decodeExact(input)).equals(input)));
  });

  it('reads well-formed UTF-8 as everybody does, a replacement character included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => decodeExact(Buffer.from(`${text}\ufffd`)) === `${text}\ufffd`,
      ),
    );
  });

  it('keeps well-formed neighbours of a broken byte readable', () => {
    expect(decodeExact(Buffer.from('é\xff🙂', 'latin1'))).toBe('\udce9\udcff=B');
    expect(decodeExact(Buffer.concat([Buffer.from('é🙂'), Buffer.from([0xff])]))).toBe('é🙂\udcff');
  });
});
