import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../src/errors/index.ts';
import { readDocument } from './markdown.ts';

const text = readDocument('docs/errors.md');

describe('docs/errors.md', () => {
  it('explains every code there is, and no other', () => {
    const explained = [...text.matchAll(/^## (LOGVEIL_\w+)$/gm)].map(([, code]) => code);
    expect(explained).toEqual(Object.keys(errorCodes));
  });

  it.each(Object.entries(errorCodes))('says of %s what it means and what to do', (code, sentence) => {
    const section = text.split(`## ${code}\n`)[1]?.split('\n## ')[0] ?? '';
    expect(section.replaceAll(/\s+/g, ' ').toLowerCase()).toContain(sentence.toLowerCase());
    expect(section).toMatch(/\*\*What to do\.\*\* \S/);
  });
});
