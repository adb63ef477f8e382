import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/index.ts';
import { benignValue, jumble, planted, plantedText, runs } from '../support/planted.ts';

const redactor = createRedactor();
const json = (value: unknown): string => JSON.stringify(value);

/** Any JSON, with texts and keys of every sort, and JSON texts in it. */
const document: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    jumble,
    plantedText.map(({ secret, text }) => text(secret)),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(jumble, fc.constantFrom('password', 'token', 'Cookie', 'pin', 'a')), tie('value'), {
      maxKeys: 3,
    }),
    tie('value').map(json),
  ),
})).value;

const anyText = fc.oneof(
  jumble,
  document.map(json),
  plantedText.map(({ secret, text }) => text(secret)),
);

describe('redacting twice', () => {
  it.each(['line', 'text'] as const)('equals redacting once: %s', (door) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redactor[door](text);
        expect(redactor[door](once)).toBe(once);
      }),
      { ...runs, examples: [['://4111111111111111@'], ['"password:\\\\u0022<"']] },
    );
  });

  it('equals redacting once: value', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          document,
          planted.map(({ secret, hold }) => hold(secret)),
        ),
        (value) => {
          const once = redactor.value(value);
          expect(json(redactor.value(once))).toBe(json(once));
        },
      ),
      { ...runs, examples: [[{ token: { password: 0 } }]] },
    );
  });
});

describe('find', () => {
  it('gives spans within the text, in order, apart from each other', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let end = 0;
        for (const finding of redactor.find(text)) {
          expect(finding.start).toBeGreaterThanOrEqual(end);
          expect(finding.end).toBeGreaterThan(finding.start);
          end = finding.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      runs,
    );
  });

  it('reports exactly what line hides', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = redactor.line(text);
        let at = 0;
        let from = 0;
        for (const { rule, start, end } of redactor.find(text)) {
          const before = text.slice(from, start);
          expect(line.slice(at, at + before.length)).toBe(before);
          const marker = /^(\\*"|)\[REDACTED:([a-z0-9-]+)\]\1/.exec(line.slice(at + before.length));
          expect(marker?.[2]).toBe(rule);
          at += before.length + (marker?.[0].length ?? 0);
          from = end;
        }
        expect(line.slice(at)).toBe(text.slice(from));
      }),
      runs,
    );
  });

  it('counts in UTF-16 units whatever stands before', () => {
    const before = fc.constantFrom('abc ', 'ünï ', '日本 ', '😀😀 ', '\u200b ', '\ud800 ', '\u00ad ', 'ﬁ ');
    fc.assert(
      fc.property(plantedText, before, ({ secret, text }, prefix) => {
        const shown = text(secret);
        const wanted = redactor.text(shown);
        expect(redactor.text(prefix + shown)).toBe(prefix + wanted);
        const found = redactor.find(`- ${prefix}${shown}`);
        const hidden = found.map(({ start, end }) => `- ${prefix}${shown}`.slice(start, end));
        expect(hidden).toEqual(
          redactor.find(`- abc ${shown}`).map(({ start, end }) => `- abc ${shown}`.slice(start, end)),
        );
      }),
      runs,
    );
  });
});

describe('a JSON document', () => {
  it('stays one', () => {
    fc.assert(
      fc.property(document, (value) => {
        const text = json([value]);
        const line = redactor.line(text);
        expect(() => JSON.parse(line)).not.toThrow();
      }),
      { ...runs, numRuns: 1_000, examples: [[{ 'password\\': 0 }], [{ a: { 'password\\\\': -5e-324 } }]] },
    );
  });

  it('without secrets stays as it is', () => {
    fc.assert(
      fc.property(benignValue, (value) => {
        expect(redactor.line(json(value))).toBe(json(value));
        expect(json(redactor.value(value))).toBe(json(value));
      }),
      runs,
    );
  });
});
