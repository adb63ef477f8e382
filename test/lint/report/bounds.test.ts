import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAllowList } from '../../../src/lint/baseline/allow.ts';
import { emptyBaseline, updateBaseline, useBaseline } from '../../../src/lint/baseline/baseline.ts';
import { pathTest } from '../../../src/lint/baseline/path-test.ts';
import { createReportBuilder } from '../../../src/lint/report/build.ts';
import { createFilter } from '../../../src/lint/report/filter.ts';
import { createHistogram } from '../../../src/lint/report/histogram.ts';
import { finding } from '../../support/report-sample.ts';

const end = {
  scanned: { files: 0, lines: 0, bytes: 0 },
  hidden: { baseline: 0, allowed: 0, outsideWindow: 0, otherRules: 0 },
  problems: [],
  notes: [],
  stopped: false,
};

describe('a report of many findings', () => {
  it('keeps exact counts, a bounded number of groups and files, and says what it joined', () => {
    const builder = createReportBuilder();
    for (let at = 0; at < 150_000; at++) {
      builder.add(finding({ path: `p${at % 50_000}.x`, file: `f${at % 30_000}.log`, time: at * 1000 }));
    }
    const report = builder.report(end);
    expect(report.findings).toBe(150_000);
    const [rule] = report.rules;
    expect(rule?.count).toBe(150_000);
    expect(rule?.groups.length).toBeLessThanOrEqual(2001);
    expect(rule?.groups.reduce((sum, { count }) => sum + count, 0)).toBe(150_000);
    expect(rule?.groups.every(({ examples }) => examples.length <= 3)).toBe(true);
    expect(report.files.length).toBe(10_000);
    expect(report.histogram.buckets.length).toBeLessThanOrEqual(97);
    expect(report.notes).toHaveLength(2);
    expect(JSON.stringify(report).length).toBeLessThan(5e6);
  });
});

describe('the histogram', () => {
  const times = fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 1, maxLength: 200 });

  it('loses nothing and stays small, for any times', () => {
    fc.assert(
      fc.property(times, (given) => {
        const histogram = createHistogram();
        for (const time of given) histogram.add(time);
        const { buckets, bucketMs } = histogram.histogram();
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(given.length);
        expect(buckets.length).toBeLessThanOrEqual(97);
        for (const time of given) expect(buckets.some(({ at }) => time >= at && time < at + bucketMs)).toBe(true);
      }),
    );
  });

  it('is the same in any order, as shards need it', () => {
    fc.assert(
      fc.property(times, (given) => {
        const [one, other] = [createHistogram(), createHistogram()];
        for (const time of given) one.add(time);
        for (const time of given.toReversed()) other.add(time);
        expect(other.histogram()).toEqual(one.histogram());
      }),
    );
  });
});

describe('a path of an allow entry', () => {
  it.each([
    ['user.password', 'user.password', true],
    ['user.password', 'user.password.x', false],
    ['user.password', 'a.user.password', false],
    ['items[*].note', 'items.17.note', true],
    ['items[*].note', 'items.note', false],
    ['*.password', 'user.password', true],
    ['*.password', 'a.b.password', false],
    ['**.password', 'a.b.password', true],
    ['**.password', 'password', true],
    ['a.**.b', 'a.b', true],
    ['a.**.b', 'a.x.y.b', true],
    ['a.**.b', 'a.x.y.c', false],
    ['headers["set-cookie"]', 'headers.set-cookie', true],
    ['["http.route"]', 'http.route', true],
    ['items[0].x', 'items.0.x', true],
    ['items[0].x', 'items.1.x', false],
  ])('%s and %s: %s', (path, found, expected) => {
    expect(pathTest(path)(found)).toBe(expected);
  });

  it('is matched in time that grows with the path, however many ** it has', () => {
    const path = `${'**.a.'.repeat(30)}b`;
    expect(pathTest(path)(`${'a.'.repeat(5000)}c`)).toBe(false);
  });
});

describe('a filter', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  const reasonOf = (settings: Partial<Parameters<typeof createFilter>[0]>, given = finding()) =>
    createFilter({
      window: {},
      only: new Set(),
      skip: new Set(),
      allow: createAllowList([], now),
      baseline: undefined,
      ...settings,
    }).reasonToHide(given);

  it('keeps an entry on its last day and drops it on the next', () => {
    const entry = { rule: 'password', reason: 'fake', expires: '2026-11-21' };
    expect(reasonOf({ allow: createAllowList([entry], now) })).toBe('allowed');
    const tomorrow = createAllowList([entry], now + 86_400_000);
    expect(reasonOf({ allow: tomorrow })).toBeUndefined();
    expect(tomorrow.notes).toHaveLength(1);
  });

  it('asks that every condition of an entry holds', () => {
    const allow = createAllowList([{ rule: 'password', path: 'user.pin', reason: 'x' }], now);
    expect(reasonOf({ allow })).toBeUndefined();
    expect(reasonOf({ allow }, finding({ path: 'user.pin' }))).toBe('allowed');
  });

  it('lets a baseline know a finding whatever its file, line, column and index, and no other', () => {
    const update = updateBaseline(emptyBaseline());
    update.add(finding({ path: 'items.1.pin' }));
    const baseline = useBaseline(update.result(true), now);
    expect(reasonOf({ baseline }, finding({ path: 'items.9.pin', file: 'x.gz', line: 5, column: 1 }))).toBe('baseline');
    for (const change of [{ rule: 'token' }, { path: 'items.1.pan' }, { fingerprint: 'ff' }]) {
      expect(reasonOf({ baseline }, finding({ path: 'items.1.pin', ...change }))).toBeUndefined();
    }
  });
});

describe('a baseline', () => {
  it('refuses to hold more than anybody reviews, and says what to do instead', () => {
    const update = updateBaseline(emptyBaseline());
    const fill = (): void => {
      for (let at = 0; at <= 100_000; at++) update.add(finding({ fingerprint: String(at) }));
    };
    expect(fill).toThrow(/more than 100000 different values; allow the rule or the key path instead/);
  });
});
