import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { parse as parseCsv } from 'csv-parse/sync';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { LintFinding, LintProblem } from '../../../src/lint/finding.ts';
import { finding, write } from '../../support/report-sample.ts';

const nasty = `a"b'<c>&,;:%|\`\n\r\t\u0000\ud800]]></script>=x.log`;
const problem: LintProblem = { file: nasty, code: 'unreadable', message: 'permission denied; run as a user who may' };
const findings: readonly LintFinding[] = [
  finding(),
  finding({ line: 8 }),
  finding({ file: '/var/log/x.log', rule: 'email', pack: 'contact', severity: 'medium', path: 'msg' }),
  withoutPlace(finding({ file: nasty, rule: 'of-my-own', severity: 'info' })),
  finding({ file: './a b/ü.log', path: nasty, severity: 'low', rule: 'ip' }),
];

function withoutPlace({ path: _path, time: _time, ...rest }: LintFinding): LintFinding {
  return rest;
}

const schemaPath = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const ajv = new Ajv04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const isSarif = ajv.compile(JSON.parse(readFileSync(schemaPath, 'utf8')));

describe('SARIF', () => {
  it.each([
    ['of many findings', findings, {}],
    ['of none', [], {}],
    ['of what was not scanned', findings, { problems: [problem], notes: ['expired'], stopped: true }],
  ])('%s is valid by the schema of 2.1.0', (_, given, end) => {
    const valid = isSarif(JSON.parse(write('sarif', given, { end })));
    expect(isSarif.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  });

  it('is refused by the same schema when it is wrong', () => {
    expect(isSarif({ version: '2.1.0', runs: [{ results: [{ message: 1 }] }] })).toBe(false);
  });

  it('has what GitHub asks for: rules with help, fingerprints, relative places, a score', () => {
    const [run] = JSON.parse(write('sarif', findings)).runs;
    const [first, second, third] = run.results;
    expect(first.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
    expect(second.partialFingerprints).toEqual(first.partialFingerprints);
    expect(first.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'logs/app.log' },
      region: { startLine: 7, startColumn: 12 },
    });
    expect(third.locations[0].physicalLocation.artifactLocation.uri).toBe('file:///var/log/x.log');
    expect(run.results[4].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%BC.log');
    const rule = run.tool.driver.rules[first.ruleIndex];
    expect(rule).toMatchObject({ id: 'password', defaultConfiguration: { level: 'error' } });
    expect(rule.help.text).toContain('Rotate it');
    expect(rule.properties).toMatchObject({ 'security-severity': '9.5', tags: ['security', 'credentials'] });
    expect(
      run.results.every(
        (each: { ruleId: string; ruleIndex: number }) => run.tool.driver.rules[each.ruleIndex].id === each.ruleId,
      ),
    ).toBe(true);
  });

  it('keeps an alert when the file is rotated, the line moves, or an index changes', () => {
    const hash = (given: LintFinding) =>
      JSON.parse(write('sarif', [given])).runs[0].results[0].partialFingerprints.primaryLocationLineHash;
    const one = hash(finding({ path: 'items.0.password' }));
    expect(hash(finding({ path: 'items.7.password', file: 'app.log.1', line: 99 }))).toBe(one);
    expect(hash(finding({ path: 'items.0.secret' }))).not.toBe(one);
    expect(hash(finding({ path: 'items.0.password', fingerprint: 'ff' }))).not.toBe(one);
  });

  it('does not call a run successful that left something out', () => {
    const { invocations } = JSON.parse(write('sarif', [], { end: { problems: [problem] } })).runs[0];
    expect(invocations[0].executionSuccessful).toBe(false);
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain('permission denied');
  });
});

describe('JUnit', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'testcase' || name === 'testsuite',
  });

  it('is well-formed XML whatever the names are, with counts that are right', () => {
    const text = write('junit', findings, { end: { problems: [problem] } });
    expect(XMLValidator.validate(text)).toBe(true);
    const { testsuites } = parser.parse(text);
    expect(testsuites).toMatchObject({ tests: '6', failures: '4', errors: '1' });
    const suites: { name: string; tests: string; testcase: { failure?: object; error?: object }[] }[] =
      testsuites.testsuite;
    for (const suite of suites) expect(suite.testcase).toHaveLength(Number(suite.tests));
    expect(suites.flatMap((suite) => suite.testcase).filter((each) => each.failure !== undefined)).toHaveLength(4);
    expect(suites[1]).toMatchObject({
      name: 'password',
      testcase: [{ name: 'user.password', failure: { type: 'critical' } }],
    });
    expect(text).toContain('logs/app.log:7:12');
  });

  it('has a test that passes when nothing was found', () => {
    const { testsuites } = parser.parse(write('junit', []));
    expect(testsuites).toMatchObject({ tests: '1', failures: '0', errors: '0' });
    expect(testsuites.testsuite[0].testcase[0].name).toBe('1 file scanned');
  });
});

