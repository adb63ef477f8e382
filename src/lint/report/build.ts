import type { LintFinding, LintProblem } from '../finding.ts';
import { createGroups } from './groups.ts';
import { createHistogram } from './histogram.ts';
import type { Hidden, Report, Scanned } from './report.ts';

/** What a report says that its findings do not. */
export interface ReportEnd {
  readonly scanned: Scanned;
  readonly hidden: Hidden;
  readonly problems: readonly LintProblem[];
  readonly notes: readonly string[];
  readonly stopped: boolean;
}

export interface ReportBuilder {
  add(finding: LintFinding): void;
  report(end: ReportEnd): Report;
}

/** Counts findings as they come. Memory is bounded, so a run may have millions. */
export function createReportBuilder(): ReportBuilder {
  const groups = createGroups();
  const histogram = createHistogram();
  const severities = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  let findings = 0;
  return {
    add(finding) {
      findings++;
      severities[finding.severity]++;
      groups.add(finding);
      histogram.add(finding.time);
    },
    report: (end) => ({
      ...end,
      findings,
      severities: { ...severities },
      rules: groups.rules(),
      files: groups.files(),
      histogram: histogram.histogram(),
      notes: [...end.notes, ...groups.notes()],
    }),
  };
}
