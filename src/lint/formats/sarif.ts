import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Severity } from '../../rules/index.ts';
import type { LintFinding } from '../finding.ts';
import { pathShape } from '../report/key-path.ts';
import type { Report } from '../report/report.ts';
import type { RuleText } from '../report/rule-text.ts';
import { isoTime } from './record.ts';
import type { FormatContext, ReportWriter } from './writer.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/** Middles of the ranges in which GitHub calls an alert critical, high, medium and low (docs.github.com, 2026-11). */
const SCORES: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.1',
};

/** SARIF 2.1.0, streamed: results first, the rules they name after them. */
export function sarif(context: FormatContext): ReportWriter {
  const indexes = new Map<string, number>();
  let separator = '\n';
  const indexOf = (rule: string): number => {
    const index = indexes.get(rule) ?? indexes.size;
    indexes.set(rule, index);
    return index;
  };
  return {
    start: () => `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"columnKind":"utf16CodeUnits","results":[`,
    finding(finding) {
      const text = separator + JSON.stringify(result(finding, indexOf(finding.rule), context));
      separator = ',\n';
      return text;
    },
    end(report) {
      const rules = [...indexes.keys()].map((rule) => descriptor(context.ruleText(rule)));
      const driver = { name: 'logveil', version: context.version, semanticVersion: context.version, rules };
      return `\n],"tool":${JSON.stringify({ driver })},\n"invocations":[${JSON.stringify(invocation(report))}]}]}\n`;
    },
  };
}

function result(finding: LintFinding, ruleIndex: number, { ruleText }: FormatContext): object {
  const { file, line, column, rule, pack, severity, path, time, preview, fingerprint } = finding;
  const { title, remedy } = ruleText(rule);
  const at = path === undefined ? '' : ` at ${path}`;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: `${title}${at}: ${preview}. ${remedy}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } },
        ...(path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: path, kind: 'member' }] }),
      },
    ],
    partialFingerprints: {
      'logveilFingerprint/v1': fingerprint,
      primaryLocationLineHash: lineHash(finding),
    },
    properties: { pack, severity, preview, ...(time === undefined ? {} : { time: isoTime(time) }) },
  };
}

/** What GitHub tracks an alert by: the value, its rule and its place in the record, so it survives a rotation. */
function lineHash({ fingerprint, rule, path = '' }: LintFinding): string {
  const hash = createHash('sha256').update(JSON.stringify([fingerprint, rule, pathShape(path)]));
  return `${hash.digest('hex').slice(0, 16)}:1`;
}

function descriptor({ id, title, why, pack, severity, remedy, prevention, helpUrl }: RuleText): object {
  return {
    id,
    name: id,
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${why}` },
    help: { text: `${why} ${remedy} ${prevention}`, markdown: `${why}\n\n- ${remedy}\n- ${prevention}` },
    ...(helpUrl === undefined ? {} : { helpUri: helpUrl }),
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['security', pack], 'security-severity': SCORES[severity], precision: 'high' },
  };
}

function invocation({ problems, notes, stopped }: Report): object {
  const failed = problems.map(({ file, code, message }) => ({
    level: 'error',
    descriptor: { id: code },
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
  }));
  const told = notes.map((text) => ({ level: 'note', message: { text } }));
  return { executionSuccessful: problems.length === 0 && !stopped, toolExecutionNotifications: [...failed, ...told] };
}

/** A relative reference for what lies in the working tree, as code scanning wants it; else a file URL. */
function uriOf(file: string): string {
  if (isAbsolute(file)) return pathToFileURL(file).href;
  const parts = file
    .toWellFormed()
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
    .split('/');
  return parts.map(encodeURIComponent).join('/');
}
