import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baselineText, emptyBaseline, updateBaseline } from '../../../src/lint/baseline/baseline.ts';
import type { LintFinding } from '../../../src/lint/finding.ts';
import { formatNames } from '../../../src/lint/formats/names.ts';
import { partial } from '../../../src/lint/formats/partial.ts';
import { lint } from '../../../src/lint/index.ts';
import { planted, runs } from '../../support/planted.ts';
import { write } from '../../support/report-sample.ts';

async function findingsIn(text: string): Promise<LintFinding[]> {
  const bytes = (async function* () {
    yield Buffer.from(text);
  })();
  const found: LintFinding[] = [];
  for await (const finding of lint([{ name: 'app.log', bytes }], { loki: true, markers: true })) found.push(finding);
  return found;
}

/** Every way a value could be written and still be read. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(secret.toWellFormed());
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1);
  const html = [...secret].map((character) => `&#${character.codePointAt(0)};`).join('');
  const hex = Buffer.from(secret).toString('hex');
  return [secret, json, JSON.stringify(json).slice(1, -1), percent, base64, base64.replaceAll('+', '-'), html, hex];
}

/** All that a run could leave behind, by name. */
function outputsOf(found: readonly LintFinding[]): [string, string][] {
  const update = updateBaseline(emptyBaseline());
  for (const finding of found) update.add(finding);
  const shard = partial({ shard: { index: 1, count: 1 }, keyId: '', settings: '', expectRedacted: false });
  return [
    ...formatNames.map((name): [string, string] => [name, write(name, found)]),
    ['partial', found.map(shard.finding).join('')],
    ['baseline', baselineText(update.result(true))],
  ];
}

describe('no report', () => {
  it('holds a secret, in any format, for any secret in any place', async () => {
    let seen = 0;
    const property = fc.asyncProperty(planted, async ({ secret, hold }) => {
      const held = hold(secret);
      const line = typeof held === 'string' ? held : JSON.stringify(held);
      const found = await findingsIn(`{"level":"info"}\n${line}\n`);
      seen += found.filter(({ pack }) => pack !== 'loki').length;
      for (const [name, text] of outputsOf(found)) {
        for (const form of formsOf(secret)) expect(text.includes(form), name).toBe(false);
      }
    });
    await fc.assert(property, { ...runs, numRuns: 150 });
    // The property would hold just as well if nothing had been found.
    expect(seen).toBeGreaterThan(100);
  });

  it('could hide one from this test', () => {
    const leaky = outputsOf([
      { ...sample(), preview: 'hunter2-leaked' },
      { ...sample(), path: 'hunter2-leaked' },
    ]);
    expect(leaky.filter(([, text]) => text.includes('hunter2-leaked')).length).toBeGreaterThan(10);
  });

  it('lets a short secret be guessed: the fingerprint of one value differs from run to run', async () => {
    const [first] = await findingsIn('{"pin":"4711","password":"abc12345"}\n');
    const [second] = await findingsIn('{"pin":"4711","password":"abc12345"}\n');
    expect(first?.fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.fingerprint).not.toBe(second?.fingerprint);
  });
});

function sample(): LintFinding {
  return {
    file: 'a.log',
    line: 1,
    column: 1,
    byteOffset: 0,
    rule: 'password',
    pack: 'credentials',
    severity: 'critical',
    confidence: 'high',
    preview: '',
    fingerprint: '00',
  };
}
