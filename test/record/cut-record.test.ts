import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutRecord } from '../../src/record/index.ts';

describe('cutRecord', () => {
  it('shortens what is long and keeps what is short', () => {
    const cut = cutRecord(JSON.stringify({ id: 7, body: 'x'.repeat(100_000), msg: 'done' }), 70_000, ['err', 'msg']);
    expect(JSON.parse(cut?.text ?? '')).toEqual({
      id: 7,
      body: `${'x'.repeat(65_536)}[Truncated: 34464 bytes]`,
      msg: 'done',
    });
  });

  it('says how many bytes are gone, and gives JSON within the limit, for any record', () => {
    const text = fc.oneof(fc.string({ maxLength: 3_000, unit: 'binary' }), fc.constant('\u{1f600}é'.repeat(2_000)));
    const record = fc.dictionary(fc.string(), fc.oneof(text, fc.array(text), fc.jsonValue()), { minKeys: 1 });
    fc.assert(
      fc.property(record, fc.integer({ min: 2_000, max: 20_000 }), (value, maxBytes) => {
        const json = JSON.stringify(value);
        const cut = cutRecord(json, maxBytes, ['err', 'msg']);
        expect(Buffer.byteLength(cut?.text ?? '')).toBe(Buffer.byteLength(json) - (cut?.bytesGone ?? 0));
        expect(Buffer.byteLength(cut?.text ?? '')).toBeLessThanOrEqual(maxBytes);
        expect(JSON.parse(cut?.text ?? '')).toBeTypeOf('object');
        expect(Buffer.from(cut?.text ?? '').toString()).toBe(cut?.text);
      }),
      { numRuns: 50 },
    );
  });

  it('never ends inside a marker or a pair', () => {
    for (const marker of ['[REDACTED:github-token]', '<email:k1:abcdef0123456789>', '\u{1f600}']) {
      for (let before = 0; before < 30; before++) {
        const text = 'x'.repeat(65_536 - before) + marker + 'y'.repeat(90_000);
        const { at } = JSON.parse(cutRecord(JSON.stringify({ at: text }), 80_000, [])?.text ?? '');
        const kept = at.slice(0, at.lastIndexOf('[Truncated: ')).replaceAll('x', '');
        expect(['', marker]).toContain(kept.replaceAll('y', ''));
      }
    }
  });

  it('keeps the error and the message when the fields are too many', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`key${index}`, 'x'.repeat(50)]));
    const err = { type: 'RangeError', message: 'm'.repeat(50_000), stack: 's'.repeat(50_000) };
    const cut = cutRecord(JSON.stringify({ ...many, err, msg: 'failed' }), 4_000, ['err', 'msg']);
    expect(JSON.parse(cut?.text ?? '')).toMatchObject({
      err: { type: 'RangeError', message: expect.stringMatching(/^m{128}/) },
      msg: 'failed',
    });
  });

  it.each(['', 'text', '[1]', '{"a":', 'null'])('has no answer for %j', (text) => {
    expect(cutRecord(text, 10, [])).toBeUndefined();
  });
});
