import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { OptionsError, type Problem } from '../../errors/index.ts';
import type { LintFinding, LintProblem } from '../finding.ts';
import type { PartialHead } from '../formats/partial.ts';
import type { ReportEnd } from './build.ts';

/** The partial reports of all shards as one run: its findings in the order of the whole, and its end. */
export interface MergedRun {
  readonly head: PartialHead;
  readonly findings: AsyncIterable<LintFinding>;
  /** Complete when the findings have been walked through. */
  end(): ReportEnd;
}

/**
 * Joins partial reports. Throws `OptionsError` when a file is none, when two are of the same shard or of different
 * runs. A shard that is missing or whose report breaks off is a problem in the end: its part was not scanned.
 */
export async function mergePartials(files: readonly string[]): Promise<MergedRun> {
  const parts = await readHeads(files);
  const [first] = parts;
  if (first === undefined) throw refused([{ option: 'merge', message: 'needs at least one partial report' }]);
  const problems = parts.flatMap(({ file, head }) => headProblems(file, head, first.head));
  const byIndex = new Map<number, Part>();
  for (const part of parts) {
    const other = byIndex.get(part.head.shard.index);
    if (other !== undefined) problems.push({ option: part.file, message: `is of the same shard as ${other.file}` });
    byIndex.set(part.head.shard.index, part);
  }
  if (problems.length > 0) throw refused(problems);

  const ends: ReportEnd[] = [];
  const { index: _, count } = first.head.shard;
  const indexes = Array.from({ length: count }, (_each, at) => at + 1);
  const missing = indexes.filter((index) => !byIndex.has(index)).map((index) => missingShard(index, count));
  return {
    head: first.head,
    findings: inOrder(
      indexes.flatMap((index) => byIndex.get(index) ?? []),
      ends,
    ),
    end: () => joinEnds(ends, missing),
  };
}

interface Part {
  readonly file: string;
  readonly head: PartialHead;
}

async function readHeads(files: readonly string[]): Promise<Part[]> {
  const parts = await Promise.all(files.map(async (file) => ({ file, line: await firstLine(file) })));
  const problems: Problem[] = [];
  const heads = parts.flatMap(({ file, line }) => {
    const head = typeof line === 'string' ? asHead(line) : undefined;
    if (head !== undefined) return [{ file, head }];
    const message =
      typeof line === 'string'
        ? 'is no partial report; write one with lint --shard i/n --format partial'
        : line.problem;
    problems.push({ option: file, message });
    return [];
  });
  if (problems.length > 0) throw refused(problems);
  return heads;
}

async function firstLine(file: string): Promise<string | { readonly problem: string }> {
  try {
    for await (const line of linesOf(file)) return line;
    return '';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { problem: code === 'ENOENT' ? 'no such file; did its shard run?' : `cannot be read (${code})` };
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const input = createReadStream(file);
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    input.destroy();
  }
}

function asHead(line: string): PartialHead | undefined {
  const value = asObject(line);
  if (value?.['type'] !== 'logveil-partial' || value['version'] !== 1) return undefined;
  const { shard } = value;
  const isShard = typeof shard === 'object' && shard !== null && 'index' in shard && 'count' in shard;
  // The cast holds: type and version say that logveil wrote the line, and the shard is looked at.
  return isShard ? (value as unknown as PartialHead) : undefined;
}

function asObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // The cast holds for any object: its values are unknown.
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function headProblems(file: string, head: PartialHead, first: PartialHead): Problem[] {
  const problems: Problem[] = [];
  if (head.shard.count !== first.shard.count) {
    problems.push({ option: file, message: `is of ${head.shard.count} shards, the first of ${first.shard.count}` });
  }
  if (head.keyId !== first.keyId) {
    problems.push({ option: file, message: 'was made with another fingerprint key; give every shard the same' });
  }
  if (head.settings !== first.settings) {
    problems.push({ option: file, message: 'was made with other options; give every shard the same' });
  }
  return problems;
}

async function* inOrder(parts: readonly Part[], ends: ReportEnd[]): AsyncGenerator<LintFinding> {
  for (const { file, head } of parts) {
    let isWhole = false;
    for await (const line of linesOf(file)) {
      const { type, ...value } = asObject(line) ?? {};
      // The casts hold: the head said that logveil wrote the file, and each line says what it is.
      if (type === 'finding') yield value as unknown as LintFinding;
      if (type !== 'end') continue;
      ends.push(value as unknown as ReportEnd);
      isWhole = true;
    }
    if (!isWhole) ends.push(brokenOff(file, head));
  }
}

const NOTHING: ReportEnd = {
  scanned: { files: 0, lines: 0, bytes: 0 },
  hidden: { baseline: 0, allowed: 0, outsideWindow: 0, otherRules: 0 },
  problems: [],
  notes: [],
  stopped: false,
};

function brokenOff(file: string, { shard }: PartialHead): ReportEnd {
  const message = `the report of shard ${shard.index} of ${shard.count} breaks off; run that shard again`;
  return { ...NOTHING, problems: [{ file, code: 'truncated', message }] };
}

function missingShard(index: number, count: number): LintProblem {
  const message = `there is no report of shard ${index} of ${count}; its part was not scanned`;
  return { file: `shard ${index}/${count}`, code: 'missing', message };
}

function joinEnds(ends: readonly ReportEnd[], missing: readonly LintProblem[]): ReportEnd {
  const sum = (read: (end: ReportEnd) => number): number => ends.reduce((total, end) => total + read(end), 0);
  return {
    scanned: {
      files: sum((end) => end.scanned.files),
      lines: sum((end) => end.scanned.lines),
      bytes: sum((end) => end.scanned.bytes),
    },
    hidden: {
      baseline: sum((end) => end.hidden.baseline),
      allowed: sum((end) => end.hidden.allowed),
      outsideWindow: sum((end) => end.hidden.outsideWindow),
      otherRules: sum((end) => end.hidden.otherRules),
    },
    problems: [...ends.reduce<readonly LintProblem[]>(joinProblems, []), ...missing],
    notes: [...new Set(ends.flatMap((end) => end.notes))],
    stopped: ends.some((end) => end.stopped),
  };
}

/** A file on both sides of a border may be told of by both shards; one machine would have told once. */
function joinProblems(before: readonly LintProblem[], { problems }: ReportEnd): readonly LintProblem[] {
  const [first, ...rest] = problems;
  const isTold = first !== undefined && JSON.stringify(first) === JSON.stringify(before.at(-1));
  return [...before, ...(isTold ? rest : problems)];
}

function refused(problems: readonly Problem[]): OptionsError {
  return new OptionsError('the partial reports cannot be merged', problems);
}
