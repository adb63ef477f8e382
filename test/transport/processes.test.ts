import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeLoki, type FakeLoki } from '../../src/testing/index.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { type Program, startProgram } from './run-program.ts';
import { numbersOf, startShipper, until } from './support.ts';

// The programs use the build, as their users do: `npm run build` first. Nobody listens at this address.
const nowhere = 'http://127.0.0.1:9';

describe('a process that logs 1,000 lines while the endpoint is away', () => {
  it.each([
    'natural',
    'exit',
    'throw',
    'abort',
    'running out of memory',
    'SIGTERM',
    'SIGKILL',
    'handler',
    'blocked',
    'callback',
  ])('leaves all of them to the next one when it ends by %s', { timeout: 40_000 }, async (end) => {
    const directory = tempDirectory();
    const options = { url: nowhere, directory, count: 1_000, end };
    const { stderr } = await startProgram('logging', options, { flags: ['--max-old-space-size=64'] }).ended;
    if (end === 'running out of memory') expect(stderr).toContain('heap out of memory');
    const loki = await startLoki();
    await recover(directory, loki, 1_000);
    expect(numbersOf(loki.entries())).toEqual(numbers(1_000));
  });
});

describe('the end of a process', () => {
  it.each(['natural', 'exit'])(
    'by %s is not held up by an endpoint that never answers',
    { timeout: 40_000 },
    async (end) => {
      const loki = await startLoki();
      await loki.fail({ kind: 'hang' });
      const directory = tempDirectory();
      const program = startProgram('logging', { url: loki.url, directory, count: 1_000, confirm: true, end });
      await until(() => program.confirmed.length === 1_000, 'all is logged', 30_000);
      const logged = performance.now();
      const { code } = await program.ended;
      expect(code).toBe(0);
      // Waiting for an answer would take 10 seconds.
      expect(performance.now() - logged).toBeLessThan(9_000);
      await loki.heal();
      await recover(directory, loki, 1_000);
      expect(numbersOf(loki.entries())).toEqual(numbers(1_000));
    },
  );

  it('after close() has delivered everything, and leaves an empty spool', { timeout: 40_000 }, async () => {
    const loki = await startLoki();
    const directory = tempDirectory();
    const options = { url: loki.url, directory, count: 20_000, end: 'close', closeWithinMs: 30_000 };
    const { stderr, code } = await startProgram('logging', options).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stderr)).toMatchObject({
      state: 'delivered',
      stats: { delivery: { delivered: 20_000, refused: 0 } },
    });
    expect(numbersOf(loki.entries())).toEqual(numbers(20_000));
    expect(readdirSync(directory)).toEqual([]);
  });

  it('after close() keeps to its deadline when nobody answers, never blocks, and says that lines are spooled', {
    timeout: 40_000,
  }, async () => {
    const loki = await startLoki();
    await loki.fail({ kind: 'hang' });
    const directory = tempDirectory();
    const { stderr } = await startProgram('logging', { url: loki.url, directory, count: 1_000, end: 'close' }).ended;
    const { state, took, turns } = JSON.parse(stderr);
    expect(state).toBe('spooled');
    expect(took).toBeLessThan(8_000);
    // Of the two seconds that close waits, the loop turned all the time: 200 turns would be all there can be.
    expect(turns).toBeGreaterThan(20);
    await loki.heal();
    await recover(directory, loki, 1_000);
    expect(numbersOf(loki.entries())).toEqual(numbers(1_000));
  });
});

// `npm run soak` does the same with 1,000,000 lines at 20,000 a second.
describe('60,000 lines at full speed to an endpoint that is slow', () => {
  it('all arrive once and in order, in a process that is at most 100 MB larger than one without a spool', {
    timeout: 90_000,
  }, async () => {
    const load = { count: 60_000, pauseEvery: 1_000, end: 'close', closeWithinMs: 60_000 };
    const plain = await startProgram('logging', { ...load, spooled: false, local: fileIn(tempDirectory()) }).ended;
    const loki = await startLoki();
    await loki.fail({ kind: 'slow', delayMs: 200 });
    const directory = tempDirectory();
    const local = fileIn(tempDirectory());
    const spooling = await startProgram('logging', { ...load, url: loki.url, directory, local }).ended;
    const { state, peakBytes, stats } = JSON.parse(spooling.stderr);
    expect({ state, ...stats.delivery }).toMatchObject({
      state: 'delivered',
      delivered: 60_000,
      dropped_spool_full: 0,
    });
    expect(numbersOf(loki.entries())).toEqual(numbers(60_000));
    expect(linesOf(local)).toBe(60_000);
    expect(peakBytes - JSON.parse(plain.stderr).peakBytes).toBeLessThan(100e6);
  });
});

