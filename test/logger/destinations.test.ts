import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/logger/index.ts';
import { createLines } from '../support/log-lines.ts';

const folder = mkdtempSync(join(tmpdir(), 'logveil-'));
const secret = `${'hunter'}2-horse`;
afterAll(() => rmSync(folder, { recursive: true }));

const recordsOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

/** The worker writes when it likes. */
async function recordsWhen(file: string, count: number): Promise<Record<string, unknown>[]> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      const records = recordsOf(file);
      if (records.length >= count) return records;
    } catch {
      // Not there yet, or half a line.
    }
    await delay(50);
  }
  return recordsOf(file);
}

describe('a destination', () => {
  it('may be a path', async () => {
    const file = join(folder, 'path.log');
    createLogger({}, file).info({ password: secret }, 'x');
    expect(await recordsWhen(file, 1)).toMatchObject([{ msg: 'x' }]);
    expect(readFileSync(file, 'utf8')).not.toContain(secret);
  });

  it('may be a file descriptor', () => {
    const file = join(folder, 'fd.log');
    const descriptor = openSync(file, 'w');
    createLogger({}, descriptor).info('x');
    closeSync(descriptor);
    expect(recordsOf(file)).toMatchObject([{ msg: 'x' }]);
  });

  it('may be pino.destination', () => {
    const file = join(folder, 'destination.log');
    const destination = pino.destination({ dest: file, sync: true });
    const logger = createLogger({}, destination);
    logger.info('x');
    expect(recordsOf(file)).toMatchObject([{ msg: 'x' }]);
  });
});

describe('a transport', () => {
  it('may be pino’s, with targets by level and custom levels', async () => {
    const [all, errors, audits] = ['all', 'errors', 'audits'].map((name) => join(folder, `${name}.log`));
    const warnings: unknown[] = [];
    const listen = (warning: unknown): unknown => warnings.push(warning);
    process.on('warning', listen);
    const target = 'pino/file';
    const logger = createLogger({
      service: 'shop',
      level: 'debug',
      customLevels: { audit: 55 },
      transport: {
        targets: [
          { target, level: 'debug', options: { destination: all } },
          { target, level: 'error', options: { destination: errors } },
          { target, level: 'audit', options: { destination: audits } },
        ],
      },
    });
    logger.debug({ password: secret }, 'one');
    logger.error({ password: secret }, 'two');
    logger.audit('three');
    const messages = async (file: string | undefined, count: number) =>
      (await recordsWhen(file ?? '', count)).map(({ level, msg }) => [level, msg]);
    expect(await messages(all, 3)).toEqual([
      ['debug', 'one'],
      ['error', 'two'],
      ['audit', 'three'],
    ]);
    expect(await messages(errors, 2)).toEqual([
      ['error', 'two'],
      ['audit', 'three'],
    ]);
    expect(await messages(audits, 1)).toEqual([['audit', 'three']]);
    expect(readFileSync(all ?? '', 'utf8')).not.toContain(secret);
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });

  it('may be one target, or a stream from pino.transport', async () => {
    const [one, two] = [join(folder, 'one.log'), join(folder, 'two.log')];
    createLogger({ transport: { target: 'pino/file', options: { destination: one } } }).info('x');
    createLogger({}, pino.transport({ target: 'pino/file', options: { destination: two } })).info('y');
    expect(await recordsWhen(one, 1)).toMatchObject([{ level: 'info', msg: 'x' }]);
    expect(await recordsWhen(two, 1)).toMatchObject([{ level: 'info', msg: 'y' }]);
  });

  it('is refused when it is not there, or beside a destination', () => {
    expect(() => createLogger({ transport: { target: './no-such-transport.mjs' } })).toThrow('transport');
    expect(() => createLogger({ transport: { target: 'pino/file' } }, createLines())).toThrow(
      'cannot go with a destination',
    );
  });
});

describe('pretty', () => {
  it('prints for people, after the redaction', () => {
    const lines = createLines();
    const logger = createLogger({ pretty: { colorize: false }, clock: () => 0, customLevels: { audit: 35 } }, lines);
    logger.info({ password: secret, a: { b: 1 } }, 'order placed');
    logger.audit('seen');
    expect(lines.lines[0]).toMatch(/^\[.*\] INFO: order placed\n/);
    expect(lines.lines[0]).toContain('"b": 1');
    expect(lines.lines[1]).toMatch(/AUDIT: seen\n$/);
    expect(lines.lines.join('')).not.toContain(secret);
  });

  it('still flushes what lies behind', () => {
    const calls: string[] = [];
    const stream = { write: () => undefined, flushSync: () => calls.push('flushed') };
    createLogger({ pretty: true }, stream).fatal('x');
    expect(calls).toEqual(['flushed']);
  });
});
