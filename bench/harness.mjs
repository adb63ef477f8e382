/**
 * Compares functions in one process. The machine may be busy with other things, so contenders take turns in slices of
 * a few milliseconds, the order is reversed from slice to slice, and what counts is the median over rounds of the
 * ratio of times within a round: what slows a round down slows all contenders of it. Processor time is taken beside
 * wall-clock time, because it does not count the time in which somebody else had the core.
 */

/** Nanoseconds, each from any start. Tests pass their own. */
export const systemClocks = {
  wall: () => Number(process.hrtime.bigint()),
  cpu: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) * 1000;
  },
};

/**
 * @param {object} options
 * @param {{ name: string, call: () => unknown }[]} options.contenders the first one is what the others are held against
 * @param {number} [options.rounds]
 * @param {number} [options.slices] turns of each contender in a round
 * @param {number} [options.sliceMs]
 * @param {number} [options.warmUpMs] for each contender
 * @param {(round: number) => void} [options.afterRound] may throw, for example when the output is not what it should be
 * @param {typeof systemClocks} [options.clocks]
 * @returns speeds of all contenders as multiples of the first one's, and their time for a call
 */
export function compare({ contenders, clocks = systemClocks, afterRound, ...plan }) {
  // Optimised code settles after a second or more on a busy machine: compiling is work for other threads.
  const { rounds = 21, slices = 20, sliceMs = 3, warmUpMs = 1500 } = plan;
  const runners = contenders.map(({ name, call }) => ({ name, loop: loopOf(call), count: 1, wall: [], cpu: [] }));
  for (const runner of runners) runner.count = calibrate(runner.loop, { clocks, sliceMs, warmUpMs });
  // Each warm-up teaches shared code something new, so the first round does not count.
  playRound(runners, slices, clocks);
  for (const { wall, cpu } of runners) wall.length = cpu.length = 0;
  for (let round = 0; round < rounds; round++) {
    playRound(runners, slices, clocks);
    afterRound?.(round);
  }
  const [base] = runners;
  return {
    rounds,
    slices,
    sliceMs,
    contenders: runners.map((runner) => ({
      name: runner.name,
      nanoseconds: summary(runner.wall),
      speed: summary(ratios(base.wall, runner.wall)),
      cpuSpeed: summary(ratios(base.cpu, runner.cpu)),
    })),
  };
}

/** Code of its own for each contender: a shared loop would learn all their calls and make each of them slower. */
function loopOf(call) {
  return new Function('call', 'return (count) => { for (let turn = 0; turn < count; turn++) call(); }')(call);
}

/** Warms a contender up and says how many calls fill a slice. */
function calibrate(loop, { clocks, sliceMs, warmUpMs }) {
  const start = clocks.wall();
  let count = 1;
  for (;;) {
    const before = clocks.wall();
    loop(count);
    const took = Math.max(1, clocks.wall() - before);
    const fitting = Math.max(1, Math.round((count * sliceMs * 1e6) / took));
    if (clocks.wall() - start >= warmUpMs * 1e6) return fitting;
    // At most ten times more: the first calls are slow, and clocks are coarse.
    count = Math.min(fitting, count * 10);
  }
}

function playRound(runners, slices, clocks) {
  const sums = runners.map(() => ({ wall: 0, cpu: 0 }));
  for (let slice = 0; slice < slices; slice++) {
    for (let turn = 0; turn < runners.length; turn++) {
      const index = slice % 2 === 0 ? turn : runners.length - 1 - turn;
      const { loop, count } = runners[index];
      const [wall, cpu] = [clocks.wall(), clocks.cpu()];
      loop(count);
      sums[index].cpu += clocks.cpu() - cpu;
      sums[index].wall += clocks.wall() - wall;
    }
  }
  for (const [index, runner] of runners.entries()) {
    runner.wall.push(sums[index].wall / (slices * runner.count));
    runner.cpu.push(sums[index].cpu / (slices * runner.count));
  }
}

function ratios(base, own) {
  return base.map((time, round) => time / own[round]);
}

/** The median and the middle half of the values. */
export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

/** Linear between the two nearest values. */
function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}
