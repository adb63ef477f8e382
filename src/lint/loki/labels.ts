import type { LintFinding } from '../finding.ts';
import { LABEL_VALUE, lokiSeverity, MAX_LABEL_VALUES } from './rules.ts';

/** Counts the values of labels over a whole run, by their fingerprints. */
export interface LabelCounter {
  /** True when the finding only told a label's value, and is not to be shown. */
  takes(finding: LintFinding): boolean;
  /** A finding for each label with too many values, where it was first met. */
  findings(): LintFinding[];
}

interface Label {
  readonly first: LintFinding;
  readonly values: Set<string>;
}

export function createLabelCounter(): LabelCounter {
  const labels = new Map<string, Label>();
  return {
    takes(finding) {
      if (finding.rule !== LABEL_VALUE) return false;
      const name = finding.path ?? '';
      const label = labels.get(name) ?? { first: finding, values: new Set<string>() };
      labels.set(name, label);
      if (label.values.size <= MAX_LABEL_VALUES) label.values.add(finding.fingerprint);
      return true;
    },
    findings: () =>
      [...labels.values()]
        .filter(({ values }) => values.size > MAX_LABEL_VALUES)
        // Of all times: a label does not have fewer values because somebody asks for a day.
        .map(({ first: { time: _, ...first } }) => ({
          ...first,
          rule: 'loki-label-cardinality',
          severity: lokiSeverity('loki-label-cardinality'),
          preview: `more than ${MAX_LABEL_VALUES} values`,
        })),
  };
}
