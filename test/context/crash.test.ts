import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, 'programs/crash.mjs');

describe('the last line of a process', () => {
  it.each([
    ['at once', 'uncaughtException'],
    ['in a timer', 'uncaughtException'],
    ['in nextTick', 'uncaughtException'],
    ['in a callback of fs', 'uncaughtException'],
    ['in a promise', 'unhandledRejection'],
    ['in an async function', 'unhandledRejection'],
  ])('has the id of the request whose handler crashed %s (%s)', (way, event) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, way], {
      encoding: 'utf8',
      timeout: 15_000,
    });
    expect([status, stderr]).toEqual([70, '']);
    const records = stdout
      .trim()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
    expect(records.map(({ correlation_id }) => correlation_id)).toEqual(['other', 'the-one', 'the-one']);
    expect(records.at(-1)).toMatchObject({ level: 'fatal', event, err: { message: 'crashed' } });
  });
});
