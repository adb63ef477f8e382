import { createHash } from 'node:crypto';
import type { Severity } from '../../rules/index.ts';
import type { FormatContext, ReportWriter } from './writer.ts';

const SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly severity: string;
  readonly path: string;
  readonly line: number;
  readonly identity: readonly unknown[];
}

/** A Code Quality report (docs.gitlab.com/ci/testing/code_quality, seen 2026-11-21). */
export function gitlab({ ruleText }: FormatContext): ReportWriter {
  let separator = '[\n';
  const issue = ({ path, line, identity, ...issue }: Issue): string => {
    const location = { path: path.replace(/^(?:\.\/)+/, ''), lines: { begin: line } };
    const fingerprint = createHash('sha256').update(JSON.stringify(identity)).digest('hex');
    const text = separator + JSON.stringify({ ...issue, fingerprint, location });
    separator = ',\n';
    return text;
  };
  return {
    start: () => '',
    finding({ file, line, column, rule, severity, path, preview, fingerprint }) {
      const { title, remedy } = ruleText(rule);
      const where = path === undefined ? '' : ` at ${path}`;
      return issue({
        description: `${title}${where}: ${preview}. ${remedy}`,
        check_name: rule,
        severity: SEVERITIES[severity],
        path: file,
        line,
        // GitLab shows one of several issues with the same fingerprint, so the place belongs to it.
        identity: [fingerprint, rule, file, line, column],
      });
    },
    end({ problems }) {
      const issues = problems.map(({ file, message, code }) =>
        issue({
          description: `Not scanned: ${message}`,
          check_name: 'logveil-not-scanned',
          severity: 'blocker',
          path: file,
          line: 1,
          identity: [code, file],
        }),
      );
      return `${issues.join('')}${separator === '[\n' ? '[]' : '\n]'}\n`;
    },
  };
}
