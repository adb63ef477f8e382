import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentNames, proseOf, readDocument, root } from './markdown.ts';

describe('a link in a document', () => {
  it.each(documentNames())('of %s leads to a file and a heading that are there', (name) => {
    expect(linksOf(name).filter((link) => !resolves(name, link))).toEqual([]);
  });

  it('is seen when it is broken', () => {
    expect(resolves('README.md', 'docs/nothing.md')).toBe(false);
    expect(resolves('README.md', '#no-such-heading')).toBe(false);
  });
});

describe('a file named in a document', () => {
  it.each(documentNames())('of %s is there', (name) => {
    expect(filesNamedIn(name).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('is seen among the words', () => {
    expect(filesNamedIn('ARCHITECTURE.md')).toEqual(
      expect.arrayContaining(['src/logger/seal.ts', 'test/layers.test.ts']),
    );
  });
});

/** Code spans that are paths: from the root, or from `src` as ARCHITECTURE.md writes them. */
function filesNamedIn(name: string): string[] {
  const spans = readDocument(name).matchAll(/`([a-z]+(?:\/[\w-]+)*\/[\w-]+(?:\.[a-z]+)+|[a-z]+\/)`/g);
  return [...spans]
    .map(([, path = '']) => path)
    .filter((path) => !path.startsWith('node_modules') && !path.includes('recheck'))
    .map((path) => (/^(?:src|test|docs|scripts|bench|examples|fixtures)\//.test(path) ? path : `src/${path}`));
}

/** Targets of links to files of the repository and to headings. */
function linksOf(name: string): string[] {
  const targets = proseOf(readDocument(name)).matchAll(/\]\(([^)\s]+)\)/g);
  return [...targets].map(([, target = '']) => target).filter((target) => !/^[a-z]+:/.test(target));
}

function resolves(name: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const file = path === '' ? name : join(dirname(name), path);
  if (!existsSync(join(root, file))) return false;
  return heading === undefined || headingsOf(readDocument(file)).includes(heading);
}

/** As GitHub makes them: lower case, blanks to dashes, other signs gone. */
function headingsOf(text: string): string[] {
  const headings = text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm);
  return [...headings].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
