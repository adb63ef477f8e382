import type { Batch } from './batch.ts';
import type { LintFinding } from './finding.ts';
import type { ScanUnit } from './plan.ts';
import type { UnitEnd } from './scan-unit.ts';
import type { LintSettings } from './settings.ts';
import type { Trouble } from './source-error.ts';
import type { Tally } from './tally.ts';

/** Puts what the units of a run gave together, in the order of the plan: lines of a file count on from range to range. */
export interface Reporter {
  begin(units: readonly ScanUnit[]): void;
  /** `linesBefore` is asked for a file that this run enters in its middle. */
  enter(unit: ScanUnit, linesBefore: () => Promise<number>): Promise<void>;
  take(batch: Batch): Generator<LintFinding>;
  leave(end: UnitEnd): void;
  /** All units are through. */
  end(): void;
}

type Told = Pick<LintSettings, 'onProblem' | 'onNotice' | 'onProgress'>;

/** The file that is being put together. */
interface FileState {
  readonly file: string;
  /** Lines that begin before the current unit. */
  lines: number;
  failures: number;
  readonly troubles: Set<string>;
}

/** Makes a reporter for one run. */
export function createReporter(tally: Tally, { onProblem, onNotice, onProgress }: Told): Reporter {
  let current: ScanUnit | undefined;
  let state: FileState = { file: '', lines: 0, failures: 0, troubles: new Set() };
  let totalBytes: number | undefined;
  let bytesRead = 0;

  const addProblem = ({ code, message }: Trouble): void => {
    // Every range of a file that is gone says so.
    if (state.troubles.has(code)) return;
    state.troubles.add(code);
    const problem = { file: state.file, code, message };
    tally.addProblem(problem);
    onProblem?.(problem);
  };

  const leaveFile = (): void => {
    if (state.failures > 0) addProblem(failedLines(state.failures));
    if (current !== undefined && isLast(current) && state.troubles.size === 0) tally.addFile();
  };

  return {
    end: leaveFile,
    begin(units) {
      totalBytes = totalOf(units);
    },
    async enter(unit, linesBefore) {
      const isNext = isRangeAfter(current, unit);
      if (!isNext) leaveFile();
      current = unit;
      if (isNext) return;
      state = { file: unit.file, lines: await linesBefore(), failures: 0, troubles: new Set() };
    },
    *take(batch) {
      tally.addBytes(batch.bytes);
      for (const finding of batch.findings) {
        const placed = state.lines === 0 ? finding : { ...finding, line: finding.line + state.lines };
        tally.addFinding(placed);
        yield placed;
      }
      bytesRead += batch.bytesRead;
      onProgress?.({ bytesRead, totalBytes });
    },
    leave({ lineEnds, lines, failures, trouble, notice }) {
      state.lines += lineEnds;
      state.failures += failures;
      tally.addLines(lines);
      if (trouble !== undefined) addProblem(trouble);
      if (notice !== undefined) {
        const told = { file: state.file, ...notice };
        tally.addNotice(told);
        onNotice?.(told);
      }
    },
  };
}

function failedLines(count: number): Trouble {
  const lines = count === 1 ? 'line' : 'lines';
  return { code: 'failed', message: `${count} ${lines} could not be searched; the rest was scanned` };
}

/** Undefined when a stream is among them, or a file without a size. */
function totalOf(units: readonly ScanUnit[]): number | undefined {
  let total = 0;
  for (const unit of units) {
    if (unit.kind === 'problem') continue;
    if (unit.kind === 'stream') return undefined;
    total += (unit.to ?? unit.from) - unit.from;
  }
  return total;
}

function isRangeAfter(before: ScanUnit | undefined, unit: ScanUnit): boolean {
  if (before?.kind !== 'file' || unit.kind !== 'file') return false;
  return before.identity === unit.identity && before.to === unit.from && unit.from > 0;
}

function isLast(unit: ScanUnit): boolean {
  return unit.kind !== 'file' || unit.to === unit.identity.size;
}
