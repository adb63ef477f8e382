import type { Severity } from '../rules/rule.ts';
import type { LintFinding, LintProblem, LintSummary, RuleCount } from './finding.ts';

/** Counts a run as it goes: by rule, never by value, so its size does not grow with the findings. */
export interface Tally {
  /** Counts the findings and gives them back. */
  count(findings: readonly LintFinding[]): readonly LintFinding[];
  addBytes(bytes: number): void;
  bytes(): number;
  endFile(lines: number, complete: boolean): void;
  addProblem(problem: LintProblem): void;
  summary(): LintSummary;
}

/** Most severe first. */
const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export function createTally(): Tally {
  const rules = new Map<string, MutableCount>();
  const problems: LintProblem[] = [];
  let bytes = 0;
  let files = 0;
  let lines = 0;
  let total = 0;
  return {
    count(findings) {
      for (const finding of findings) add(rules, finding);
      total += findings.length;
      return findings;
    },
    addBytes: (more) => {
      bytes += more;
    },
    bytes: () => bytes,
    endFile(fileLines, complete) {
      lines += fileLines;
      if (complete) files++;
    },
    addProblem: (problem) => problems.push(problem),
    summary: () => ({ files, lines, bytes, findings: total, rules: inOrder(rules), problems: [...problems] }),
  };
}

interface MutableCount {
  count: number;
  files: number;
  lastFile: string;
  /** The first of the most severe: a key from a documentation says less than a real one after it. */
  first: LintFinding;
}

function add(rules: Map<string, MutableCount>, finding: LintFinding): void {
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
