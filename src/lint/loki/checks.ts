import type { Finding } from '../../scan/finding.ts';
import { checkLine } from './check-line.ts';
import { LABEL_VALUE, MAX_LABEL_VALUES } from './rules.ts';

/**
 * Makes a check of lines that says what Loki would refuse or misread. Of the values of a label it tells each one once,
 * and no more than decide whether there are too many.
 */
export function createLokiChecks(): (line: string) => Finding[] {
  const told = new Map<string, Set<string>>();
  const isNew = (label: string, value: string): boolean => {
    const values = told.get(label) ?? new Set<string>();
    told.set(label, values);
    if (values.has(value) || values.size > MAX_LABEL_VALUES) return false;
    values.add(value);
    return true;
  };
  return (line) =>
    checkLine(line).filter(
      ({ rule, path = '', start, end }) => rule !== LABEL_VALUE || isNew(path, line.slice(start, end)),
    );
}
