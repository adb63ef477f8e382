import type { AllowList } from '../baseline/allow.ts';
import type { BaselineUse } from '../baseline/baseline.ts';
import type { LintFinding } from '../finding.ts';
import { isInWindow, type TimeWindow } from '../time-window.ts';
import type { Hidden } from './report.ts';

/** What is asked for and what is accepted. */
export interface FilterSettings {
  readonly window: TimeWindow;
  /** When there are any, no other rule is reported. */
  readonly only: ReadonlySet<string>;
  readonly skip: ReadonlySet<string>;
  readonly allow: AllowList;
  readonly baseline: BaselineUse | undefined;
}

export interface FindingFilter {
  /** Why a finding is not reported; undefined when it is. Counts what it hides. */
  reasonToHide(finding: LintFinding): keyof Hidden | undefined;
  hidden(): Hidden;
}

export function createFilter(settings: FilterSettings): FindingFilter {
  const counts = { baseline: 0, allowed: 0, outsideWindow: 0, otherRules: 0 };
  return {
    reasonToHide(finding) {
      const reason = reasonFor(finding, settings);
      if (reason !== undefined) counts[reason]++;
      return reason;
    },
    hidden: () => ({ ...counts }),
  };
}

function reasonFor(finding: LintFinding, settings: FilterSettings): keyof Hidden | undefined {
  const { window, only, skip, allow, baseline } = settings;
  if (skip.has(finding.rule) || (only.size > 0 && !only.has(finding.rule))) return 'otherRules';
  if (!isInWindow(window, finding.time)) return 'outsideWindow';
  if (allow.allows(finding)) return 'allowed';
  return baseline?.knows(finding) === true ? 'baseline' : undefined;
}
