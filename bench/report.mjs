/** What a scenario shows: a table with its conditions on the terminal, and the same as JSON for `docs/numbers.md`. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { repository } from './subject.mjs';

const loadBefore = loadavg()[0];
export const resultsFolder = join(repository, '.bench', 'results');

/**
 * @param {object} result
 * @param {string} result.name of the scenario's file
 * @param {string} result.title
 * @param {string[]} result.columns
 * @param {string[][]} result.rows
 * @param {string[]} [result.notes] sentences that go below the table
 * @param {string} result.method how often and how
 * @param {unknown} [result.data] the numbers, unrounded
 */
export function report(result) {
  const complete = { ...result, conditions: conditions(result.method) };
  const { title, notes = [] } = complete;
  process.stdout.write(`${title}\n\n${table(complete)}\n\n${[...notes, complete.conditions].join('\n')}\n\n`);
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(join(resultsFolder, `${result.name}.json`), `${JSON.stringify(complete, undefined, 2)}\n`);
}

/** A Markdown table that reads well as text, too. */
export function table({ columns, rows }) {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index].length)));
  const line = (cells) => `| ${cells.map((cell, index) => pad(cell, widths[index], index)).join(' | ')} |`;
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function pad(cell, width, index) {
  return index === 0 ? cell.padEnd(width) : cell.padStart(width);
}

/** `0.62 (0.61 to 0.63)`: the median and the middle half. */
export function range({ median, low, high }, digits = 2) {
  return `${median.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}

/** Rows for a comparison: name, wall-clock ratio, processor ratio, time of a call. */
export function comparisonRows({ contenders }) {
  return contenders.map(({ name, speed, cpuSpeed, nanoseconds }) => [
    name,
    range(speed),
    range(cpuSpeed),
    (nanoseconds.median / 1000).toFixed(2),
  ]);
}

export const comparisonColumns = ['', 'speed, wall clock', 'speed, processor time', 'µs a call'];

/** How a {@link compare} was run. */
export function methodOf({ rounds, slices, sliceMs }) {
  return `${rounds} rounds of ${slices} interleaved slices of ${sliceMs} ms; the median of the rounds' ratios, in brackets their middle half`;
}

function conditions(method) {
  const [cpu] = cpus();
  const load = `load average ${loadBefore.toFixed(2)} before and ${loadavg()[0].toFixed(2)} after`;
  const machine = `${cpu?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores shared with other work`;
  const when = new Date().toISOString().slice(0, 16).replace('T', ' ');
  return `Measured ${when} UTC on Node ${process.version}, ${machine}, ${load}; commit ${commit()}. ${method}.`;
}

function commit() {
  try {
    const run = (...args) => execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();
    return (
      run('rev-parse', '--short', 'HEAD') + (run('status', '--porcelain', 'src') === '' ? '' : ' with changes in src')
    );
  } catch {
    return 'unknown';
  }
}
