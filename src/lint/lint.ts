import { abortable } from './abortable.ts';
import type { Batch } from './batch.ts';
import { createLintEngine, portableSettings } from './engine.ts';
import type { LintEngine } from './file-scanner.ts';
import type { LintFinding } from './finding.ts';
import { expandInputs, type LintSource } from './inputs.ts';
import type { LintOptions, LintRun } from './options.ts';
import { planUnits, type ScanUnit, shardOf } from './plan.ts';
import type { ScanPool } from './pool.ts';
import { createReporter, type Reporter } from './reporter.ts';
import { countLinesBefore, scanUnit, type UnitEnd, type UnitTools } from './scan-unit.ts';
import { type LintSettings, resolveLint } from './settings.ts';
import { createTally } from './tally.ts';
import { threadsFor } from './threads.ts';

/**
 * Looks for secrets and personal data in log files, with the rules the logger uses: what it reports is what the
 * logger would have removed. Files of any size and any line length, compressed ones too; nothing is written.
 *
 * Throws `OptionsError` for bad options. A source that cannot be read is no exception: it is told to `onProblem` and
 * listed in the summary.
 *
 * @example
 * ```ts
 * import { lint } from 'logveil/lint';
 * const run = lint(['app.log', 'archive/']);
 * for await (const { file, line, column, rule } of run) console.log(`${file}:${line}:${column} ${rule}`);
 * console.log(run.summary().findings);
 * ```
 */
export function lint(sources: Iterable<LintSource>, options: LintOptions = {}): LintRun {
  const settings = resolveLint(options);
  const engine = createLintEngine(settings.engine);
  const tally = createTally();
  const reporter = createReporter(tally, settings);
  const run = async function* (): AsyncGenerator<LintFinding> {
    const inputs = await expandInputs(sources, settings.inputs);
    const plan = await planUnits(inputs, settings.inputs.rangeBytes);
    yield* scanPlan(plan, { engine, settings, reporter });
  };
  return { [Symbol.asyncIterator]: () => abortable(run(), settings.signal), summary: tally.summary };
}

interface Run {
  readonly engine: LintEngine;
  readonly settings: LintSettings;
  readonly reporter: Reporter;
}

async function* scanPlan(plan: readonly ScanUnit[], { engine, settings, reporter }: Run): AsyncGenerator<LintFinding> {
  const { shard, signal } = settings;
  const mine = shard === undefined ? plan.map(() => true) : shardOf(plan, shard);
  const units = plan.filter((_, index) => mine[index]);
  reporter.begin(units);
  const tools: UnitTools = { engine, read: settings.read };
  const pool = await poolFor(units, settings, tools);
  try {
    const scans = startAhead(units, tools, pool);
    for (const [unit, scan] of scans) {
      if (signal?.aborted) return;
      await reporter.enter(unit, () => linesBefore(unit, settings));
      yield* takeUnit(scan, reporter, signal);
    }
    if (!signal?.aborted) reporter.end();
  } finally {
    await pool?.close();
  }
}

async function* takeUnit(
  scan: AsyncGenerator<Batch, UnitEnd>,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): AsyncGenerator<LintFinding> {
  try {
    for (;;) {
      const next = await scan.next();
      if (next.done) return reporter.leave(signal?.aborted ? withoutTrouble(next.value) : next.value);
      yield* reporter.take(next.value);
    }
  } finally {
    // Nobody takes the rest: its file is to be closed.
    await scan.return(ABANDONED);
  }
}

/** Whoever stops a run closes its standard input, which is no trouble of the input's. */
function withoutTrouble({ lineEnds, lines, failures }: UnitEnd): UnitEnd {
  return { lineEnds, lines, failures };
}

const ABANDONED: UnitEnd = { lineEnds: 0, lines: 0, failures: 0 };

/** Lines of a file that others scan; a file that cannot be read says so when its own part is scanned. */
async function linesBefore(unit: ScanUnit, { read }: LintSettings): Promise<number> {
  if (unit.kind !== 'file' || unit.from === 0) return 0;
  return countLinesBefore(unit, read.chunkBytes).catch(() => 0);
}

/** Threads only when there is work for two, and options that can be sent to them. */
async function poolFor(
  units: readonly ScanUnit[],
  { threads, engine, read }: LintSettings,
  tools: UnitTools,
): Promise<ScanPool | undefined> {
  const count = threadsFor(units, threads);
  const portable = count > 1 ? portableSettings(engine) : undefined;
  if (portable === undefined) return undefined;
  const { createPool } = await import('./pool.ts');
  return createPool(count, { engine: portable, read }, tools);
}

/** Enough to keep every thread busy while the first unit is still taken. */
const UNITS_AHEAD = 128;

/** Each unit with its scan, in order. With threads, later units are under way while an earlier one is taken. */
function* startAhead(
  units: readonly ScanUnit[],
  tools: UnitTools,
  pool: ScanPool | undefined,
): Generator<[ScanUnit, AsyncGenerator<Batch, UnitEnd>]> {
  const started: AsyncGenerator<Batch, UnitEnd>[] = [];
  const start = (unit: ScanUnit): AsyncGenerator<Batch, UnitEnd> =>
    pool !== undefined && unit.kind === 'file' ? pool.scan(unit) : scanUnit(unit, tools);
  for (const [index, unit] of units.entries()) {
    for (const later of units.slice(index + started.length, index + UNITS_AHEAD)) started.push(start(later));
    const scan = started.shift();
    if (scan !== undefined) yield [unit, scan];
  }
}
