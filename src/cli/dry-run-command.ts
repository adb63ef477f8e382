import { randomBytes } from 'node:crypto';
import { OptionsError } from '../errors/index.ts';
import type { LintFinding } from '../lint/finding.ts';
import { countOf, dryRunJson, dryRunText } from '../lint/formats/dry-run.ts';
import { expandInputs } from '../lint/inputs.ts';
import { compareRuns } from '../lint/report/compare.ts';
import { createFilter } from '../lint/report/filter.ts';
import { colorsFor, createOutput, exitCodes } from './io.ts';
import { type ReportSettings, resolveReport } from './lint-settings.ts';
import { type LintJob, startLint } from './lint-source.ts';
import { createProgress } from './progress.ts';
import type { FindingSource } from './report-run.ts';

/**
 * `logveil lint --dry-run NEW`: what the configuration NEW would hide in these logs that the one of `--config` does not,
 * and what no longer. 1 when something would no longer be hidden, 2 when something could not be scanned.
 */
export async function dryRunCommand(config: string, job: LintJob): Promise<number> {
  const { files, flags, settings, io, stop } = job;
  checkFlags(job);
  const after = await resolveReport({ flags: { ...flags, config }, env: io.env, now: Date.now() });
  const key = settings.fingerprintKey ?? randomBytes(32);
  const progress = createProgress(io.stderr);
  const inputs = await expandInputs(files, { include: flags.include ?? [], exclude: flags.exclude ?? [] });
  // Both runs see the same files in the same order, each once.
  const order = new Map([...new Set(inputs.map(({ file }) => file))].map((file, at) => [file, at]));
  const start = (of: ReportSettings, isQuiet: boolean): FindingSource =>
    startLint({ ...job, files: [...order.keys()], settings: of }, { key, progress, isQuiet });
  const [old, next] = [start(settings, false), start(after, true)];
  const comparison = await compareRuns(
    filtered(old.findings, settings),
    filtered(next.findings, after),
    (file) => order.get(file) ?? 0,
  ).finally(() => progress.clear());
  const output = createOutput(io.stdout, () => stop.abort());
  const colors = colorsFor(io.stdout, io.env);
  const isJson = flags.json === true || flags.format === 'json';
  await output.write(isJson ? dryRunJson(comparison) : dryRunText(comparison, { colors }));
  if (old.end().problems.length > 0 || stop.signal.aborted) return exitCodes.failed;
  return countOf(comparison.noLonger) > 0 ? exitCodes.findings : exitCodes.clean;
}

function checkFlags({ files, flags }: LintJob): void {
  const isWritten = ['pretty', 'json'].includes(flags.format);
  const problems = [
    ...(files.includes('-') ? [{ option: '-', message: 'cannot be read twice; --dry-run needs files' }] : []),
    ...(isWritten ? [] : [{ option: '--format', message: 'must be pretty or json with --dry-run' }]),
    ...(flags.updateBaseline ? [{ option: '--update-baseline', message: 'does not go with --dry-run' }] : []),
    ...(flags.output === undefined ? [] : [{ option: '--output', message: 'does not go with --dry-run; use > FILE' }]),
  ];
  if (problems.length > 0) throw new OptionsError('logveil was given bad options', problems);
}

async function* filtered(
  findings: AsyncIterable<LintFinding>,
  { filter }: ReportSettings,
): AsyncGenerator<LintFinding> {
  const { reasonToHide } = createFilter(filter);
  for await (const finding of findings) if (reasonToHide(finding) === undefined) yield finding;
}