describe('CSV', () => {
  it('comes back from a parser with every cell as it was', () => {
    const rows: string[][] = parseCsv(write('csv', findings));
    expect(rows).toHaveLength(findings.length + 1);
    expect(rows[1]).toEqual([
      'critical',
      'password',
      'credentials',
      'user.password',
      'logs/app.log',
      '7',
      '12',
      '2026-11-20T12:40:01.629Z',
      '****',
      '00112233445566778899aabbccddeeff',
    ]);
    expect(rows[5]?.[3]).toBe(nasty.toWellFormed());
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '|cmd', '\uff1d1'])(
    'makes %j no formula',
    (path) => {
      const rows: string[][] = parseCsv(write('csv', [finding({ path, file: path })]));
      expect(rows[1]?.[3]).toBe(`'${path}`);
      expect(rows[1]?.[4]).toBe(`'${path}`);
    },
  );

  it('is a head alone when there is nothing', () => {
    expect(write('csv', [])).toBe('severity,rule,pack,path,file,line,column,time,preview,fingerprint\r\n');
  });
});

describe('JSON', () => {
  it.each(['json', 'sarif', 'gitlab'] as const)('%s is one document, also when there is nothing', (format) => {
    expect(() => JSON.parse(write(format, []))).not.toThrow();
    expect(() => JSON.parse(write(format, findings))).not.toThrow();
  });

  it('has the findings as they are, with the time in ISO 8601, and the summary', () => {
    const { findings: written, summary } = JSON.parse(write('json', findings));
    expect(written[0]).toEqual({ ...finding(), time: '2026-11-20T12:40:01.629Z' });
    expect(summary).toMatchObject({ findings: 5, lines: 10, severities: { critical: 2, info: 1 }, stopped: false });
    expect(summary.rules[0]).toMatchObject({
      rule: 'password',
      count: 2,
      paths: [{ path: 'user.password', count: 2 }],
    });
  });

  it('in lines is one object a line, the summary last', () => {
    const lines = write('ndjson', findings)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual([...findings.map(() => 'finding'), 'summary']);
    expect(write('ndjson', []).trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('GitLab', () => {
  it('gets what Code Quality asks for, and a fingerprint for each place', () => {
    const issues = JSON.parse(write('gitlab', findings, { end: { problems: [problem] } }));
    expect(issues).toHaveLength(6);
    expect(issues[0]).toMatchObject({
      check_name: 'password',
      severity: 'blocker',
      location: { path: 'logs/app.log', lines: { begin: 7 } },
    });
    expect(issues[4].location.path).toBe('a b/ü.log');
    expect(issues[5]).toMatchObject({ check_name: 'logveil-not-scanned', severity: 'blocker' });
    expect(new Set(issues.map((issue: { fingerprint: string }) => issue.fingerprint)).size).toBe(6);
    expect(issues.every((issue: { description: string }) => issue.description.length > 0)).toBe(true);
  });
});

describe('GitHub', () => {
  it('gets one workflow command a line that names cannot break out of', () => {
    const lines = write('github', findings, { end: { problems: [problem] } })
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(
      /^::error file=logs\/app.log,line=7,col=12,title=Password \(password\)::Password at user.password: \*\*\*\*\. /,
    );
    expect(lines.every((line) => /^::(?:error|warning|notice) [^\r\n]+::[^\r\n]+$/.test(line))).toBe(true);
    expect(lines[3]).toMatch(/^::notice file=a"b'<c>&%2C;%3A%25\|`%0A%0D/);
  });
});
