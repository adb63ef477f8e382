import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { markers, withSection } from '../../bench/numbers.mjs';

describe('docs/numbers.md', () => {
  const text = readFileSync(new URL('../../docs/numbers.md', import.meta.url), 'utf8');

  it.each([
    'request-line',
    'request-line-new',
    'small-line',
    'small-line-new',
    'clean-request',
    'lint',
    'finder',
    'scan',
    'startup',
    'peers',
    'detection',
  ])('holds the section %s as its script wrote it, with the day it was measured', (name) => {
    const [begin, end] = markers(name);
    expect(text.split(begin)).toHaveLength(2);
    expect(text.split(end)).toHaveLength(2);
    const section = text.slice(text.indexOf(begin), text.indexOf(end));
    expect(section).toMatch(/Measured \d{4}-\d\d-\d\d/);
    expect(section).toMatch(/^\| -+ \| -+:/m);
  });
});

describe('a generated section', () => {
  const section = { name: 'speed', title: 'Speed', body: 'new' };

  it('replaces the one before and leaves the text around it', () => {
    const text = withSection('# Numbers\n\nBefore.\n', { ...section, body: 'old' });
    const after = withSection(`${text}\nAfter.\n`, section);
    expect(after).toContain('Before.');
    expect(after).toContain('After.');
    expect(after).toContain('## Speed\n\nnew');
    expect(after).not.toContain('old');
  });

  it('refuses a file whose markers do not go together', () => {
    const [begin] = markers('speed');
    expect(() => withSection(`${begin}\n`, section)).toThrow('markers of speed');
  });
});
