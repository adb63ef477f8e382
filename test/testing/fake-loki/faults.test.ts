import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { FakeLokiSchedule } from '../../../src/testing/index.ts';
import { at, checkout, lines, push, startLoki } from './push.ts';

const line = (text: string): object => checkout([at(0), text]);

describe('a fault', () => {
  it('of kind down refuses connections and answers again on the same port', async () => {
    const loki = await startLoki();
    await push(loki, line('before'));
    await loki.fail({ kind: 'down', forMs: 100 });
    await expect(push(loki, line('during'))).rejects.toThrow('fetch failed');
    await loki.recovered();
    expect((await push(loki, line('after'))).status).toBe(204);
    expect(lines(loki)).toEqual(['before', 'after']);
  });

  it('of kind status answers what it is told to, with Retry-After if asked for, and stores nothing', async () => {
    const loki = await startLoki();
    await loki.fail([
      { kind: 'status', status: 429, requests: 1 },
      { kind: 'status', status: 429, retryAfter: 2, requests: 1 },
      { kind: 'status', status: 503, body: 'overloaded', requests: 1 },
    ]);
    const answers = [];
    for (let n = 0; n < 4; n++) answers.push(await push(loki, line('x')));
    expect(answers.map(({ status, retryAfter }) => [status, retryAfter])).toEqual([
      [429, null],
      [429, '2'],
      [503, null],
      [204, null],
    ]);
    expect(answers[2]?.text).toBe('overloaded\n');
    expect(loki.requests().map(({ stored }) => stored)).toEqual([0, 0, 0, 1]);
  });

  it('of kind slow stores and answers late', async () => {
    const loki = await startLoki();
    await loki.fail({ kind: 'slow', delayMs: 200 });
    const answer = push(loki, line('x'));
    await sleep(50);
    expect(loki.count()).toBe(0);
    expect((await answer).status).toBe(204);
    expect(loki.count()).toBe(1);
  });

  it.each([false, true])('of kind hang never answers; stored: %s', async (stored) => {
    const loki = await startLoki();
    await loki.fail({ kind: 'hang', stored, requests: 1 });
    const hanging = push(loki, line('x')).catch(() => 'cut off');
    while (loki.requests().length === 0) await sleep(5);
    expect(loki.count()).toBe(stored ? 1 : 0);
    expect(await Promise.race([hanging, sleep(100, 'no answer')])).toBe('no answer');
    expect((await push(loki, line('y'))).status).toBe(204);
    await loki.close();
    expect(await hanging).toBe('cut off');
  });

  it.each([false, true])('of kind reset ends the connection; stored: %s', async (stored) => {
    const loki = await startLoki();
    await loki.fail({ kind: 'reset', stored });
    await expect(push(loki, line('x'))).rejects.toThrow('fetch failed');
    expect(loki.requests()).toMatchObject([{ status: undefined, stored: stored ? 1 : 0, fault: 'reset' }]);
    await loki.heal();
    // The retry of a sender that had no answer does no harm.
    expect((await push(loki, line('x'))).status).toBe(204);
    expect(loki.count()).toBe(1);
  });

  it('may be decided push by push', async () => {
    const loki = await startLoki();
    await loki.fail(({ number }) => (number % 2 === 1 ? { kind: 'status', status: 503 } : undefined));
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await push(loki, line(String(n)))).status);
    expect(statuses).toEqual([503, 204, 503, 204]);
  });
});

describe('a schedule', () => {
  it('runs its phases one after the other, closing the port only when the push before has its answer', async () => {
    const loki = await startLoki();
    await loki.fail([
      { kind: 'status', status: 429, requests: 2 },
      { kind: 'down', forMs: 100 },
      { kind: 'status', status: 500, forMs: 100 },
    ]);
    const seen: (number | string)[] = [];
    let isOver = false;
    const over = loki.recovered().then(() => {
      isOver = true;
    });
    while (!isOver) {
      const answer = await push(loki, line('x')).catch(() => undefined);
      const status = answer?.status ?? 'refused';
      if (seen.at(-1) !== status || status === 429) seen.push(status);
      await sleep(5);
    }
    await over;
    expect(seen.filter((status) => status !== 204)).toEqual([429, 429, 'refused', 500]);
    expect((await push(loki, line('x'))).status).toBe(204);
  });

  it('is replaced by the next and ended by heal', async () => {
    const loki = await startLoki();
    await loki.fail({ kind: 'down' });
    await loki.fail({ kind: 'status', status: 503 });
    expect((await push(loki, line('x'))).status).toBe(503);
    await loki.heal();
    expect((await push(loki, line('x'))).status).toBe(204);
    await loki.recovered();
  });
});

describe('a schedule that means nothing', () => {
  it.each<[unknown, string]>([
    [{ kind: 'dwn' }, '[0].kind must be one of none, down, status, slow, hang, reset (did you mean "down"?)'],
    [[{ kind: 'none' }, { kind: 'status' }], '[1].status is missing'],
    [{ kind: 'slow', delayMs: 'long' }, '[0].delayMs must be a number >= 0, got a string of 4 characters'],
    [{ kind: 'down', requests: 3 }, '[0].requests is not an option'],
    [{ kind: 'hang', forMs: -1, storde: true }, '[0].storde is not an option (did you mean "stored"?)'],
    ['down', "[0] must be a phase such as { kind: 'down' }, got a string of 4 characters"],
  ])('is refused: %j', async (schedule, problem) => {
    const loki = await startLoki();
    await expect(loki.fail(schedule as FakeLokiSchedule)).rejects.toThrow(problem);
    expect((await push(loki, line('x'))).status).toBe(204);
  });
});
