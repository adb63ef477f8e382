import { chmodSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createFakeLoki } from '../../src/testing/index.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { startProgram } from './run-program.ts';
import { numbersOf, startShipper, until } from './support.ts';

// A limit on the size of files, as `ulimit -f` sets it, makes the kernel cut a write short and then refuse the rest, as
// a full disk does; and it can be had without being root.
describe('a process whose files may not grow', () => {
  it('takes back what was cut short, goes on in the next file, and delivers every line once', {
    timeout: 60_000,
  }, async () => {
    const directory = tempDirectory();
    const options = { url: 'http://127.0.0.1:9', directory, count: 300, pauseEvery: 1, end: 'close' };
    const { ended } = startProgram('logging', { ...options, loki: { ship: false, local: false } }, { fileBlocks: 20 });
    const { stderr } = await ended;
    expect(stderr).toContain('LOGVEIL_SPOOL_FAILED');
    expect(JSON.parse(stderr.slice(stderr.lastIndexOf('{"state"')))).toMatchObject({ state: 'spooled' });
    const sizes = segmentSizes(directory);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20 * 1024);
    const loki = await createFakeLoki();
    onTestFinished(() => loki.close());
    const shipper = await startShipper(directory, loki.url);
    onTestFinished(() => shipper.stop());
    await until(() => loki.count() === 300);
    expect(numbersOf(loki.entries())).toEqual(Array.from({ length: 300 }, (_, number) => number));
    expect(shipper.counters).toMatchObject({ damaged: 0, refused: 0 });
  });
});

// Neither can be made, not even by root, and no test can leave anything behind there.
describe('a process whose spool directory can never be made', () => {
  it.each([
    ['below a file', '/dev/null/spool', 'ENOTDIR'],
    ['below /proc', '/proc/logveil/spool', 'ENOENT'],
  ])('because it is %s logs on, writes every line to its file, and says so in health()', async (_, directory, code) => {
    const loki = await createFakeLoki();
    onTestFinished(() => loki.close());
    const local = join(tempDirectory(), 'app.log');
    const options = { url: loki.url, directory, count: 1_000, pauseEvery: 10, local, end: 'close', closeWithinMs: 200 };
    const { stderr, code: exitCode } = await startProgram('logging', options).ended;
    expect(exitCode).toBe(0);
    expect(numbersOf(linesIn(local))).toEqual(Array.from({ length: 1_000 }, (_each, number) => number));
    expect(stderr).toContain('LOGVEIL_SPOOL_FAILED');
    expect(JSON.parse(stderr.slice(stderr.lastIndexOf('{"state"')))).toMatchObject({
      state: 'memory',
      health: {
        isOk: false,
        destination: { isWritable: true },
        delivery: { spool: { isWritable: false, errorCode: code, linesInMemory: 1_000 } },
      },
    });
    expect(loki.count()).toBe(0);
  });
});

describe('a process that may not write to its spool directory', () => {
  it('logs on, and delivers everything by itself once it may', { timeout: 40_000 }, async () => {
    const loki = await createFakeLoki();
    onTestFinished(() => loki.close());
    const directory = tempDirectory();
    const local = join(tempDirectory(), 'app.log');
    chmodSync(directory, 0o500);
    const options = { url: loki.url, directory, count: 500, local, confirm: true, end: 'wait' };
    const { child, confirmed } = startProgram('logging', options, { obeysModes: true });
    let stderr = '';
    child.stderr?.on('data', (chunk) => {
      stderr += chunk;
    });
    await until(() => confirmed.length === 500, 'all is logged');
    await until(() => stderr.includes('EACCES'), 'it is told');
    expect(linesIn(local)).toHaveLength(500);
    expect([loki.count(), segmentSizes(directory)]).toEqual([0, []]);
    chmodSync(directory, 0o700);
    await until(() => loki.count() === 500, 'all is delivered');
    expect(numbersOf(loki.entries())).toEqual(Array.from({ length: 500 }, (_, number) => number));
  });
});

function linesIn(path: string): { readonly line: string }[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => ({ line }));
}

function segmentSizes(directory: string): number[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.seg'))
    .map((name) => statSync(join(directory, name)).size);
}
