import type { Comparison } from '../report/compare.ts';
import { asRedactPath } from '../report/key-path.ts';
import { printable } from '../report/printable.ts';
import type { ReportRule } from '../report/report.ts';
import { clip, padEnd } from './layout.ts';
import { ruleRecord } from './record.ts';
import { count, grouped } from './words.ts';
import type { FormatContext } from './writer.ts';

const MAX_ROWS = 40;
const MAX_PATH = 44;

/** The comparison for people: what the new configuration adds, then what it no longer hides. */
export function dryRunText(comparison: Comparison, { colors }: Pick<FormatContext, 'colors'>): string {
  const { newly, noLonger, unchanged } = comparison;
  return [
    ...section('newly hidden', newly, colors.green),
    ...section('no longer hidden', noLonger, colors.red),
    `${grouped(unchanged)} hidden by both`,
    '',
  ].join('\n');
}

export function dryRunJson({ newly, noLonger, unchanged }: Comparison): string {
  const record = { newly: newly.map(ruleRecord), noLonger: noLonger.map(ruleRecord), unchanged };
  return `${JSON.stringify({ version: 1, ...record })}\n`;
}

export function countOf(rules: readonly ReportRule[]): number {
  return rules.reduce((sum, rule) => sum + rule.count, 0);
}

function section(title: string, rules: readonly ReportRule[], paint: (text: string) => string): string[] {
  const rows = rules.flatMap(({ rule, groups }) =>
    groups.map(({ path, count: times, examples }) => ({
      rule,
      path: path === undefined ? '(text)' : clip(printable(asRedactPath(path)), MAX_PATH),
      times: grouped(times),
      place:
        examples[0] === undefined ? '' : `${printable(examples[0].file)}:${examples[0].line}:${examples[0].column}`,
    })),
  );
  const shown = rows.slice(0, MAX_ROWS);
  const column = (read: (row: (typeof rows)[number]) => string): string[] => shown.map(read);
  const widest = Math.max(0, ...shown.map(({ times }) => times.length));
  return [
    paint(`${title}: ${count(countOf(rules), 'finding')}`),
    ...shown.map(
      (row) =>
        `  ${padEnd(
          row.rule,
          column(({ rule }) => rule),
        )}  ${padEnd(
          row.path,
          column(({ path }) => path),
        )}  ${row.times.padStart(widest)}  ${row.place}`,
    ),
    ...(rows.length > MAX_ROWS ? [`  … and ${count(rows.length - MAX_ROWS, 'more place')}`] : []),
    '',
  ];
}
