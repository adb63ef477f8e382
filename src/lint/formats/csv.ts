import type { LintFinding } from '../finding.ts';
import { isoTime } from './record.ts';
import type { ReportWriter } from './writer.ts';

const COLUMNS: readonly (readonly [string, (finding: LintFinding) => string | number])[] = [
  ['severity', ({ severity }) => severity],
  ['rule', ({ rule }) => rule],
  ['pack', ({ pack }) => pack],
  ['path', ({ path }) => path ?? ''],
  ['file', ({ file }) => file],
  ['line', ({ line }) => line],
  ['column', ({ column }) => column],
  ['time', ({ time }) => (time === undefined ? '' : isoTime(time))],
  ['preview', ({ preview }) => preview],
  ['fingerprint', ({ fingerprint }) => fingerprint],
];

/** Comma-separated values (RFC 4180), one row a finding, safe to open in a spreadsheet. */
export function csv(): ReportWriter {
  return {
    start: () => `${COLUMNS.map(([name]) => name).join(',')}\r\n`,
    finding: (finding) => `${COLUMNS.map(([, read]) => cell(read(finding))).join(',')}\r\n`,
    end: () => '',
  };
}

// What a spreadsheet takes for a formula begins so (OWASP, CSV Injection, 2026-11); full-width forms count as well.
const FORMULA = /^[\s\0]*[=+\-@|%\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = FORMULA.test(value) ? `'${value}` : value;
  return `"${inert.replaceAll('"', '""')}"`;
}
