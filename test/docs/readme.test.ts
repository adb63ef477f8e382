import { describe, expect, it } from 'vitest';
import { blocksOf, examplesOf, readDocument } from './markdown.ts';
import { normalised, runExample } from './run-example.ts';

const examples = examplesOf('README.md');

describe('the README', () => {
  it('has an example of 12 lines and the two commands on its first screen', () => {
    const [first] = examples;
    expect(first?.source.trimEnd().split('\n')).toHaveLength(12);
    const screen = readDocument('README.md').split('\n').slice(0, 60).join('\n');
    expect(screen).toContain(first?.source);
    const commands = blocksOf(screen).filter(({ info }) => info === 'sh');
    expect(commands.map(({ text }) => text).join('\n')).toContain('npm install && npm start');
    expect(commands.map(({ text }) => text).join('\n')).toContain('npm install && npm test');
  });

  it.each(examples)('writes at $place what the example writes', (example) => {
    expect(example.output, 'has no output block').toBeDefined();
    expect(normalised(runExample(example))).toBe(normalised(example.output ?? ''));
  });
});
