import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tempDirectory } from '../../support/temp-files.ts';
import { filesIn, linesIn } from './files.ts';

const root = new URL('../../../', import.meta.url).pathname;
const door = new URL('../../../dist/transport/file/index.js', import.meta.url).href;

/** A process that writes numbered lines as fast as it can, and says on standard output how far it is. */
const writer = `
import { writeSync } from 'node:fs';
import { createFileDestination } from '${door}';
const [path, name, options, pauseMs] = process.argv.slice(1);
const file = createFileDestination({ path, ...JSON.parse(options) });
let n = 0;
function some() {
  for (let i = 0; i < 200; i++) {
    const line = JSON.stringify({ level: 'info', name, n, filler: 'x'.repeat(n % 500) });
    file.write(line + '\\n');
    writeSync(1, n++ + '\\n');
  }
  setTimeout(some, Number(pauseMs));
}
some();
`;

/** A process that puts the file aside with its second line, and closes. */
const closer = `
import { createFileDestination } from '${door}';
const file = createFileDestination({ path: process.argv[1], maxBytes: 1_000 });
for (let n = 0; n < 2; n++) file.write(JSON.stringify({ name: 'closing', n, filler: 'x'.repeat(600) }) + '\\n');
await file.close();
`;

interface Writer {
  readonly name: string;
  readonly child: ChildProcess;
  /** The number of the last line whose write has returned. */
  last(): number;
}

function startWriter(path: string, name: string, options: object, pauseMs = 1): Writer {
  const args = ['--input-type=module', '-e', writer, path, name, JSON.stringify(options), String(pauseMs)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said = (said + chunk).slice(-64);
  });
  return { name, child, last: () => (said.includes('\n') ? Number(said.trimEnd().split('\n').at(-1)) : -1) };
}

async function kill({ child }: Writer): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

/** Numbers of a writer's lines that are in the directory; throws for a line that is torn, but for the last of a process. */
function numbersOf(directory: string, name: string): number[] {
  const numbers: number[] = [];
  for (const line of linesIn(directory)) {
    const record = recordOf(line);
    if (record?.name === name) numbers.push(record.n);
  }
  return numbers.sort((a, b) => a - b);
}

function recordOf(line: string): { name: string; n: number } | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function tornLines(directory: string): string[] {
  return linesIn(directory).filter((line) => recordOf(line) === undefined);
}

function upTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, n) => n);
}

describe('a process that is killed with kill -9 while files rotate', () => {
  it('has lost no line whose write returned, time after time', { timeout: 60_000 }, async () => {
    const directory = tempDirectory();
    const path = join(directory, 'app.log');
    for (let round = 0; round < 8; round++) {
      const name = `round ${round}`;
      const process = startWriter(path, name, { maxBytes: 20_000 });
      await until(() => process.last() > 100);
      await sleep(30 * round);
      await kill(process);
      const numbers = numbersOf(directory, name);
      // The line that was being written may be whole as well.
      expect(numbers).toEqual(upTo(Math.max(process.last(), numbers.at(-1) ?? 0)));
      expect(numbers.length - 1 - process.last()).toBeLessThanOrEqual(1);
    }
    expect(tornLines(directory).length).toBeLessThanOrEqual(8);
    expect(filesIn(directory).size).toBeGreaterThan(20);
  });

  it('leaves compression to the next process, which completes it', { timeout: 60_000 }, async () => {
    const directory = tempDirectory();
    const path = join(directory, 'app.log');
    const first = startWriter(path, 'first', { maxBytes: 500_000 });
    await until(() => readdirSync(directory).some((name) => name.includes('.gz')));
    await kill(first);
    const left = rotatedPlain(directory);
    const second = startWriter(path, 'second', { maxBytes: 500_000 }, 100);
    await until(() => left.every((name) => !readdirSync(directory).includes(name)));
    await kill(second);
    const numbers = numbersOf(directory, 'first');
    expect(numbers).toEqual(upTo(Math.max(first.last(), numbers.at(-1) ?? 0)));
  });
});

