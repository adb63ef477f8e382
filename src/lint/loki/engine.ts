import type { RedactorEngine } from '../../redact/redactor.ts';
import type { Finding } from '../../scan/finding.ts';
import { checkLine } from './check-line.ts';
import { LABEL_VALUE, MAX_LABEL_VALUES } from './rules.ts';

type Find = RedactorEngine['find'];

/**
 * A finder that also says what Loki would refuse or misread. Of the values of a label it tells each one once, and no
 * more than decide whether there are too many.
 */
export function withLokiChecks(find: Find): Find {
  const told = new Map<string, Set<string>>();
  const isNew = (label: string, value: string): boolean => {
    const values = told.get(label) ?? new Set<string>();
    told.set(label, values);
    if (values.has(value) || values.size > MAX_LABEL_VALUES) return false;
    values.add(value);
    return true;
  };
  return (text) => {
    const checks = checkLine(text).filter(
      ({ rule, path = '', start, end }) => rule !== LABEL_VALUE || isNew(path, text.slice(start, end)),
    );
    return [...find(text), ...checks].sort(byStart);
  };
}

function byStart(a: Finding, b: Finding): number {
  return a.start - b.start;
}
