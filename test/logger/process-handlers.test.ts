import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger, installProcessHandlers } from '../../src/index.ts';

/** Real processes that really die, with what is built in `dist`. */

const dist = new URL('../../dist/', import.meta.url).href;
const prelude = `
import { createLogger, installProcessHandlers } from '${dist}index.js';
import { runWithContext } from '${dist}context/index.js';
import { pino } from '${new URL('../../node_modules/pino/pino.js', import.meta.url).href}';
`;

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'logveil-process-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly records: Readonly<Record<string, unknown>>[];
  readonly stdout: string;
}

/** Runs a program that logs to a file; once it says `ready`, it may be sent a signal. */
async function run(program: string, signal?: NodeJS.Signals): Promise<Ended> {
  const [file, log] = [join(directory, 'program.mjs'), join(directory, 'lines.log')];
  writeFileSync(log, '');
  writeFileSync(file, `${prelude}const file = ${JSON.stringify(log)};\n${program}`);
  const child: ChildProcess = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
    if (signal !== undefined && stdout.includes('ready')) child.kill(signal);
  });
  const [code, by] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (exitCode, exitSignal) => resolve([exitCode, exitSignal]));
  });
  const text = readFileSync(log, 'utf8').trim();
  return { code, signal: by, stdout, records: text === '' ? [] : text.split('\n').map((line) => JSON.parse(line)) };
}

const buffered = `
const logger = createLogger({ service: 'shop' }, pino.destination({ dest: file, sync: false, minLength: 8192 }));
`;

describe('installProcessHandlers', () => {
  it('logs an uncaught exception at fatal with the id of its request, and exits with 1', async () => {
    const { code, records } = await run(`${buffered}
      installProcessHandlers({ logger });
      logger.info('before');
      runWithContext({ correlation_id: 'order-17' }, () => setTimeout(() => { throw new Error('password=hunter2fake'); }, 5));
    `);
    expect(code).toBe(1);
    expect(records).toMatchObject([
      { msg: 'before' },
      { level: 'fatal', msg: 'uncaught exception', correlation_id: 'order-17', err: { type: 'Error' } },
    ]);
    expect(JSON.stringify(records)).not.toContain('hunter2fake');
  });

  it('logs an unhandled rejection in the same way', async () => {
    const { code, records } = await run(`${buffered}
      installProcessHandlers({ logger });
      runWithContext({ correlation_id: 'order-18' }, async () => { await null; throw new Error('rejected'); });
    `);
    expect(code).toBe(1);
    expect(records).toMatchObject([{ level: 'fatal', msg: 'unhandled rejection', correlation_id: 'order-18' }]);
  });

  it.each(['undefined', 'null', '17', 'Symbol("x")', '{ toString() { throw 1 } }'])(
    'survives that %s is thrown',
    async (thrown) => {
      const { code, records } = await run(`${buffered}
      installProcessHandlers({ logger });
      setTimeout(() => { throw ${thrown}; }, 1);
    `);
      expect(code).toBe(1);
      expect(records).toMatchObject([{ level: 'fatal', msg: 'uncaught exception' }]);
    },
  );

  it.each(['SIGTERM', 'SIGINT'] as const)('flushes on %s, and lets the signal end the process', async (name) => {
    const { signal, records } = await run(
      `${buffered}
      installProcessHandlers({ logger });
      logger.info('kept');
      setInterval(() => {}, 1000);
      console.log('ready');`,
      name,
    );
    expect(signal).toBe(name);
    expect(records).toMatchObject([{ msg: 'kept' }]);
  });

  it('leaves the end to an application that listens for the signal as well', async () => {
    const { code, signal, records, stdout } = await run(
      `${buffered}
      installProcessHandlers({ logger });
      process.on('SIGTERM', () => setTimeout(() => { console.log('closed'); process.exit(7); }, 100));
      logger.info('kept');
      setInterval(() => {}, 1000);
      console.log('ready');`,
      'SIGTERM',
    );
    expect([code, signal]).toEqual([7, null]);
    expect(stdout).toContain('closed');
    expect(records).toMatchObject([{ msg: 'kept' }]);
  });

  it('does not wait for ever for a destination that is stuck', async () => {
    const started = Date.now();
    const { code } = await run(`
      const stuck = { write() {}, flush(callback) {} };
      const logger = createLogger({}, stuck);
      installProcessHandlers({ logger, flushWithinMs: 200 });
      setTimeout(() => { throw new Error('x'); }, 1);
      setInterval(() => {}, 1000);
    `);
    expect(code).toBe(1);
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('waits for a flush that answers with a promise', async () => {
    const { code, stdout } = await run(`
      const logger = createLogger({}, { write() {} });
      logger.flush = ({ timeoutMs }) => new Promise((resolve) => setTimeout(() => { console.log('flushed', timeoutMs); resolve(); }, 50));
      installProcessHandlers({ logger, flushWithinMs: 1500 });
      setTimeout(() => { throw new Error('x'); }, 1);
    `);
    expect(code).toBe(1);
    expect(stdout).toContain('flushed 1500');
  });

  it('installs nothing by itself, and can be taken away', () => {
    const counts = (): number[] =>
      ['uncaughtException', 'unhandledRejection', 'SIGTERM', 'SIGINT'].map((name) => process.listenerCount(name));
    const before = counts();
    const logger = createLogger({}, { write: () => undefined });
    expect(counts()).toEqual(before);
    const remove = installProcessHandlers({ logger });
    expect(counts()).toEqual(before.map((count) => count + 1));
    remove();
    expect(counts()).toEqual(before);
  });

  it('refuses wrong options, all at once', () => {
    const options = { loger: 1, flushWithinMs: -1, signals: ['TERM'] };
    expect(() => installProcessHandlers(options as never)).toThrow(
      /4 problems[\s\S]*loger is not an option \(did you mean "logger"\?\)[\s\S]*logger must[\s\S]*flushWithinMs must[\s\S]*signals must/,
    );
  });
});
