import { printable } from '../report/printable.ts';
import type { Report, ReportGroup, ReportRule } from '../report/report.ts';
import { severities } from '../report/severity.ts';
import { count, grouped, reservations, scannedWords, seenWords } from './words.ts';
import { atEnd, type FormatContext, type ReportWriter } from './writer.ts';

/** A comment on a pull request holds 65,536 characters; these bounds keep below in all but absurd cases. */
const MAX_RULES = 30;
const MAX_GROUPS = 10;

/** GitHub-flavoured Markdown, for comments and job summaries. */
export function markdown(context: FormatContext): ReportWriter {
  return atEnd((report) => `${[...head(report), ...body(report, context), ...foot(report)].join('\n')}\n`);
}

function head(report: Report): string[] {
  const isWhole = report.problems.length === 0 && !report.stopped;
  const found = `${count(report.findings, 'finding')} of ${count(report.rules.length, 'rule')}`;
  const title = report.findings > 0 ? found : isWhole ? 'clean' : 'nothing found';
  const parts = severities
    .filter((severity) => report.severities[severity] > 0)
    .map((severity) => `${grouped(report.severities[severity])} ${severity}`);
  return [
    `## logveil lint: ${title}`,
    '',
    `${[...parts, `scanned ${scannedWords(report.scanned, undefined)}`].join(' · ')}`,
    '',
    ...reservations(report).map((text) => `> ${inline(text)}  `),
    ...(reservations(report).length > 0 ? [''] : []),
  ];
}

function body({ rules }: Report, context: FormatContext): string[] {
  if (rules.length === 0) return [];
  const more = rules.length > MAX_RULES ? [`… and ${count(rules.length - MAX_RULES, 'more rule')}`, ''] : [];
  return [...rules.slice(0, MAX_RULES).flatMap((rule) => section(rule, context)), ...more];
}

function section(rule: ReportRule, { ruleText }: FormatContext): string[] {
  const { title, why, remedy, prevention } = ruleText(rule.rule);
  const facts = [
    count(rule.count, 'finding'),
    count(rule.files, 'file'),
    ...(rule.seen === undefined ? [] : [seenWords(rule.seen)]),
  ];
  const more = rule.groups.length - MAX_GROUPS;
  return [
    `### ${inline(title)} (${code(rule.rule)}, ${rule.severity})`,
    '',
    `${facts.join(', ')}. ${inline(why)}`,
    '',
    '| path | count | preview | first place |',
    '|---|---:|---|---|',
    ...rule.groups.slice(0, MAX_GROUPS).map(row),
    ...(more > 0 ? [`| … ${count(more, 'more path')} | | | |`] : []),
    '',
    `- **Now:** ${inline(remedy)}`,
    `- **Then:** ${inline(prevention)}`,
    '',
  ];
}

function row({ path, count: times, examples }: ReportGroup): string {
  const first = examples[0];
  const place = first === undefined ? '' : code(`${first.file}:${first.line}:${first.column}`);
  return `| ${path === undefined ? '(text)' : code(path)} | ${grouped(times)} | ${code(first?.preview ?? '')} | ${place} |`;
}

function foot({ problems }: Report): string[] {
  if (problems.length === 0) return [];
  return ['### Not scanned', '', ...problems.map(({ file, message }) => `- ${code(file)}: ${inline(message)}`), ''];
}

/** Prose in which nothing is taken for markup. */
function inline(text: string): string {
  return printable(text).replace(/[\\`*_[\]<>|#&~!]/g, (sign) => `\\${sign}`);
}

/** A code span that also holds in a table; a fence longer than any run of backticks inside. */
function code(text: string): string {
  if (text === '') return '';
  const shown = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}
