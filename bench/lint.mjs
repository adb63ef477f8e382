/** `lint` over files of 50 MB, each run in a process of its own, so that its peak memory can be told. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { summary } from './harness.mjs';
import { logFile, logFiles } from './log-files.mjs';
import { range, report } from './report.mjs';
import { build, repository } from './subject.mjs';

const bytes = 50_000_000;
const rounds = Number(process.env['LOGVEIL_BENCH_ROUNDS'] ?? '7');
const bar = { megabytesPerSecond: 150, peakMegabytes: 256, firstByteMs: 150 };

const tasks = [
  ...logFiles.map((name) => ({ what: 'lint', name })),
  { what: 'lint, 2 threads', name: 'clean.ndjson' },
  { what: 'pipeline', name: 'clean.ndjson' },
  { what: 'scrub', name: 'dirty-1-percent.ndjson' },
  { what: 'read', name: 'clean.ndjson' },
  { what: 'secretlint', name: 'clean.ndjson' },
].map((task) => ({ ...task, path: logFile(task.name, bytes), runs: [], trouble: '' }));

for (let round = 0; round < rounds; round++) for (const task of tasks) if (task.trouble === '') runOnce(task);

function runOnce(task) {
  try {
    const child = [join(repository, 'bench', 'lint-child.mjs'), task.what, task.path];
    task.runs.push(
      JSON.parse(execFileSync(process.execPath, child, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })),
    );
  } catch (error) {
    task.trouble = error.stderr?.match(/^\w*Error.*$/m)?.[0] ?? String(error);
  }
}

/** Milliseconds from the start of a process to the first byte it writes, given a line. */
async function firstByte(args, env = process.env) {
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.write('hello\n');
  await once(child.stdout, 'data');
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  child.kill();
  return milliseconds;
}

const echo = ['-e', 'process.stdin.once("data", (line) => process.stdout.write(line))'];
const command = join(build, 'cli', 'bin.cjs');
const shortLog = join(mkdtempSync(join(tmpdir(), 'logveil-bench-')), 'short.log');
writeFileSync(shortLog, 'hello\n');
const starts = { lint: [], scrub: [], node: [], firstLint: [], firstScrub: [] };
// The first run leaves its compiled code; what a first run takes is measured as if it could not.
for (const args of [['lint', shortLog], ['scrub']]) execFileSync(process.execPath, [command, ...args], { input: '' });
const nothingKept = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
for (let round = 0; round < 2 * rounds; round++) {
  starts.firstLint.push(await firstByte([command, 'lint', shortLog], nothingKept));
  starts.firstScrub.push(await firstByte([command, 'scrub'], nothingKept));
  starts.lint.push(await firstByte([command, 'lint', shortLog]));
  starts.scrub.push(await firstByte([command, 'scrub']));
  starts.node.push(await firstByte(echo));
}
rmSync(dirname(shortLog), { recursive: true });

const measured = tasks
  .filter(({ trouble }) => trouble === '')
  .map(({ what, name, path, runs }) => {
    const megabytes = statSync(path).size / 1e6;
    return {
      what,
      name,
      megabytesPerSecond: summary(runs.map(({ seconds }) => megabytes / seconds)),
      perCpuSecond: summary(runs.map(({ cpuSeconds }) => megabytes / cpuSeconds)),
      peakMegabytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6,
      findings: runs[0].findings,
    };
  });

const labels = {
  read: 'reading alone',
  pipeline: 'lint without the search',
  secretlint: 'secretlint core, 1 MB chunks',
};
const clean = measured.find(({ what, name }) => what === 'lint' && name === 'clean.ndjson');
const isReached = clean.perCpuSecond.median >= bar.megabytesPerSecond && clean.peakMegabytes < bar.peakMegabytes;

report({
  name: 'lint',
  title: 'lint and scrub over files of 50 MB',
  columns: ['', 'MB/s, wall clock', 'MB per second of processor time', 'peak memory, MB', 'findings'],
  rows: measured.map((row) => [
    `${labels[row.what] ?? row.what}, ${row.name}`,
    range(row.megabytesPerSecond, 0),
    range(row.perCpuSecond, 0),
    row.peakMegabytes.toFixed(0),
    String(row.findings),
  ]),
  notes: [
    `Bar: ${bar.megabytesPerSecond} MB per second of processor time on clean.ndjson, under ${bar.peakMegabytes} MB. ${isReached ? 'Reached' : 'Not reached'}.`,
    'Processor time is that of the whole process, reading included; start-up and compiling of rules are part of `lint`, loading of modules is not.',
    `From the start to the first byte: \`logveil lint\` ${range(summary(starts.lint), 0)} ms, \`logveil scrub\` ${range(summary(starts.scrub), 0)} ms; a Node that only echoes: ${range(summary(starts.node), 0)} ms. Bar: ${bar.firstByteMs} ms. Without the compiled code of an earlier run: ${range(summary(starts.firstLint), 0)} and ${range(summary(starts.firstScrub), 0)} ms.`,
    ...tasks.filter(({ trouble }) => trouble !== '').map(({ what, trouble }) => `Left out: ${what} (${trouble}).`),
  ],
  method: `${rounds} rounds, all rows in turn; the median, in brackets the middle half`,
  data: { bar, measured, starts },
});
