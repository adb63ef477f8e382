import type { LintFinding } from '../finding.ts';
import type { Report, ReportGroup, ReportRule, Seen } from '../report/report.ts';

/** A finding as machines read it: always the same keys in the same order, the time in ISO 8601. */
export function findingRecord(finding: LintFinding): object {
  const { file, line, column, byteOffset, rule, pack, severity, confidence, path, time, preview, fingerprint } =
    finding;
  return {
    file,
    line,
    column,
    byteOffset,
    rule,
    pack,
    severity,
    confidence,
    ...(path === undefined ? {} : { path }),
    ...(time === undefined ? {} : { time: isoTime(time) }),
    preview,
    fingerprint,
  };
}

/** Everything a run has to say beside its findings. */
export function summaryRecord({ scanned, findings, severities, rules, files, histogram, ...rest }: Report): object {
  return {
    ...scanned,
    findings,
    severities,
    rules: rules.map(ruleRecord),
    byFile: files,
    histogram: {
      ...histogram,
      buckets: histogram.buckets.map(({ at, count }) => ({ at: isoTime(at), count })),
    },
    hidden: rest.hidden,
    problems: rest.problems,
    notes: rest.notes,
    stopped: rest.stopped,
  };
}

export function isoTime(time: number): string {
  return new Date(time).toISOString();
}

export function ruleRecord({ rule, severity, count, files, seen, groups }: ReportRule): object {
  return { rule, severity, count, files, ...seenRecord(seen), paths: groups.map(groupRecord) };
}

function groupRecord({ path, count, seen, examples }: ReportGroup): object {
  const first = examples[0];
  return {
    ...(path === undefined ? {} : { path }),
    count,
    ...seenRecord(seen),
    ...(first === undefined ? {} : { first: `${first.file}:${first.line}:${first.column}` }),
  };
}

function seenRecord(seen: Seen | undefined): object {
  return seen === undefined ? {} : { firstSeen: isoTime(seen.first), lastSeen: isoTime(seen.last) };
}
