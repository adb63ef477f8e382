import type picocolors from 'picocolors';
import type { LintFinding } from '../finding.ts';
import type { Report } from '../report/report.ts';
import type { RuleBook } from '../report/rule-text.ts';

/** Turns a run into text, piece by piece, so that a format that can stream needs no memory for it. */
export interface ReportWriter {
  /** What stands before the first finding. */
  start(): string;
  /** What is to be written for one finding; a format that groups writes nothing yet. */
  finding(finding: LintFinding): string;
  /** What follows when the run has ended, also when it found nothing. */
  end(report: Report): string;
}

type Colors = ReturnType<typeof picocolors.createColors>;

/** What a format may use beside the findings. */
export interface FormatContext {
  readonly ruleText: RuleBook;
  /** Of logveil. */
  readonly version: string;
  /** Of the text that people read. */
  readonly colors: Colors;
  /** Columns of the terminal. */
  readonly width: number;
  /** How long the run took; undefined where the same input must give the same text. */
  readonly elapsedMs: number | undefined;
}

export type Format = (context: FormatContext) => ReportWriter;

/** A format that needs the whole run before it writes anything. */
export function atEnd(write: (report: Report) => string): ReportWriter {
  return { start: () => '', finding: () => '', end: write };
}
