import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint } from '../../../src/lint/index.ts';
import { checkLine } from '../../../src/lint/loki/check-line.ts';
import { createLabelCounter } from '../../../src/lint/loki/labels.ts';
import { lokiRuleTexts } from '../../../src/lint/loki/rules.ts';
import { benignRecord } from '../../support/planted.ts';
import { tempFile } from '../../support/temp-files.ts';

const time = '"time":"2026-11-20T12:40:01.629Z"';

function rulesOf(line: string): string[] {
  return checkLine(line)
    .map(({ rule, path }) => (path === undefined ? rule : `${rule} ${path}`))
    .filter((each) => !each.startsWith('loki-label-value'));
}

/** A good record of exactly so many bytes. */
function lineOf(bytes: number): string {
  const empty = `{"level":"info",${time},"msg":""}`;
  return empty.replace('""}', `"${'x'.repeat(bytes - empty.length)}"}`);
}

describe('a line that Loki would refuse or misread', () => {
  it.each([
    ['nothing', `{"level":"info",${time},"msg":"x","http":{"route":"/a"}}`, []],
    ['a level of pino', `{"level":30,${time}}`, ['loki-level-not-text level']],
    ['no level', `{${time},"msg":"no error"}`, ['loki-level-missing']],
    ['a level Loki does not know', `{"level":"severe",${time}}`, ['loki-level-unknown level']],
    ['a level behind other keys', `{${time},"level":"info"}`, ['loki-level-not-first level']],
    ['a nested level ahead', `{"req":{"level":"debug"},"level":"info",${time}}`, ['loki-level-nested req.level']],
    ['a nested level behind', `{"level":"info",${time},"req":{"level":"debug"}}`, []],
    [
      'a nested level too deep to matter',
      `{"a":{"b":{"level":"debug"}},"level":"info",${time}}`,
      ['loki-level-not-first level'],
    ],
    ['no time', '{"level":"info","msg":"x"}', ['loki-time-missing']],
    ['a time nobody reads', '{"level":"info","time":"noon"}', ['loki-time-unreadable time']],
    ['a time as a number', '{"level":"info","time":1795178401629}', []],
    ['the same key twice', `{"level":"info",${time},"a":1,"a":2}`, ['loki-duplicate-key a']],
    ['a forged level', `{"level":"info",${time},"level":"error"}`, ['loki-duplicate-key level']],
    ['the same key in escapes', `{"level":"info",${time},"a":1,"\\u0061":2}`, ['loki-duplicate-key a']],
    ['the same key in different objects', `{"level":"info",${time},"a":{"id":1},"b":{"id":2}}`, []],
    [
      'keys that become one label',
      `{"level":"info",${time},"http.route":1,"http":{"route":2}}`,
      ['loki-colliding-keys http.route'],
    ],
    ['a key of Loki itself', `{"level":"info",${time},"__error__":"x"}`, ['loki-reserved-key __error__']],
    ['half of a pair', `{"level":"info",${time},"msg":"\\ud800 x"}`, ['loki-lone-surrogate']],
    ['the other half', `{"level":"info",${time},"msg":"x \\udc00"}`, ['loki-lone-surrogate']],
    ['a whole pair', `{"level":"info",${time},"msg":"\\ud83d\\ude00"}`, []],
    ['an escaped backslash before u', `{"level":"info",${time},"msg":"\\\\ud800"}`, []],
    ['plain text', 'GET / 200', ['loki-not-json']],
    ['broken JSON', `{"level":"info",${time},`, ['loki-not-json']],
    ['an array', '[1]', ['loki-not-json']],
    ['an empty line', '', []],
    ['256 KB and a byte', lineOf(262_145), ['loki-line-too-long']],
    ['256 KB and no more', lineOf(262_144), []],
  ])('because of %s is told so', (_, line, expected) => {
    expect(rulesOf(line)).toEqual(expected);
  });

  it('is measured in bytes, not in characters', () => {
    const line = `{"level":"info",${time},"msg":"${'密'.repeat(90_000)}"}`;
    expect([line.length < 262_144, rulesOf(line)]).toEqual([true, ['loki-line-too-long']]);
  });

  it('is never one that createLogger writes with benign fields', async () => {
    const { createLogger } = await import('../../../src/index.ts');
    fc.assert(
      fc.property(benignRecord, (record) => {
        let line = '';
        createLogger(
          {},
          {
            write(text: string) {
              line = text;
            },
          },
        ).info(record, 'hello');
        const told = rulesOf(line.trimEnd()).filter((rule) => !rule.startsWith('loki-colliding-keys'));
        expect(told).toEqual([]);
      }),
      { numRuns: 200, seed: 20_261_121 },
    );
  });

  it('takes time that grows with the line, whatever its keys are', () => {
    const wide = `{${Array.from({ length: 20_000 }, (_, at) => `"${'k'.repeat(2)}${at}":1`).join(',')}}`;
    const deep = `{"${'k'.repeat(100_000)}":{${Array.from({ length: 5000 }, (_, at) => `"a${at}":1`).join(',')}}}`;
    const slashes = `{"a":"${'\\\\'.repeat(60_000)}"}`;
    for (const line of [wide, deep, slashes]) expect(checkLine(line).length).toBeLessThan(10);
  });
});

describe('a label', () => {
  it('with more than fifty values over all files is told once, where it was first met', async () => {
    const lines = (host: (at: number) => string) =>
      Array.from({ length: 60 }, (_, at) => `{"level":"info",${time},"hostname":"${host(at)}","env":"prod"}\n`).join(
        '',
      );
    const files = [tempFile(lines((at) => `a${at % 30}`)), tempFile(lines((at) => `b${at % 30}`))];
    const labels = createLabelCounter();
    for await (const finding of lint(files, { loki: true })) labels.takes(finding);
    expect(labels.findings()).toMatchObject([
      { rule: 'loki-label-cardinality', path: 'hostname', file: files[0], line: 1, severity: 'medium' },
    ]);
  });
});

describe('the checks for Loki', () => {
  it('have a section each in the guide', () => {
    const guide = readFileSync(new URL('../../../docs/guides/loki-lint.md', import.meta.url), 'utf8');
    for (const { id } of lokiRuleTexts) expect(guide).toContain(`### ${id}`);
  });

  it('come beside the findings, in the order of the lines, with a fingerprint that does not depend on the value', async () => {
    const file = tempFile(`{"level":30,${time},"password":"hunter2x"}\nplain\n{"level":40,${time}}\n`);
    const found = [];
    for await (const finding of lint([file], { loki: true })) found.push(finding);
    expect(found.map(({ rule, line }) => `${line} ${rule}`)).toEqual([
      '1 loki-level-not-text',
      '1 password',
      '2 loki-not-json',
      '3 loki-level-not-text',
    ]);
    expect(found[0]?.fingerprint).toBe(found[3]?.fingerprint);
    expect(found[0]).toMatchObject({ pack: 'loki', path: 'level', preview: '' });
  });
});
