import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './markdown.ts';

describe('the generated parts of the documents', () => {
  it('are what scripts/write-docs.mjs makes of the rules', () => {
    const run = spawnSync(process.execPath, [join(root, 'scripts/write-docs.mjs'), '--check'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
});
