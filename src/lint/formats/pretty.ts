import type { Severity } from '../../rules/index.ts';
import { redactOption } from '../report/key-path.ts';
import { printable } from '../report/printable.ts';
import type { Report, ReportGroup, ReportRule } from '../report/report.ts';
import type { RuleText } from '../report/rule-text.ts';
import { severities } from '../report/severity.ts';
import { clip, padEnd, wrap } from './layout.ts';
import { count, grouped, reservations, scannedWords, seenWords } from './words.ts';
import { atEnd, type FormatContext, type ReportWriter } from './writer.ts';

/** Rows under one rule; the other formats have them all. */
const MAX_GROUPS = 8;
const INDENT = '  ';
/** `CRITICAL` and two blanks: where everything under a rule's first line begins. */
const MARGIN = ' '.repeat(10);

/** The report people read in a terminal: a block for each rule, most severe first, then what it all comes to. */
export function pretty(context: FormatContext): ReportWriter {
  return atEnd((report) => {
    if (report.findings === 0) return `${cleanLine(report, context)}\n`;
    const blocks = report.rules.map((rule) => ruleBlock(rule, context));
    return `\n${blocks.join('\n\n')}\n\n${totals(report, context)}\n`;
  });
}

function cleanLine(report: Report, { colors, elapsedMs }: FormatContext): string {
  const isClean = report.problems.length === 0 && !report.stopped;
  const word = isClean ? colors.green('clean') : colors.yellow('nothing found');
  return [`${word}: ${scannedWords(report.scanned, elapsedMs)}`, ...reservations(report).map(printable)].join('\n');
}

function totals(report: Report, { colors, elapsedMs, width }: FormatContext): string {
  const parts = severities
    .filter((severity) => report.severities[severity] > 0)
    .map((severity) => paint(severity, colors)(`${grouped(report.severities[severity])} ${severity}`));
  const rule = colors.dim('─'.repeat(Math.min(width, 72)));
  const head = colors.bold(`${count(report.findings, 'finding')} of ${count(report.rules.length, 'rule')}`);
  return [
    rule,
    `${head}  ${parts.join(colors.dim(' · '))}`,
    colors.dim(`scanned ${scannedWords(report.scanned, elapsedMs)}`),
    ...reservations(report).map((text) => colors.yellow(printable(text))),
  ].join('\n');
}

function ruleBlock(rule: ReportRule, context: FormatContext): string {
  const { colors, width } = context;
  const text = context.ruleText(rule.rule);
  const facts = [count(rule.count, 'finding'), ...(rule.files > 1 ? [`in ${count(rule.files, 'file')}`] : [])];
  const head = `${paint(rule.severity, colors)(rule.severity.toUpperCase().padEnd(8))}  ${colors.bold(rule.rule)}`;
  const room = Math.max(30, width - MARGIN.length);
  return [
    `${head}  ${facts.join(' ')}`,
    ...wrap(`${text.title}. ${text.why}`, room).map((line) => `${MARGIN}${colors.dim(line)}`),
    ...(rule.seen === undefined ? [] : [`${MARGIN}${colors.dim(seenWords(rule.seen))}`]),
    '',
    ...groupRows(rule, context),
    '',
    ...advice(text, rule, room).map((line) => `${MARGIN}${line}`),
  ].join('\n');
}

/** Path, how often, preview and the first place, in columns as wide as what stands in them. */
function groupRows({ groups }: ReportRule, { colors, width }: FormatContext): string[] {
  const shown = groups.slice(0, MAX_GROUPS);
  const room = Math.max(12, Math.floor((width - MARGIN.length) * 0.4));
  const paths = shown.map(({ path }) => clip(path === undefined ? '(text)' : printable(path), room));
  const counts = shown.map((group) => grouped(group.count));
  const previews = shown.map(({ examples }) => clip(printable(examples[0]?.preview ?? ''), 24));
  const rows = shown.map((group, at) =>
    [
      `${MARGIN}${padEnd(paths[at] ?? '', paths)}`,
      (counts[at] ?? '').padStart(Math.max(...counts.map(({ length }) => length))),
      colors.dim(padEnd(previews[at] ?? '', previews)),
      colors.cyan(placeOf(group)),
    ].join(INDENT),
  );
  const more = groups.length - shown.length;
  return more === 0 ? rows : [...rows, `${MARGIN}${colors.dim(`… and ${count(more, 'more path')}`)}`];
}

/** `file:line:column`, never cut, as editors and terminals turn it into a link. */
function placeOf({ examples }: ReportGroup): string {
  const first = examples[0];
  return first === undefined ? '' : `${printable(first.file)}:${first.line}:${first.column}`;
}

function advice({ remedy, prevention, isNamed }: RuleText, { groups }: ReportRule, room: number): string[] {
  const option = isNamed ? redactOption(groups.map(({ path }) => path)) : undefined;
  // In one piece, to be copied.
  const line = option === undefined ? [] : [`or    ${printable(option)}`];
  return [...labelled('now', remedy, room), ...labelled('then', prevention, room), ...line];
}

function labelled(label: string, text: string, room: number): string[] {
  return wrap(text, room - 6).map((line, at) => `${at === 0 ? label.padEnd(6) : ' '.repeat(6)}${line}`);
}

function paint(severity: Severity, colors: FormatContext['colors']): (text: string) => string {
  const paints: Readonly<Record<Severity, (text: string) => string>> = {
    critical: (text) => colors.red(colors.bold(text)),
    high: colors.red,
    medium: colors.yellow,
    low: colors.cyan,
    info: colors.dim,
  };
  return paints[severity];
}
