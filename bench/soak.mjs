/**
 * `npm run soak [-- NAME…]`: outages in real time. A process logs through `createLogger({ loki })` with its default
 * settings, and a strict stand-in for Loki says what arrived. Takes about five minutes and writes its table into
 * `docs/numbers.md`. The tests run the same schedules with shorter waits.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeSection } from './numbers.mjs';
import { report, resultsFolder, table } from './report.mjs';
import { repository, subject } from './subject.mjs';

const { createFakeLoki } = await subject('testing/index');
const outage = [
  { kind: 'down', forMs: 10_000 },
  { kind: 'status', status: 429, forMs: 10_000 },
];
const unlimited = { rateBytes: 1e12, burstBytes: 1e12, streamRateBytes: 1e12, streamBurstBytes: 1e12 };
const wide = 'x'.repeat(600);

const scenarios = {
  'paced outage': ['20,000 at 1,000/s; down 10 s, 429 10 s', { lines: 20_000, perSecond: 1_000 }, { schedule: outage }],
  'burst outage': ['20,000 in one burst, same schedule', { lines: 20_000, perSecond: 0 }, { schedule: outage }],
  'slow outage': ['4,400 at 200/s, same schedule', { lines: 4_400, perSecond: 200 }, { schedule: outage }],
  burst: ['20,000 in one burst, healthy', { lines: 20_000, perSecond: 0 }, {}],
  paced: [
    '50,000 at 5,000/s, healthy, 200 ms answers',
    { lines: 50_000, perSecond: 5_000 },
    { schedule: { kind: 'slow', delayMs: 200 } },
  ],
  wide: ['9,000 of 700 bytes at once, 4 MiB a message', { lines: 9_000, perSecond: 0, text: wide }, {}],
  queued: [
    '60,000 while down 2 s, then 6 MB of burst',
    { lines: 60_000, perSecond: 0, text: 'x'.repeat(80) },
    { schedule: [{ kind: 'down', forMs: 2_000 }] },
  ],
  million: [
    '1,000,000 at 20,000/s, 100 ms answers',
    { lines: 1_000_000, perSecond: 20_000 },
    { schedule: { kind: 'slow', delayMs: 100 }, limits: unlimited },
  ],
};

const asked = process.argv.slice(2);
const names = [...Object.keys(scenarios), 'kill'].filter((name) => asked.length === 0 || asked.includes(name));
const rows = [];
for (const name of names) {
  const row = name === 'kill' ? await killed() : await run(...scenarios[name]);
  process.stderr.write(`${row.join(' | ')}\n`);
  rows.push(row);
}
const result = {
  name: 'soak',
  title: 'Delivery through outages',
  columns: ['', 'logged', 'arrived', 'stored twice', 'lost', 'seconds', 'largest process'],
  rows,
  notes: [
    'Each row is a process that logs through `createLogger({ loki })` with default settings, and a strict stand-in for Loki in another. "Stored twice" is what a store that keeps equal lines of the same time and stream once would hold twice. The largest process is its resident memory, worker thread included.',
  ],
  method: 'Real time, one run',
};
report(result);
if (asked.length === 0) {
  const { conditions } = JSON.parse(readFileSync(join(resultsFolder, 'soak.json'), 'utf8'));
  writeSection(join(repository, 'docs', 'numbers.md'), {
    name: 'soak',
    title: result.title,
    body: `${table(result)}\n\n${[...result.notes, conditions].join('\n')}`,
  });
}

async function run(title, options, { schedule, limits = {} }) {
  const loki = await createFakeLoki({ limits });
  const directory = mkdtempSync(join(tmpdir(), 'logveil-soak-'));
  if (schedule !== undefined) await loki.fail(schedule);
  const output = await child({ url: loki.url, directory, file: join(directory, 'app.log'), ...options }).ended;
  const { seconds, peakBytes, delivery } = JSON.parse(output);
  const row = rowOf(title, { logged: options.lines, loki, seconds, peakBytes, lost: lostOf(delivery) });
  await loki.close();
  rmSync(directory, { recursive: true });
  return row;
}

/** Ten processes, one after the other, killed at random moments under load; what they left is delivered by the next. */
async function killed() {
  const loki = await createFakeLoki({ limits: unlimited });
  const directory = mkdtempSync(join(tmpdir(), 'logveil-soak-'));
  const file = join(directory, 'app.log');
  const confirmed = [];
  const start = performance.now();
  for (let round = 0; round < 10; round++) {
    const load = { lines: 1e6, perSecond: 5_000, from: round * 1e6, confirm: true };
    const running = child({ url: loki.url, directory, file, ...load }, confirmed);
    await sleep(1_500 + Math.random() * 2_000);
    running.process.kill('SIGKILL');
    await running.ended;
  }
  await child({ url: loki.url, directory, file, lines: 0, perSecond: 0 }).ended;
  const ship = spawn(
    process.execPath,
    [join(repository, 'dist/cli/bin.cjs'), 'ship', '--spool', directory, '--url', loki.url, '--once'],
    { stdio: 'ignore' },
  );
  await once(ship, 'close');
  const there = new Set(numbersOf(loki));
  const lost = confirmed.filter((number) => !there.has(number)).length;
  const left = readdirSync(directory).filter((name) => name.startsWith('w-')).length;
  if (left > 0) throw new Error(`${left} folders are left in the spool`);
  const seconds = (performance.now() - start) / 1000;
  const row = rowOf('kill -9 ten times at 5,000/s', {
    logged: confirmed.length,
    loki,
    seconds,
    peakBytes: undefined,
    lost,
  });
  await loki.close();
  rmSync(directory, { recursive: true });
  return row;
}

function rowOf(title, { logged, loki, seconds, peakBytes, lost }) {
  const numbers = numbersOf(loki);
  const twice = numbers.length - new Set(numbers).size;
  const memory = peakBytes === undefined ? '-' : `${(peakBytes / 1e6).toFixed(0)} MB`;
  return [title, String(logged), String(numbers.length), String(twice), String(lost), seconds.toFixed(1), memory];
}

function numbersOf(loki) {
  return loki.entries().map(({ line }) => Number(/"n":(\d+)/.exec(line)?.[1]));
}

function lostOf({ delivered: _, retried: __, ...lost }) {
  return Object.values(lost).reduce((sum, lines) => sum + lines, 0);
}

function child(options, confirmed = []) {
  const path = join(repository, 'bench', 'soak-child.mjs');
  const running = spawn(process.execPath, [path, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  let output = '';
  let rest = '';
  running.stdout.on('data', (chunk) => {
    output += chunk;
  });
  running.stdio[3].on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) confirmed.push(Number(line));
  });
  const ended = once(running, 'close');
  return { process: running, ended: ended.then(() => output) };
}
