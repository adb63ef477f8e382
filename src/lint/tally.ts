import type { Severity } from '../rules/rule.ts';
import type { LintFinding, LintNotice, LintProblem, LintSummary, RuleCount } from './finding.ts';

/** Counts a run as it goes: by rule, never by value, so its size does not grow with the findings. */
export interface Tally {
  addFinding(finding: LintFinding): void;
  addBytes(bytes: number): void;
  addLines(lines: number): void;
  /** A source was scanned to its end. */
  addFile(): void;
  addProblem(problem: LintProblem): void;
  addNotice(notice: LintNotice): void;
  summary(): LintSummary;
}

/** Most severe first. */
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export function createTally(): Tally {
  const rules = new Map<string, MutableCount>();
  const problems: LintProblem[] = [];
  const notices: LintNotice[] = [];
  const counts = { files: 0, lines: 0, bytes: 0, findings: 0 };
  return {
    addFinding(finding) {
      count(rules, finding);
      counts.findings++;
    },
    addBytes: (more) => {
      counts.bytes += more;
    },
    addLines: (more) => {
      counts.lines += more;
    },
    addFile: () => {
      counts.files++;
    },
    addProblem: (problem) => problems.push(problem),
    addNotice: (notice) => notices.push(notice),
    summary: () => ({ ...counts, rules: inOrder(rules), problems: [...problems], notices: [...notices] }),
  };
}

interface MutableCount {
  count: number;
  files: number;
  lastFile: string;
  /** The first of the most severe: a key from a documentation says less than a real one after it. */
  first: LintFinding;
}

function count(rules: Map<string, MutableCount>, finding: LintFinding): void {
  const known = rules.get(finding.rule);
  if (known === undefined) {
    rules.set(finding.rule, { count: 1, files: 1, lastFile: finding.file, first: finding });
    return;
  }
  known.count++;
  if (SEVERITIES.indexOf(finding.severity) < SEVERITIES.indexOf(known.first.severity)) known.first = finding;
  if (known.lastFile !== finding.file) known.files++;
  known.lastFile = finding.file;
}

function inOrder(rules: ReadonlyMap<string, MutableCount>): RuleCount[] {
  return [...rules]
    .map(([rule, { count, files, first }]) => ({ rule, severity: first.severity, count, files, first }))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count);
}
