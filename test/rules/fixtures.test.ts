import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';
import { type PackName, packs, type Rule } from '../../src/rules/index.ts';
import { loadRuleFixtures, type RuleFixture } from '../fixtures/load.ts';

const byRule = new Map<string, RuleFixture[]>();
for (const fixture of loadRuleFixtures()) byRule.set(fixture.rule, [...(byRule.get(fixture.rule) ?? []), fixture]);
// The cast holds: these are the names of the record's own members.
const names = Object.keys(packs) as PackName[];
const rules = names.flatMap((pack) => packs[pack].map((rule) => ({ pack, rule, id: rule.id })));

describe('the rules of all packs', () => {
  it('have an id of their own each', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it('say why they matter, how sure they are and where their facts come from', () => {
    for (const { rule } of rules) expect(problemsOf(rule), rule.id).toEqual([]);
  });

  it('are more than 250 that find secrets', () => {
    expect(packs.credentials.length + packs.secrets.length).toBeGreaterThan(350);
  });

  it('bring fixtures, and no fixture is without its rule', () => {
    const known = new Set(rules.map(({ id }) => id));
    expect([...byRule.keys()].filter((id) => !known.has(id))).toEqual([]);
    expect(rules.filter(({ id }) => !byRule.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

describe.each(rules.filter(({ pack }) => pack !== 'secrets'))('$id', ({ pack, rule }) => {
  const own = byRule.get(rule.id) ?? [];
  const redactor = createRedactor({ packs: [pack] });
  const finds = ({ text }: RuleFixture) => redactor.find(text).filter((finding) => finding.rule === rule.id);

  it('has three examples of each kind at least', () => {
    expect(own.filter(({ label }) => label === 'positive').length).toBeGreaterThanOrEqual(3);
    expect(own.filter(({ label }) => label === 'negative').length).toBeGreaterThanOrEqual(3);
  });

  it('hides the whole of every positive', () => {
    for (const fixture of own) {
      const { secret } = fixture;
      if (secret === undefined) continue;
      const covering = finds(fixture).filter(({ start, end }) => start <= secret.start && end >= secret.end);
      expect(covering.length, fixture.text).toBe(1);
    }
  });

  it('leaves every negative alone', () => {
    for (const fixture of own) if (fixture.label === 'negative') expect(finds(fixture), fixture.text).toEqual([]);
  });
});

function problemsOf({ title, why, severity, confidence, references }: Rule): string[] {
  const severities = ['critical', 'high', 'medium', 'low', 'info'];
  return [
    ...(/^\S.*[^.]$/.test(title) ? [] : [`title: ${title}`]),
    ...(/^[A-Z].*\.$/.test(why) ? [] : [`why: ${why}`]),
    ...(severities.includes(severity) ? [] : [`severity: ${severity}`]),
    ...(['high', 'medium', 'low'].includes(confidence) ? [] : [`confidence: ${confidence}`]),
    ...(references.length > 0 ? [] : ['no reference']),
    ...references.flatMap(({ url, seen }) =>
      url.startsWith('https://') && /^\d{4}-\d\d-\d\d$/.test(seen) ? [] : [`reference: ${url} ${seen}`],
    ),
  ];
}
