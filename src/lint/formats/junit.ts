import type { LintProblem } from '../finding.ts';
import type { Report, ReportGroup, ReportRule } from '../report/report.ts';
import { isoTime } from './record.ts';
import { count } from './words.ts';
import { atEnd, type FormatContext, type ReportWriter } from './writer.ts';
import { xmlText } from './xml.ts';

/** JUnit XML: a suite for each rule, a failed case for each key path; an error for what was not scanned. */
export function junit(context: FormatContext): ReportWriter {
  return atEnd((report) => document(report, context));
}

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
}

function document(report: Report, context: FormatContext): string {
  const suites = [scanSuite(report), ...report.rules.map((rule) => ruleSuite(rule, context))];
  const total = (count: (suite: Suite) => number): number => suites.reduce((sum, suite) => sum + count(suite), 0);
  const head = attributes({
    name: 'logveil lint',
    tests: total(({ cases }) => cases.length),
    failures: total(({ failures }) => failures),
    errors: total(({ errors }) => errors),
    time: '0',
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${suites.map(suiteText).join('')}</testsuites>\n`;
}

function suiteText({ name, cases, failures, errors }: Suite): string {
  const head = attributes({ name, tests: cases.length, failures, errors, skipped: 0, time: '0' });
  return `  <testsuite${head}>\n${cases.join('')}  </testsuite>\n`;
}

/** There in every run, so that a clean one has a test that passed. */
function scanSuite({ scanned, problems, stopped }: Report): Suite {
  const errors = [...problems.map(problemCase), ...(stopped ? [stoppedCase()] : [])];
  const passed = `    <testcase${attributes({ classname: 'logveil', name: `${count(scanned.files, 'file')} scanned`, time: '0' })}/>\n`;
  return { name: 'logveil', cases: [passed, ...errors], failures: 0, errors: errors.length };
}

function problemCase({ file, code, message }: LintProblem): string {
  const error = `      <error${attributes({ message, type: code })}>${xmlText(`${file}: ${message}`)}</error>\n`;
  return testCase(`scan ${file}`, 'logveil', error);
}

function stoppedCase(): string {
  const message = 'stopped half-way; the rest was not looked at';
  return testCase('scan to the end', 'logveil', `      <error${attributes({ message, type: 'stopped' })}/>\n`);
}

function ruleSuite(rule: ReportRule, context: FormatContext): Suite {
  const cases = rule.groups.map((group) => groupCase(rule, group, context));
  return { name: rule.rule, cases, failures: cases.length, errors: 0 };
}

function groupCase({ rule, severity }: ReportRule, group: ReportGroup, { ruleText }: FormatContext): string {
  const { title, remedy, prevention } = ruleText(rule);
  const where = group.path ?? 'text';
  const message = `${title}: ${group.count} at ${where}`;
  const seen = group.seen === undefined ? [] : [`seen ${isoTime(group.seen.first)} to ${isoTime(group.seen.last)}`];
  const places = group.examples.map(({ file, line, column, preview }) => `${file}:${line}:${column}  ${preview}`);
  const more = group.count > places.length ? [`… and ${group.count - places.length} more`] : [];
  const body = [...places, ...more, ...seen, remedy, prevention].map(xmlText).join('\n');
  return testCase(where, rule, `      <failure${attributes({ message, type: severity })}>${body}</failure>\n`);
}

function testCase(name: string, classname: string, body: string): string {
  return `    <testcase${attributes({ classname, name, time: '0' })}>\n${body}    </testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}
