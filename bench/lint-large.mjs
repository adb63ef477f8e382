/**
 * `npm run bench -- lint-large`: lint and scrub over files of a gigabyte and more, made in the temporary folder and
 * deleted afterwards. Takes some minutes and both cores, so it runs only when it is named.
 */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summary } from './harness.mjs';
import { logFile } from './log-files.mjs';
import { range, report } from './report.mjs';
import { rgPath, rgVersion, runRg } from './rg.mjs';
import { repository } from './subject.mjs';

const gigabyte = 1_000_000_000;
const rounds = Number(process.env['LOGVEIL_BENCH_ROUNDS'] ?? '3');
const folder = mkdtempSync(join(tmpdir(), 'logveil-bench-'));
const rg = rgPath();

process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

const rows = [
  ...['clean.ndjson', 'clean.log'].flatMap((name) => [
    {
      name,
      bytes: gigabyte,
      whats: ['lint', 'lint, 2 threads', 'pipeline', ...(rg ? ['rg'] : []), 'read', 'secretlint'],
    },
  ]),
  { name: 'dirty-1-percent.ndjson', bytes: gigabyte / 4, whats: ['lint', 'lint, 2 threads', 'scrub'] },
  { name: 'dirty-30-percent.ndjson', bytes: gigabyte / 4, whats: ['lint', 'lint, 2 threads', 'scrub'] },
  { name: 'one line', bytes: gigabyte, whats: ['lint'], once: true },
  { name: 'clean.ndjson', bytes: 5 * gigabyte, whats: ['lint, 2 threads'], once: true },
].flatMap((row) => measure(row));

report({
  name: 'lint-large',
  title: 'lint and scrub over large files',
  columns: [
    '',
    'size, GB',
    'MB/s, wall clock',
    'times one thread',
    'MB per second of processor time',
    'peak memory, MB',
    'findings',
  ],
  rows: rows.map((row) => [
    `${row.what}: ${row.name}`,
    (row.bytes / gigabyte).toFixed(2),
    range(row.megabytesPerSecond, 0),
    row.timesOne === undefined ? '' : range(row.timesOne, 2),
    row.perCpuSecond === undefined ? '' : range(row.perCpuSecond, 0),
    row.peakMegabytes === undefined ? '' : row.peakMegabytes.toFixed(0),
    String(row.findings),
  ]),
  notes: [
    'Bars: 300 MB per second of processor time with one thread on clean files of 1 GB, by wall clock 1.6 times that with two, four times secretlint; 100 at 1 % dirty lines, 25 at 30 %, 100 for scrub at 1 %.',
    '`pipeline` is lint without the search: reading, cutting lines and counting them. `read` is a loop over chunks that looks for line ends. `secretlint` is its core with the recommended rules, given 1 MB at a time.',
    '`times one thread` is the median of what two threads gain over one in the same round.',
    'Start-up and compiling of rules are part of every row of lint and scrub; loading of modules is not.',
    rg
      ? `rg is ${rgVersion(rg)} with 33 literals and one thread.`
      : 'rg is not on this machine: LOGVEIL_RG may name it.',
  ],
  method: `${rounds} rounds of each, one after the other; the median, in brackets the middle half`,
  data: { rows },
});

function measure({ name, bytes, whats, once = false }) {
  const path = name === 'one line' ? oneLine(bytes) : large(name, bytes);
  const runs = new Map(whats.map((what) => [what, []]));
  for (let round = 0; round < (once ? 1 : rounds); round++) {
    for (const what of whats) runs.get(what).push(what === 'rg' ? runRg(rg, path) : child(what, path));
  }
  const size = statSync(path).size;
  rmSync(path);
  return whats.map((what) => ({
    ...resultOf({ what, name, bytes: size, runs: runs.get(what) }),
    timesOne: what === 'lint, 2 threads' ? timesOne(runs.get('lint'), runs.get(what)) : undefined,
  }));
}

/** Round by round: the runs of one round follow each other, and the machine's speed changes from minute to minute. */
function timesOne(one, two) {
  return one === undefined ? undefined : summary(two.map(({ seconds }, round) => one[round].seconds / seconds));
}

function resultOf({ what, name, bytes, runs }) {
  const megabytes = bytes / 1e6;
  const isOurs = runs[0].peakBytes !== undefined;
  return {
    what,
    name,
    bytes,
    megabytesPerSecond: summary(runs.map(({ seconds }) => megabytes / seconds)),
    perCpuSecond: isOurs ? summary(runs.map(({ cpuSeconds }) => megabytes / cpuSeconds)) : undefined,
    peakMegabytes: isOurs ? Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6 : undefined,
    findings: runs[0].findings,
  };
}

function child(what, path) {
  const args = [join(repository, 'bench', 'lint-child.mjs'), what, path];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

/** The same 50 MB again and again: what is searched does not depend on it, and making it would take longer than the bench. */
function large(name, bytes) {
  const part = logFile(name, 50_000_000);
  const path = join(folder, name);
  copyFileSync(part, path);
  const more = readFileSync(part);
  while (statSync(path).size < bytes) appendFileSync(path, more);
  return path;
}

function oneLine(bytes) {
  const path = join(folder, 'one-line.json');
  const part = Buffer.from(
    '{"level":"info","msg":"order placed","items":[1,2,3],"note":"cache refreshed"},'.repeat(10_000),
  );
  const file = openSync(path, 'w');
  for (let written = 0; written < bytes; ) written += writeSync(file, part);
  closeSync(file);
  return path;
}
