import { OptionsError } from '../errors/index.ts';
import { type Baseline, emptyBaseline, updateBaseline } from '../lint/baseline/baseline.ts';
import { writeBaseline } from '../lint/baseline/file.ts';
import type { LintFinding } from '../lint/finding.ts';
import { count } from '../lint/formats/words.ts';
import { createLabelCounter } from '../lint/loki/labels.ts';
import { LABEL_VALUE } from '../lint/loki/rules.ts';
import { createMarkerCounter, MARKER } from '../lint/markers.ts';
import { createReportBuilder, type ReportEnd } from '../lint/report/build.ts';
import { createFilter } from '../lint/report/filter.ts';
import type { Report } from '../lint/report/report.ts';
import { isAtLeast, severities } from '../lint/report/severity.ts';
import type { Severity } from '../rules/index.ts';
import { exitCodes, type Output } from './io.ts';
import type { ReportFlags } from './lint-flags.ts';
import type { ReportSettings } from './lint-settings.ts';

/** What a report is written by: one of the formats, or nothing for `--quiet`. */
export interface RunWriter {
  start(): string;
  finding(finding: LintFinding): string;
  end(report: Report): string;
}

/** Findings and, when they are through, what else there is to say. */
export interface FindingSource {
  readonly findings: AsyncIterable<LintFinding>;
  end(): Omit<ReportEnd, 'hidden'> & Partial<Pick<ReportEnd, 'hidden'>>;
}

export interface ReportRun {
  readonly settings: ReportSettings;
  readonly flags: ReportFlags & { readonly expectRedacted?: true };
  readonly writer: RunWriter;
  readonly output: Output;
}

/** Filters, counts and writes the findings of one run. Memory is bounded, whatever comes. */
export async function writeReport(source: FindingSource, run: ReportRun): Promise<Report> {
  const { settings, flags, writer, output } = run;
  const isPartial = flags.format === 'partial';
  const filter = createFilter(settings.filter);
  const builder = createReportBuilder();
  const [labels, markers] = [createLabelCounter(), createMarkerCounter()];
  const update = flags.updateBaseline ? updateBaseline(settings.baseline ?? emptyBaseline()) : undefined;
  const text = createBuffer(output);
  let listed = 0;

  const take = async (finding: LintFinding): Promise<void> => {
    const reason = filter.reasonToHide(finding);
    if (reason === undefined || reason === 'baseline') update?.add(finding);
    // What is just being written into the baseline is known.
    if (reason !== undefined || update !== undefined) return;
    builder.add(finding);
    if (++listed <= (flags.maxFindings ?? listed)) await text.add(writer.finding(finding));
  };

  await text.add(writer.start());
  for await (const finding of source.findings) {
    if (!isToCount(finding)) await take(finding);
    // What one shard counts means nothing; whoever merges the reports counts.
    else if (isPartial) await text.add(writer.finding(finding));
    else if (!labels.takes(finding)) markers.takes(finding);
  }
  for (const finding of labels.findings()) await take(finding);
  const end = source.end();
  const notes = [
    ...notesOf(end, run, listed),
    ...(flags.expectRedacted && !isPartial ? [markers.note()] : []),
    ...(update === undefined ? [] : [await keepBaseline(update.result(isComplete(end)), flags.baseline)]),
  ];
  const report = builder.report({ ...end, hidden: joined(end.hidden, filter.hidden()), notes: [...new Set(notes)] });
  await text.add(writer.end(report));
  await text.flush();
  return report;
}

type SourceEnd = ReturnType<FindingSource['end']>;

function notesOf(end: SourceEnd, { settings, flags: { maxFindings } }: ReportRun, found: number): string[] {
  const isCut = maxFindings !== undefined && found > maxFindings;
  const cut = isCut ? [`The first ${maxFindings} findings are listed; all ${found} are counted.`] : [];
  return [...end.notes, ...settings.notes, ...cut];
}

/** Said for the sake of a count over all files and machines, never shown. */
function isToCount({ rule }: LintFinding): boolean {
  return rule === LABEL_VALUE || rule === MARKER;
}

function joined(first: ReportEnd['hidden'] | undefined, second: ReportEnd['hidden']): ReportEnd['hidden'] {
  if (first === undefined) return second;
  return {
    baseline: first.baseline + second.baseline,
    allowed: first.allowed + second.allowed,
    outsideWindow: first.outsideWindow + second.outsideWindow,
    otherRules: first.otherRules + second.otherRules,
  };
}

function isComplete({ problems, stopped }: Pick<ReportEnd, 'problems' | 'stopped'>): boolean {
  return problems.length === 0 && !stopped;
}

async function keepBaseline(baseline: Baseline, file = ''): Promise<string> {
  try {
    await writeBaseline(file, baseline);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OptionsError('the baseline was not written', [
      { option: `--baseline ${file}`, message: `cannot be written (${code})` },
    ]);
  }
  return `The baseline ${file} now knows ${count(baseline.findings.length, 'different finding')}.`;
}

/** 2 before 1: what was not looked at may be worse than what was found. Stopped half-way is not clean either. */
export function exitCodeOf(report: Report, failOn: ReportFlags['failOn']): number {
  if (report.problems.length > 0) return exitCodes.failed;
  const counts = severities.map((severity: Severity) => [severity, report.severities[severity]] as const);
  const fails = failOn !== 'never' && counts.some(([severity, count]) => count > 0 && isAtLeast(severity, failOn));
  if (fails) return exitCodes.findings;
  return report.stopped ? exitCodes.failed : exitCodes.clean;
}

/** Large enough that a write costs little beside the text, small enough that a pipe is never silent for long. */
const BUFFER_LENGTH = 1 << 15;

/**
 * Gathers short texts, because a write each would cost more than they do. What has been gathered goes out when the event
 * loop turns, so that whoever watches a slow log sees each finding at once.
 */
function createBuffer(output: Output): { add(text: string): Promise<void>; flush(): Promise<void> } {
  let waiting = '';
  let written: Promise<unknown> = Promise.resolve();
  let isScheduled = false;
  const flush = async (): Promise<void> => {
    const text = waiting;
    waiting = '';
    if (text !== '') written = written.then(() => output.write(text));
    await written;
  };
  const flushSoon = (): void => {
    isScheduled = false;
    // A failure is met again by whoever adds or flushes next.
    flush().catch(() => {});
  };
  return {
    flush,
    async add(text) {
      waiting += text;
      if (waiting.length >= BUFFER_LENGTH) await flush();
      else if (!isScheduled && waiting !== '') {
        isScheduled = true;
        setImmediate(flushSoon);
      }
    },
  };
}
