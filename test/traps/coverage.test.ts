import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('.', import.meta.url);
const all = Array.from({ length: 55 }, (_, index) => index + 1);

function numbersIn(text: string, pattern: RegExp): Set<number> {
  return new Set(Array.from(text.matchAll(pattern), ([, number]) => Number(number)));
}

it('the tests and the list of limits cover the traps 1 to 55, and no others', () => {
  const tests = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts') && name !== 'coverage.test.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8'))
    .join('\n');
  const tested = numbersIn(tests, /['`]trap (\d\d): /g);
  const listed = numbersIn(readFileSync('docs/limits.md', 'utf8'), /^## .*\btrap (\d+)\)/gm);
  expect([...new Set([...tested, ...listed])].sort((a, b) => a - b)).toEqual(all);
  for (const number of listed) expect(tested).toContain(number);
});
