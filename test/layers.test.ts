import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf, type LayerTable, layerProblems, type SourceFile } from './support/import-graph.ts';

/** Imports run downwards only; the same table is drawn in ARCHITECTURE.md. */
const house: LayerTable = {
  rows: {
    index: 5,
    cli: 5,
    doctor: 4,
    http: 4,
    lint: 4,
    testing: 4,
    logger: 3,
    transport: 3,
    redact: 2,
    context: 2,
    otel: 2,
    record: 2,
    scan: 1,
    rules: 0,
    errors: 0,
    process: 0,
    joined: 0,
  },
  sideways: { otel: ['redact', 'context'], logger: ['transport'], testing: ['lint'] },
  loaders: ['cli/config.ts', 'joined/load.ts'],
  maxLines: 400,
};

describe('src', () => {
  it('imports downwards only, without a cycle, in short files', () => {
    const files = sourceFiles();
    expect(files.length).toBeGreaterThan(10);
    expect(layerProblems(files, house)).toEqual([]);
  });
});

describe('the layer check', () => {
  it('accepts imports of lower rows, of the own folder and of the allowed neighbours', () => {
    const files = filesOf({
      'logger/a.ts': "import { b } from '../redact/b.ts';\nimport { c } from './c.ts';\n",
      'logger/c.ts': "import pino from 'pino';\n",
      'redact/b.ts': '',
      'otel/d.ts': "import '../redact/b.ts';\n",
    });
    expect(layerProblems(files, house)).toEqual([]);
  });

  it.each([
    ['a value', "import { a } from '../logger/a.ts';"],
    ['a type', "import type { A } from '../logger/a.ts';"],
    ['a type among values', "import { type A, b } from '../logger/a.ts';"],
    ['several lines', "import {\n  a,\n  b,\n} from '../logger/a.ts';"],
    ['a re-export', "export { a } from '../logger/a.ts';"],
    ['a type re-export', "export type { A } from '../logger/a.ts';"],
    ['everything', "export * from '../logger/a.ts';"],
    ['a namespace', 'import * as a from "../logger/a.ts";'],
    ['a side effect', "import '../logger/a.ts';"],
    ['a call', "const a = await import('../logger/a.ts');"],
    ['the type of a call', "type A = import('../logger/a.ts').A;"],
  ])('refuses an upward import of %s', (_, statement) => {
    const files = filesOf({ 'scan/b.ts': `${statement}\n`, 'logger/a.ts': '' });
    expect(layerProblems(files, house)).toEqual(['scan/b.ts: imports logger/a.ts, which is not below it']);
  });

  it('refuses a sideways import', () => {
    const files = filesOf({ 'record/b.ts': "import '../redact/a.ts';\n", 'redact/a.ts': '' });
    expect(layerProblems(files, house)).toEqual(['record/b.ts: imports redact/a.ts, which is not below it']);
  });

  it('refuses a cycle, of types too, even inside one folder', () => {
    const files = filesOf({
      'scan/a.ts': "import type { B } from './b.ts';\n",
      'scan/b.ts': "import { c } from './c.ts';\n",
      'scan/c.ts': "export type { A } from './a.ts';\n",
    });
    expect(layerProblems(files, house)).toEqual(['cycle: scan/a.ts -> scan/b.ts -> scan/c.ts -> scan/a.ts']);
  });

  it('refuses a folder that is not in the table, a file that is too long and an import that leads nowhere', () => {
    const files = filesOf({
      'utils/a.ts': '',
      'scan/long.ts': 'const x = 1;\n'.repeat(401),
      'scan/lost.ts': "import '../../test/x.ts';\n",
      'scan/vague.ts': 'await import(name);\n',
    });
    expect(layerProblems(files, house)).toEqual([
      'utils/a.ts: the folder "utils" is not in the table',
      'scan/long.ts: 401 lines, at most 400 are allowed',
      'scan/lost.ts: imports ../../test/x.ts, which is no file of src',
      'scan/vague.ts: import() of something that is not a literal',
    ]);
  });

  it('does not take an example in a comment for an import', () => {
    expect(
      importsOf("/**\n * import { a } from '../a.ts';\n */\n// import('./b.ts')\nexport const from = 'x';\n"),
    ).toEqual([]);
  });
});

function filesOf(files: Readonly<Record<string, string>>): SourceFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

function sourceFiles(): SourceFile[] {
  const root = new URL('../src/', import.meta.url).pathname;
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }));
}
