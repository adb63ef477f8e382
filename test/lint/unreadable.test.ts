import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/index.ts';

/** Root may read everything, so root becomes nobody for a while. */
const NOBODY = 65_534;

describe('a file that may not be read', () => {
  const isRoot = process.getuid?.() === 0;
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'logveil-unreadable-'));
  });

  afterEach(() => {
    if (isRoot) process.seteuid?.(0);
    rmSync(directory, { recursive: true });
  });

  it('is told with what to do, and the others are scanned', async () => {
    const [closed, open] = [join(directory, 'closed.log'), join(directory, 'open.log')];
    writeFileSync(closed, 'x');
    writeFileSync(open, 'password=hunter2');
    chmodSync(closed, 0);
    chmodSync(directory, 0o755);
    if (isRoot) process.seteuid?.(NOBODY);
    const run = lint([closed, open]);
    const rules: string[] = [];
    for await (const { rule } of run) rules.push(rule);
    expect(run.summary().problems).toEqual([
      { file: closed, code: 'unreadable', message: 'permission denied; run as a user who may read it' },
    ]);
    expect(rules).toEqual(['password']);
  });
});
