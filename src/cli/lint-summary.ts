import type { LintFinding, LintSummary, RuleCount } from '../lint/index.ts';
import type { Severity } from '../rules/index.ts';
import { type Colors, printable } from './io.ts';
import { adviceFor, titleOf } from './rule-text.ts';

interface SummaryLook {
  /** Stopped half-way: what was not looked at is not clean. */
  readonly stopped: boolean;
  readonly elapsedMs: number;
  readonly colors: Colors;
}

/** The summary people read: one entry a rule, most severe first. */
export function formatSummary(summary: LintSummary, { elapsedMs, stopped, colors }: SummaryLook): string {
  const scanned = `${files(summary.files)}, ${count(summary.lines, 'line')}, ${size(summary.bytes)} in ${duration(elapsedMs)}`;
  const problems = `${summary.problems.length === 0 ? '' : `, ${summary.problems.length} not scanned`}${stopped ? ', stopped half-way' : ''}`;
  if (summary.findings === 0) {
    const word = problems === '' ? colors.green('clean') : colors.yellow('nothing found');
    return `${word}: ${scanned}${problems}\n`;
  }
  const head = colors.bold(`${count(summary.findings, 'finding')} of ${count(summary.rules.length, 'rule')}`);
  const entries = summary.rules.map((rule) => formatRule(rule, summary.rules, colors));
  return `${head}: ${scanned}${problems}\n\n${entries.join('\n')}`;
}

function formatRule(entry: RuleCount, all: readonly RuleCount[], colors: Colors): string {
  const severity = SEVERITY_COLORS[entry.severity](colors)(entry.severity.padEnd(8));
  const rule = colors.bold(entry.rule.padEnd(widest(all.map((each) => each.rule))));
  const times = String(entry.count).padStart(widest(all.map((each) => String(each.count))));
  const more = entry.files > 1 ? ` and in ${count(entry.files - 1, 'more file')}` : '';
  const lines = [
    `${severity}  ${rule}  ${times} x  ${place(entry.first)}${more}`,
    `${INDENT}${colors.dim(titleOf(entry.rule))}`,
    `${INDENT}${adviceFor(entry.rule)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const INDENT = ' '.repeat(10);

const SEVERITY_COLORS: Readonly<Record<Severity, (colors: Colors) => (text: string) => string>> = {
  critical: (colors) => colors.red,
  high: (colors) => colors.red,
  medium: (colors) => colors.yellow,
  low: (colors) => colors.cyan,
  info: (colors) => colors.dim,
};

/** `file:line:column`, as editors and terminals turn into a link. */
function place({ file, line, column }: LintFinding): string {
  return `${printable(file)}:${line}:${column}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.length));
}

function files(number: number): string {
  return count(number, 'file');
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

function size(bytes: number): string {
  if (bytes < 1e4) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
