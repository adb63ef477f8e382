import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIsoTime } from '../../src/record/index.ts';

describe('the time of a line', () => {
  it('is what Date says, for any sequence of times', () => {
    const someTime = fc.oneof(
      fc.integer({ min: -1e12, max: 4e12 }),
      fc.integer({ min: 1_795_000_000_000, max: 1_795_000_003_000 }),
    );
    fc.assert(
      fc.property(fc.array(someTime, { minLength: 1 }), (times) => {
        let now = 0;
        const time = createIsoTime(() => now);
        for (const each of times) {
          now = each;
          expect(time()).toBe(`,"time":"${new Date(each).toISOString()}"`);
        }
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 9e15])('is the system time when the clock says %s', (bad) => {
    expect(createIsoTime(() => bad)()).toMatch(/^,"time":"\d{4}-\d\d-\d\dT[\d:.]+Z"$/);
  });

  it('recovers when the clock does', () => {
    let now = Number.NaN;
    const time = createIsoTime(() => now);
    time();
    now = 0;
    expect(time()).toBe(',"time":"1970-01-01T00:00:00.000Z"');
  });
});
