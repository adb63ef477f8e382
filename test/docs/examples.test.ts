import { describe, expect, it } from 'vitest';
import { documentNames, examplesOf } from './markdown.ts';
import { normalised, runExample } from './run-example.ts';

const examples = documentNames()
  .filter((name) => name !== 'README.md')
  .flatMap(examplesOf);

describe('an example in the guides', () => {
  it('is there for each of them', () => {
    const guides = documentNames().filter((name) => name.startsWith('docs/guides/'));
    expect(guides.length).toBeGreaterThan(2);
    for (const guide of guides) expect(examplesOf(guide), guide).not.toEqual([]);
  });

  it.each(examples)('at $place writes what the guide says', (example) => {
    expect(example.output, 'has no output block').toBeDefined();
    expect(normalised(runExample(example))).toBe(normalised(example.output ?? ''));
  });
});

describe('the comparison of outputs', () => {
  it('leaves everything but times, random ids and durations alone', () => {
    const line =
      '{"time":"2026-11-20T12:40:01.629Z","id":"6f545aec-e816-4805-8ca9-db0af9e72cb3","x":"12:40:01","n":17}';
    expect(normalised(line)).toBe('{"time":"<time>","id":"<uuid>","x":"12:40:01","n":17}');
    expect(normalised('3 lines, 145 bytes in 18 ms')).toBe('3 lines, 145 bytes in <duration>');
  });
});
