import type { Input } from './inputs.ts';
import { openFile, readChunks } from './read-file.ts';
import { sniff } from './text-source.ts';

/** A piece of work: a file, a range of a large one, a stream, or a problem to tell in its place. */
export type ScanUnit = Exclude<Input, { kind: 'file' }> | FileUnit;

/** The lines of a file that begin in `[from, to)`. */
export interface FileUnit extends Extract<Input, { kind: 'file' }> {
  readonly from: number;
  /** Undefined: to the end of the file. */
  readonly to: number | undefined;
}

/**
 * 16 MiB: enough that starting on a range costs nothing to speak of, and few enough that the last ranges of a run keep
 * all threads busy. The plan never depends on the number of threads or shards, so neither does the result.
 */
export const RANGE_BYTES: number = 16 << 20;

/** Cuts large files of plain text into ranges. Compressed and UTF-16 files stay whole. */
export async function planUnits(inputs: readonly Input[], rangeBytes: number = RANGE_BYTES): Promise<ScanUnit[]> {
  const units: ScanUnit[] = [];
  for (const input of inputs) {
    if (input.kind !== 'file') units.push(input);
    else units.push(...(await rangesOf(input, rangeBytes)));
  }
  return units;
}

async function rangesOf(input: Extract<Input, { kind: 'file' }>, rangeBytes: number): Promise<FileUnit[]> {
  const { size } = input.identity;
  if (size === undefined || size <= rangeBytes || !(await isPlainText(input))) {
    return [{ ...input, from: 0, to: size }];
  }
  return Array.from({ length: Math.ceil(size / rangeBytes) }, (_, index) => ({
    ...input,
    from: index * rangeBytes,
    to: Math.min(size, (index + 1) * rangeBytes),
  }));
}

const HEAD_BYTES = 8192;

/** A file that cannot be opened stays whole, too: its problem is to be told once. */
async function isPlainText({ file, identity }: Extract<Input, { kind: 'file' }>): Promise<boolean> {
  try {
    const { handle } = await openFile(file, identity);
    try {
      const head = readChunks(handle, { from: 0, to: HEAD_BYTES, chunkBytes: HEAD_BYTES });
      const { format, chunks } = await sniff(head);
      if (format !== 'text' && format !== 'utf-8-mark') return false;
      for await (const chunk of chunks) return !chunk.includes(0);
      return true;
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

/** Which part of the whole work is this machine's: the `index`th (from 1) of `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The units of a shard, by their place in the plan. A problem or an empty file belongs to the shard it falls into. */
export function shardOf(units: readonly ScanUnit[], { index, count }: Shard): readonly boolean[] {
  const total = units.reduce((sum, unit) => sum + weightOf(unit), 0);
  let before = 0;
  return units.map((unit) => {
    const weight = weightOf(unit);
    // Neighbours go together, so that at most one file of a shard is entered in its middle.
    const shard = Math.min(count - 1, Math.floor((count * (before + weight / 2)) / total));
    before += weight;
    return shard === index - 1;
  });
}

/** Bytes, and a little for opening, so that a shard of many small files is not ten times the work. */
function weightOf(unit: ScanUnit): number {
  return 4096 + (unit.kind === 'file' && unit.to !== undefined ? unit.to - unit.from : 0);
}
