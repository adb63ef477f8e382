import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('without the optional package recheck', () => {
  let directory = '';

  beforeAll(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'logveil-plain-')));
    mkdirSync(join(directory, 'node_modules'));
    for (const name of ['pino', 'fast-redact']) {
      symlinkSync(realpathSync(join('node_modules', name)), join(directory, 'node_modules', name));
    }
    cpSync('dist', join(directory, 'dist'), { recursive: true });
    writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  function run(code: string): string {
    return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: directory, encoding: 'utf8' });
  }

  it('the packs work', () => {
    const code = `import { createRedactor } from './dist/index.js'; console.log(createRedactor().line('password=hunter2'))`;
    expect(run(code)).toBe('password=[REDACTED:password]\n');
  });

  it('an expression of the user is refused with the command to run', () => {
    const rule = `{ kind: 'value', id: 'mine', title: 't', why: 'w', pack: 'own', severity: 'low', confidence: 'low', anchors: ['ab-'], pattern: /ab-[0-9]{4}/, references: [] }`;
    const code = `import { createRedactor } from './dist/index.js';
      try { createRedactor({ rules: [${rule}] }) } catch (error) { console.log(error.message) }`;
    expect(run(code)).toContain('npm install recheck');
  });
});
