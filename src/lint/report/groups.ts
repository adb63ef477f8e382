import type { Severity } from '../../rules/index.ts';
import type { LintFinding } from '../finding.ts';
import { pathShape } from './key-path.ts';
import type { ReportGroup, ReportRule, Seen } from './report.ts';
import { severityRank } from './severity.ts';

/** Groups kept apart; what comes after goes into its rule's group without a path. */
const MAX_GROUPS = 2000;
/** Enough to see what it is, and to have one when the first is a test. */
const MAX_EXAMPLES = 3;
const MAX_FILES = 10_000;

export interface GroupBuilder {
  add(finding: LintFinding): void;
  rules(): ReportRule[];
  files(): { file: string; count: number }[];
  /** What was counted together because there was too much of it. */
  notes(): string[];
}

interface Group {
  count: number;
  seen: Seen | undefined;
  readonly examples: LintFinding[];
}

interface RuleGroups {
  readonly severity: Severity;
  readonly files: Set<string>;
  readonly groups: Map<string | undefined, Group>;
}

/** Counts findings by rule and key path. Memory is bounded whatever comes; counts stay exact. */
export function createGroups(): GroupBuilder {
  const rules = new Map<string, RuleGroups>();
  const files = new Map<string, number>();
  let groupCount = 0;
  let pathsFolded = false;
  let filesFolded = false;

  const groupFor = (entry: RuleGroups, path: string | undefined): Group => {
    const known = entry.groups.get(path);
    if (known !== undefined) return known;
    if (path !== undefined && groupCount >= MAX_GROUPS) {
      pathsFolded = true;
      return groupFor(entry, undefined);
    }
    const group: Group = { count: 0, seen: undefined, examples: [] };
    entry.groups.set(path, group);
    groupCount++;
    return group;
  };

  return {
    add(finding) {
      let entry = rules.get(finding.rule);
      if (entry === undefined) {
        entry = { severity: finding.severity, files: new Set(), groups: new Map() };
        rules.set(finding.rule, entry);
      }
      addTo(groupFor(entry, finding.path === undefined ? undefined : pathShape(finding.path)), finding);
      const isKnown = files.has(finding.file);
      if (!isKnown && files.size >= MAX_FILES) {
        filesFolded = true;
        return;
      }
      files.set(finding.file, (files.get(finding.file) ?? 0) + 1);
      entry.files.add(finding.file);
    },
    rules: () => [...rules].map(([rule, entry]) => ruleOf(rule, entry)).sort(bySeverityAndCount),
    files: () =>
      [...files].map(([file, count]) => ({ file, count })).sort((a, b) => b.count - a.count || compare(a.file, b.file)),
    notes() {
      return [
        ...(pathsFolded ? [`Key paths past the first ${MAX_GROUPS} are counted together under their rule.`] : []),
        ...(filesFolded ? [`Files past the first ${MAX_FILES} with findings are not counted one by one.`] : []),
      ];
    },
  };
}

function addTo(group: Group, finding: LintFinding): void {
  group.count++;
  group.seen = widened(group.seen, finding.time);
  if (group.examples.length < MAX_EXAMPLES) group.examples.push(finding);
}

function widened(seen: Seen | undefined, time: number | undefined): Seen | undefined {
  if (time === undefined) return seen;
  if (seen === undefined) return { first: time, last: time };
  if (time >= seen.first && time <= seen.last) return seen;
  return { first: Math.min(seen.first, time), last: Math.max(seen.last, time) };
}

function ruleOf(rule: string, { severity, files, groups }: RuleGroups): ReportRule {
  const list = [...groups]
    .map(([path, group]) => groupOf(path, group))
    .sort((a, b) => b.count - a.count || compare(a.path ?? '', b.path ?? ''));
  const seen = list.reduce<Seen | undefined>(
    (all, group) => widened(widened(all, group.seen?.first), group.seen?.last),
    undefined,
  );
  return {
    rule,
    severity,
    count: list.reduce((sum, group) => sum + group.count, 0),
    files: files.size,
    ...(seen === undefined ? {} : { seen }),
    groups: list,
  };
}

function groupOf(path: string | undefined, { count, seen, examples }: Group): ReportGroup {
  return { ...(path === undefined ? {} : { path }), count, ...(seen === undefined ? {} : { seen }), examples };
}

function bySeverityAndCount(a: ReportRule, b: ReportRule): number {
  return severityRank(a.severity) - severityRank(b.severity) || b.count - a.count || compare(a.rule, b.rule);
}

/** By code units, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