describe('kill -9 at random moments', () => {
  it('loses no line whose log call had returned, delivers none that was not logged, and keeps the order', {
    timeout: 90_000,
  }, async () => {
    const loki = await startLoki();
    const directory = tempDirectory();
    const confirmed: number[] = [];
    let from = 0;
    for (let round = 0; round < 6; round++) {
      const program = startProgram('logging', {
        url: loki.url,
        directory,
        count: 1e6,
        from,
        pauseEvery: 50,
        confirm: true,
        end: 'wait',
      });
      await until(() => program.confirmed.length > 0, 'the program logs', 30_000);
      await sleep(Math.random() * 600);
      program.child.kill('SIGKILL');
      await program.ended;
      confirmed.push(...program.confirmed);
      from += 1e6;
    }
    await recover(directory, loki);
    const arrived = numbersOf(loki.entries());
    expect(confirmed.length).toBeGreaterThan(100);
    const there = new Set(arrived);
    expect(confirmed.filter((number) => !there.has(number))).toEqual([]);
    expect(there.size).toBe(arrived.length);
    expect(arrived).toEqual([...arrived].sort((a, b) => a - b));
    // The call that was under way may have been spooled already: one line for each process at most.
    expect(arrived.length - confirmed.length).toBeLessThanOrEqual(6);
  });
});

describe('two processes on one spool', () => {
  it('deliver what is theirs, and the one that lives delivers what the dead one left', {
    timeout: 60_000,
  }, async () => {
    const loki = await startLoki();
    const directory = tempDirectory();
    await loki.fail({ kind: 'down' });
    const dying = startProgram('logging', { url: loki.url, directory, count: 3_000, confirm: true, end: 'wait' });
    const living = startProgram('logging', {
      url: loki.url,
      directory,
      count: 3_000,
      from: 10_000,
      confirm: true,
      end: 'wait',
    });
    await until(() => bothHaveLogged([dying, living], 3_000), 'both have logged', 30_000);
    dying.child.kill('SIGKILL');
    await dying.ended;
    await loki.heal();
    await until(() => loki.count() === 6_000, 'all have arrived', 30_000);
    const arrived = numbersOf(loki.entries());
    expect([...arrived].sort((a, b) => a - b)).toEqual([
      ...numbers(3_000),
      ...numbers(3_000).map((number) => number + 10_000),
    ]);
    for (const own of [(number: number) => number < 10_000, (number: number) => number >= 10_000]) {
      const part = arrived.filter(own);
      expect(part).toEqual([...part].sort((a, b) => a - b));
    }
    await until(() => readdirSync(directory).length === 1, "the dead one's folder is cleared away");
  });
});

describe('the target logveil/loki', () => {
  it('cleans and delivers lines of a plain pino, all of them by the natural end', { timeout: 40_000 }, async () => {
    const loki = await startLoki();
    const directory = tempDirectory();
    const { code, stderr } = await startProgram('plain-pino', { url: loki.url, directory, count: 1_000 }).ended;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(numbersOf(loki.entries())).toEqual(numbers(1_000));
    const [entry] = loki.entries();
    expect(entry?.line).toContain('[REDACTED:password]');
    expect(entry).toMatchObject({ labels: { service_name: 'checkout', env: 'test' }, detectedLevel: 'warn' });
  });

  it('leaves them in the spool when the endpoint is away', { timeout: 40_000 }, async () => {
    const directory = tempDirectory();
    await startProgram('plain-pino', { url: nowhere, directory, count: 1_000 }).ended;
    const loki = await startLoki();
    await recover(directory, loki, 1_000);
    expect(numbersOf(loki.entries())).toEqual(numbers(1_000));
  });
});

function fileIn(directory: string): string {
  return join(directory, 'app.log');
}

function linesOf(path: string): number {
  return readFileSync(path, 'utf8').trimEnd().split('\n').length;
}

function bothHaveLogged(programs: readonly Program[], count: number): boolean {
  return programs.every(({ confirmed }) => confirmed.length === count);
}

async function startLoki(): Promise<FakeLoki> {
  const loki = await createFakeLoki({
    limits: { rateBytes: 1e9, burstBytes: 1e9, streamRateBytes: 1e9, streamBurstBytes: 1e9 },
  });
  onTestFinished(() => loki.close());
  return loki;
}

/** What the next process would do: takes what dead ones left, until so many lines have come or nothing is left. */
async function recover(directory: string, loki: FakeLoki, lines?: number): Promise<void> {
  const { stop } = await startShipper(directory, loki.url);
  const isEmpty = (): boolean => readdirSync(directory).every((name) => !name.startsWith('w-'));
  const isDone = (): boolean => (lines === undefined ? isEmpty() : loki.count() >= lines);
  await until(isDone, 'what was left is delivered', 30_000);
  await stop();
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}