describe('processes that share a file', () => {
  it('lose and tear no line while all of them rotate, compress and die', { timeout: 60_000 }, async () => {
    const directory = tempDirectory();
    const path = join(directory, 'app.log');
    const writers = ['a', 'b', 'c'].map((name) => startWriter(path, name, { maxBytes: 200_000 }, 5));
    await until(() => writers.every(({ last }) => last() > 1000));
    // Until files have been compressed under the eyes of the others.
    await until(() => readdirSync(directory).filter((name) => name.endsWith('.gz')).length > 3);
    for (const process of writers) await kill(process);
    for (const { name, last } of writers) {
      const numbers = numbersOf(directory, name);
      expect(numbers.length - 1 - last()).toBeLessThanOrEqual(1);
      expect(numbers).toEqual(upTo(Math.max(last(), numbers.at(-1) ?? 0)));
    }
    expect(tornLines(directory).length).toBeLessThanOrEqual(3);
  });

  it('lose no line when one of them closes at once after it has put the file aside', { timeout: 60_000 }, async () => {
    const directory = tempDirectory();
    const path = join(directory, 'app.log');
    const staying = startWriter(path, 'staying', {}, 200);
    await until(() => staying.last() > 1000);
    for (let round = 0; round < 5; round++) {
      const args = ['--input-type=module', '-e', closer, path];
      const closing = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      await once(closing, 'close');
    }
    await kill(staying);
    const numbers = numbersOf(directory, 'staying');
    expect(numbers).toEqual(upTo(Math.max(staying.last(), numbers.at(-1) ?? 0)));
    expect(readdirSync(directory).filter((name) => name.endsWith('.gz')).length).toBeGreaterThan(4);
  });
});

describe('logrotate', { timeout: 60_000 }, () => {
  it('moves the file and sends SIGHUP: the next line is in a new file, and nothing is lost', async () => {
    const directory = tempDirectory();
    const path = join(directory, 'app.log');
    const process = startWriter(path, 'a', { reopenOn: 'SIGHUP' });
    for (let round = 1; round <= 5; round++) {
      const before = process.last();
      await until(() => process.last() > before);
      renameSync(path, `${path}.${round}`);
      process.child.kill('SIGHUP');
      await until(() => readdirSync(directory).includes('app.log'));
    }
    await kill(process);
    expect(filesIn(directory).size).toBe(6);
    const numbers = numbersOf(directory, 'a');
    expect(numbers).toEqual(upTo(Math.max(process.last(), numbers.at(-1) ?? 0)));
  });
});

describe('a disk that is full', { timeout: 60_000 }, () => {
  // The limit on a file's size cuts a write short as a full disk does, and can be had without one.
  it('tears no line but the one that did not fit, and logging goes on when there is room', () => {
    const directory = tempDirectory();
    const program = `
      import { truncateSync } from 'node:fs';
      import { createLogger } from 'logveil';
      import { createFileDestination } from 'logveil/file';
      const path = ${JSON.stringify(join(directory, 'app.log'))};
      let now = Date.now();
      const file = createFileDestination({ path, clock: () => now });
      const logger = createLogger({ timestamp: false, onInternalError: () => {} }, file);
      for (let n = 0; n < 30; n++) logger.info({ n, filler: 'x'.repeat(50) });
      truncateSync(path, 0);
      now += 1000;
      logger.info('room again');
      console.log(JSON.stringify(logger.stats()));
    `;
    const script = `ulimit -f 2; exec "${process.execPath}" --input-type=module -e "$PROGRAM"`;
    const env = { ...process.env, PROGRAM: program };
    const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: root, env, encoding: 'utf8' });
    const { lines, refused } = JSON.parse(stdout);
    expect([lines + refused, refused > 10]).toEqual([31, true]);
    // What did not fit is on standard error, whole and in order.
    const fallback = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(fallback.map(({ n }) => n)).toEqual(upTo(29).slice(-refused));
    expect(fallback[0].log_error).toBe('LOGVEIL_WRITE_FAILED');
    expect(linesIn(directory)).toEqual(['{"level":"info","msg":"room again"}']);
  });
});

function rotatedPlain(directory: string): string[] {
  return readdirSync(directory).filter((name) => /^app-.*\.log$/.test(name));
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
