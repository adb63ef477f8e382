import type { Finding } from '../scan/finding.ts';
import type { LintFinding } from './finding.ts';

/** Not a finding to show: says that something was redacted here, so that `--expect-redacted` can count it. */
export const MARKER = 'redaction-marker';

/** What the censors write: markers with or without a rule, pseudonyms, masks; and records that were withheld whole. */
const WRITTEN =
  /\[REDACTED(?::([\w-]{1,60}))?\]|\[[a-z0-9-]{1,40}:[\w.-]{1,40}:[\w-]{16,64}\]|(?<!\*)\*{4}(?!\*)|"redaction_error":"/g;

/** Where something was redacted; the path is the rule that the marker names. */
export function markersIn(text: string): Finding[] {
  return [...text.matchAll(WRITTEN)].map((match) => ({
    rule: MARKER,
    start: match.index,
    end: match.index,
    severity: 'info',
    path: match[1] ?? 'other',
  }));
}

/** Counts markers by the rule they name. */
export interface MarkerCounter {
  /** True when the finding only told of a marker, and is not to be shown. */
  takes(finding: LintFinding): boolean;
  /** One sentence. */
  note(): string;
}

const MAX_RULES = 1000;
const MAX_NAMED = 8;

export function createMarkerCounter(): MarkerCounter {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    takes({ rule, path = 'other' }) {
      if (rule !== MARKER) return false;
      total++;
      if (counts.has(path) || counts.size < MAX_RULES) counts.set(path, (counts.get(path) ?? 0) + 1);
      return true;
    },
    note() {
      if (total === 0) return 'No redaction marker was seen: either nothing was there to hide, or nothing hides it.';
      const named = [...counts].sort(([, a], [, b]) => b - a).slice(0, MAX_NAMED);
      const list = named.map(([rule, count]) => `${count.toLocaleString('en-US')} ${rule}`).join(', ');
      return `${total.toLocaleString('en-US')} redaction markers were seen: ${list}${counts.size > MAX_NAMED ? ', …' : ''}.`;
    },
  };
}
