import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ExportedName, examplesIn, exportedNames } from './exports.ts';
import { root } from './markdown.ts';

const names = exportedNames();

describe('a name that the package exports', () => {
  it('is found through the re-exports', () => {
    expect(names.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['createLogger', 'createRedactor', 'secret', 'lint', 'scrub', 'runWithContext', 'packs']),
    );
  });

  it('says what it is for', () => {
    const silent = names.filter(({ comment }) => comment === undefined || comment === '');
    expect(silent.map(({ name, file }) => `${file} ${name}`)).toEqual([]);
  });

  it('has examples that compile', { timeout: 60_000 }, () => {
    const examples = names.flatMap((each) => examplesIn(each.comment ?? '').map((code) => ({ ...each, code })));
    expect(examples.length).toBeGreaterThan(6);
    expect(compile(examples)).toBe('');
  });

  it('would be told apart from one whose example does not compile', { timeout: 60_000 }, () => {
    const code = "import { createLogger } from 'logveil';\ncreateLogger({ levle: 'info' });\n";
    expect(compile([{ name: 'wrong', file: 'wrong.ts', comment: '', code }])).toContain('levle');
  });
});

/** What the compiler says of the examples, each a module of its own that imports the sources by the package's names. */
function compile(examples: readonly (ExportedName & { readonly code: string })[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'logveil-docstrings-'));
  try {
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config()));
    for (const [index, { name, code }] of examples.entries()) {
      writeFileSync(join(directory, `${name}-${index}.ts`), `${code}\nexport {};\n`);
    }
    const tsc = join(root, 'node_modules/.bin/tsc');
    const { stdout } = spawnSync(tsc, ['-p', '.'], { cwd: directory, encoding: 'utf8' });
    // Errors in the sources are the business of `npm run typecheck`.
    return stdout
      .split('\n')
      .filter((line) => /^[\w-]+\.ts\(/.test(line))
      .join('\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function config(): object {
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      typeRoots: [join(root, 'node_modules/@types')],
      // What an example does not use is no fault of it.
      noUnusedLocals: false,
      isolatedDeclarations: false,
      declaration: false,
      paths: {
        logveil: [join(root, 'src/index.ts')],
        'logveil/*': [join(root, 'src/*/index.ts'), join(root, 'src/transport/*/index.ts')],
      },
    },
    include: ['*.ts'],
  };
}
