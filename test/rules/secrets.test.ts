import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkSync } from 'recheck';
import { afterAll, describe, expect, it } from 'vitest';
import { packs } from '../../src/rules/index.ts';
import type { ValueRule } from '../../src/rules/rule.ts';
import { secretRules } from '../../src/rules/secrets/index.ts';
import { loadRuleFixtures } from '../fixtures/load.ts';
import { findAll } from './reference-engine.ts';

// recheck starts a JVM, a native program or a worker otherwise, which is slower for many small expressions.
process.env['RECHECK_BACKEND'] = 'pure';
process.env['RECHECK_SYNC_BACKEND'] = 'pure';

const valueRules = secretRules.filter((rule): rule is ValueRule => rule.kind === 'value');
const fixtures = loadRuleFixtures();

// What earlier runs decided, by expression: the same question has the same answer.
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/logveil/recheck.json');
const decided = new Map<string, string>(existsSync(CACHE) ? JSON.parse(readFileSync(CACHE, 'utf8')) : []);

afterAll(() => {
  mkdirSync(dirname(CACHE), { recursive: true });
  writeFileSync(CACHE, JSON.stringify([...decided]));
});

describe('the secrets pack', () => {
  it('gives every rule an id of its own', () => {
    const ids = secretRules.map((rule) => rule.id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
  });

  it('says of every rule what a reader of the log could do', () => {
    for (const rule of secretRules) {
      expect(rule.pack).toBe('secrets');
      expect(rule.why, rule.id).toMatch(/^[A-Z].*\.$/);
      expect(rule.references.length, rule.id).toBeGreaterThan(0);
      for (const { url, seen } of rule.references) {
        expect(url, rule.id).toMatch(/^https:\/\//);
        expect(seen, rule.id).toMatch(/^\d{4}-\d\d-\d\d$/);
      }
    }
  });

  it('anchors every rule on literals that the finder can look for', () => {
    for (const rule of valueRules) {
      expect(rule.anchors.length, rule.id).toBeGreaterThan(0);
      for (const anchor of rule.anchors) expect(anchor, rule.id).toMatch(/^[ -~]{3,}$/);
      expect(rule.pattern.sticky, rule.id).toBe(true);
    }
  });

  it.each(secretRules)('has three examples of each kind at least for $id', ({ id }) => {
    const labels = fixtures.filter(({ rule }) => rule === id).map(({ label }) => label);
    expect(labels.filter((label) => label === 'positive').length).toBeGreaterThanOrEqual(3);
    expect(labels.filter((label) => label === 'negative').length).toBeGreaterThanOrEqual(3);
  });

  it('knows the three readers', () => {
    expect(secretRules.flatMap((rule) => (rule.kind === 'reader' ? [rule.reader] : []))).toEqual([
      'jwt',
      'pem',
      'url-userinfo',
    ]);
  });

  it('keeps every literal in the fixtures broken, so that a push protection lets them pass', () => {
    const whole = fixtures.filter(({ raw, label }) => {
      if (label === 'negative') return false;
      return valueRules.some((rule) => findAll(rule, raw).length > 0);
    });
    expect(whole.map(({ rule, raw }) => `${rule}: ${raw}`)).toEqual([]);
  });
});

describe.each(valueRules)('$id', (rule) => {
  const own = fixtures.filter((fixture) => fixture.rule === rule.id);
  const positives = own.filter(({ label }) => label === 'positive');
  const negatives = own.filter(({ label }) => label === 'negative');

  it('covers the whole secret', () => {
    for (const { text, secret } of positives) {
      const covering = findAll(rule, text).filter(
        ({ start, end }) => secret !== undefined && start <= secret.start && end >= secret.end,
      );
      expect(covering.length, text).toBeGreaterThan(0);
    }
  });

  it('leaves what only looks like it', () => {
    for (const { text } of negatives) expect(findAll(rule, text), text).toEqual([]);
  });
});

// Rules that somebody adds to any pack are asked as well: none is excused.
const patterns = Object.values(packs)
  .flat()
  .filter((rule): rule is ValueRule => rule.kind === 'value');

describe.each(patterns)('the expression of $id', (rule) => {
  it('takes linear time, whatever the text', () => {
    expect(statusOf(anchored(rule.pattern.source), rule.pattern.flags.replace('y', ''))).toBe('safe');
  });
});

/**
 * What recheck can decide exactly, and no less demanding than the rule: the pattern is tried at one place, hence `^`; a bound only
 * stops sooner; what follows a token and may not is a character that never comes, so that every match fails late; of a
 * long literal the first characters do.
 */
function anchored(source: string): string {
  const body = source
    .replace(/\(\?![^)]*\)/g, '\\x00')
    .replace(/\[[^\]]*\]|\(\?<\w+>|\\.|[A-Za-z0-9]{5,}/g, (part) => (/^[[\\(]/.test(part) ? part : part.slice(0, 3)))
    .replace(/\{(\d+),(\d+)\}/g, (bounds, least: string, most: string) =>
      Number(most) <= 3 ? bounds : Number(least) === 0 ? '*' : '+',
    )
    .replace(/\{(\d+)\}/g, (bounds, count: string) => (Number(count) > 3 ? '{3}' : bounds));
  return `^(?:${body})`;
}

function statusOf(source: string, flags: string): string | undefined {
  const key = `${source}/${flags}`;
  const status = decided.get(key) ?? checkSync(source, flags).status;
  // Any other answer may be that of a busy machine, on which the time was up.
  if (status === 'safe') decided.set(key, status);
  return status;
}
