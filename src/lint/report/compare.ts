import type { LintFinding } from '../finding.ts';
import { createGroups } from './groups.ts';
import type { ReportRule } from './report.ts';

/** What another configuration would do with the same logs. */
export interface Comparison {
  /** Hidden by the new configuration alone. */
  readonly newly: readonly ReportRule[];
  /** Hidden by the old configuration alone: what would be readable from now on. */
  readonly noLonger: readonly ReportRule[];
  /** Hidden by both. */
  readonly unchanged: number;
}

/**
 * Compares two runs over the same sources by place. Both give their findings in the order of the sources, so one walk
 * over both is enough and nothing is kept. `fileOrder` says which file comes first.
 */
export async function compareRuns(
  before: AsyncIterable<LintFinding>,
  after: AsyncIterable<LintFinding>,
  fileOrder: (file: string) => number,
): Promise<Comparison> {
  const newly = createGroups();
  const noLonger = createGroups();
  let unchanged = 0;
  const olds = before[Symbol.asyncIterator]();
  const news = after[Symbol.asyncIterator]();
  let [old, next] = await Promise.all([olds.next(), news.next()]);
  while (!old.done || !next.done) {
    const order = old.done ? 1 : next.done ? -1 : comparePlaces(old.value, next.value, fileOrder);
    if (order === 0) unchanged++;
    else if (order < 0 && !old.done) noLonger.add(old.value);
    else if (!next.done) newly.add(next.value);
    const wasOld = order <= 0;
    const wasNew = order >= 0;
    if (wasOld) old = await olds.next();
    if (wasNew) next = await news.next();
  }
  return { newly: newly.rules(), noLonger: noLonger.rules(), unchanged };
}

function comparePlaces(a: LintFinding, b: LintFinding, fileOrder: (file: string) => number): number {
  return fileOrder(a.file) - fileOrder(b.file) || a.line - b.line || a.column - b.column;
}
