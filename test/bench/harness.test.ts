import { describe, expect, it } from 'vitest';
import { compare, summary } from '../../bench/harness.mjs';

/** Clocks that only move when a contender says how long it took. */
function handMadeClocks() {
  const now = { wall: 0, cpu: 0 };
  const take = (wall: number, cpu: number) => () => {
    now.wall += wall;
    now.cpu += cpu;
  };
  return { now, take, clocks: { wall: () => now.wall, cpu: () => now.cpu } };
}

const short = { rounds: 5, slices: 4, sliceMs: 0.01, warmUpMs: 0.1 };

describe('the bench harness', () => {
  it('gives speeds as multiples of the first contender, by wall clock and by processor time', () => {
    const { take, clocks } = handMadeClocks();
    const { contenders } = compare({
      contenders: [
        { name: 'bare', call: take(100, 80) },
        { name: 'dear', call: take(250, 100) },
      ],
      clocks,
      ...short,
    });
    expect(contenders.map(({ name }) => name)).toEqual(['bare', 'dear']);
    expect(contenders[0]?.speed).toEqual({ median: 1, low: 1, high: 1 });
    expect(contenders[1]?.speed.median).toBeCloseTo(0.4);
    expect(contenders[1]?.cpuSpeed.median).toBeCloseTo(0.8);
    expect(contenders[1]?.nanoseconds.median).toBeCloseTo(250);
  });

  it('is not misled by rounds in which the whole machine is slow', () => {
    const { now, take, clocks } = handMadeClocks();
    let slowness = 1;
    const slowed = (wall: number) => () => take(wall * slowness, wall)();
    const { contenders } = compare({
      contenders: [
        { name: 'bare', call: slowed(100) },
        { name: 'dear', call: slowed(200) },
      ],
      clocks,
      ...short,
      afterRound: (round) => {
        slowness = round % 2 === 0 ? 7 : 1;
      },
    });
    expect(now.wall).toBeGreaterThan(now.cpu);
    expect(contenders[1]?.speed.low).toBeCloseTo(0.5);
    expect(contenders[1]?.speed.high).toBeCloseTo(0.5);
  });

  it('stops when a round has left something wrong behind', () => {
    const { take, clocks } = handMadeClocks();
    const run = () =>
      compare({
        contenders: [{ name: 'bare', call: take(100, 100) }],
        clocks,
        ...short,
        afterRound: () => {
          throw new Error('a secret is left');
        },
      });
    expect(run).toThrow('a secret is left');
  });

  it('sums values up as their median and middle half', () => {
    expect(summary([5, 1, 2, 4, 3])).toEqual({ median: 3, low: 2, high: 4 });
    expect(summary([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75 });
  });
});
