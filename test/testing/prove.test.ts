import { describe, expect, it } from 'vitest';
import { type ProveOptions, prove } from '../../src/testing/index.ts';

const only = ['github-pat'];

describe('prove()', () => {
  it('proves a logger whose levels, transport and keys are its own', async () => {
    const logger = {
      service: 'shop',
      level: 'audit',
      customLevels: { audit: 35 },
      useOnlyCustomLevels: true,
      levelComparison: 'DESC',
      messageKey: 'message',
      nestedKey: 'data',
      msgPrefix: '[shop] ',
      transport: { target: 'no-such-module' },
    } as const;
    const report = await prove({ logger, only });
    expect(report).toMatchObject({ ok: true, complete: true, leaked: 0, missed: 0, unwritten: 0 });
    expect(report.crossings).toBeGreaterThan(400);
  });

  it('takes what the built-in mask leaves for no leak, and what a function leaves for one', async () => {
    expect((await prove({ logger: { redact: { censor: 'mask' } }, only })).leaked).toBe(0);
    const keepHalf = (value: unknown): string => String(value).slice(0, 20);
    expect((await prove({ logger: { redact: { censor: keepHalf } }, only })).leaked).toBeGreaterThan(300);
  });

  it('does not call a secret proven that no line was written of', async () => {
    const report = await prove({ logger: { hooks: { logMethod: () => undefined } }, only });
    expect(report.ok).toBe(false);
    expect(report.covered).toBe(0);
    expect(report.unwritten).toBeGreaterThan(400);
  });

  it('tells how far it is, and stops when it is asked to', async () => {
    const told: number[] = [];
    const stop = new AbortController();
    const report = await prove({
      only: ['secrets'],
      signal: stop.signal,
      onProgress(done, all) {
        told.push(done / all);
        stop.abort();
      },
    });
    expect(report).toMatchObject({ ok: false, complete: false });
    expect(told).toHaveLength(1);
    expect(told[0]).toBeLessThan(0.9);
  });

  it('says what of a configuration it did not run', async () => {
    const { notRun, packs } = await prove({ logger: { redact: { allow: { rules: only } } }, only });
    expect(notRun).toMatchObject([{ rule: 'github-pat', pack: 'secrets', reason: 'it is allowed' }]);
    expect(packs).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    ['an option that is none', { fixture: 'x' }, 'did you mean "fixtures"'],
    ['samples that are no list', { samples: 'app.log' }, 'samples must be an array of paths'],
    ['nothing to run', { only: [] }, 'only must be an array of rules or packs'],
    ['a logger that cannot be', { logger: { redcat: {} } }, 'did you mean "redact"'],
  ])('refuses %s', async (_, options, message) => {
    // The cast is the point: these are options that do not compile.
    await expect(prove(options as ProveOptions)).rejects.toThrow(message);
  });
});
