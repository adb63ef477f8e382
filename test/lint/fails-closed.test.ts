import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lint, scrub } from '../../src/lint/index.ts';

// Names are normalised when they are met first: with that broken, the redactor fails on a line that has a new one.
const LINE = 'all is well\nboom-password=hunter2\n';

describe('a line that cannot be searched', () => {
  let file = '';
  const { normalize } = String.prototype;

  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'logveil-closed-')), 'app.log');
    writeFileSync(file, LINE);
    String.prototype.normalize = () => {
      throw new Error('broken');
    };
  });

  afterEach(() => {
    String.prototype.normalize = normalize;
    rmSync(join(file, '..'), { recursive: true });
  });

  it('is a problem of its file for lint, never a clean line', async () => {
    const run = lint([file]);
    const findings = [];
    for await (const finding of run) findings.push(finding);
    expect(findings).toEqual([]);
    expect(run.summary().problems).toEqual([
      { file, code: 'failed', message: '1 line could not be searched; the rest was scanned' },
    ]);
  });

  it('is a marker for scrub, and counted', async () => {
    const run = scrub(
      (async function* () {
        yield Buffer.from(LINE);
      })(),
    );
    const parts: Uint8Array[] = [];
    for await (const part of run) parts.push(part);
    const text = Buffer.concat(parts).toString();
    expect(text).toMatch(/^all is well\n[^\n]*REDACT[^\n]*\n$/);
    expect(text).not.toContain('hunter2');
    expect(run.summary().withheldLines).toBe(1);
  });
});
