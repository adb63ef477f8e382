import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../src/redact/edits.ts';
import { createEngine } from '../../src/redact/engine.ts';

describe('edits', () => {
  it('leave every byte outside the spans alone, for any text and any spans', () => {
    const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 12 });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), cuts, fc.string(), (text, offsets, replacement) => {
        const bounds = [...new Set(offsets.filter((offset) => offset <= text.length))].sort((a, b) => a - b);
        const edits = [];
        const kept = [];
        let from = 0;
        for (let index = 0; index + 1 < bounds.length; index += 2) {
          const [start = 0, end = 0] = [bounds[index], bounds[index + 1]];
          edits.push({ start, end, replacement });
          kept.push(text.slice(from, start));
          from = end;
        }
        expect(applyEdits(text, edits)).toBe(kept.map((part) => part + replacement).join('') + text.slice(from));
      }),
    );
  });

  it('take the message from nothing but the text: $& is inert', () => {
    expect(applyEdits('a-b', [{ start: 0, end: 1, replacement: '$&' }])).toBe('$&-b');
  });

  it('give back the very same text when there is nothing to hide', () => {
    const line = '{"level":"info","msg":"nothing here"}\n';
    expect(createEngine().line(line)).toBe(line);
  });
});
