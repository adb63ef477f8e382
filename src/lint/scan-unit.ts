import { countLineEnds } from '../scan/index.ts';
import type { Batch, ReadSettings, Scan } from './batch.ts';
import { batchesOf, createBlockScan } from './block-scan.ts';
import { createBlockCutter } from './blocks.ts';
import { createFileScanner, type LintEngine } from './file-scanner.ts';
import type { LintNotice } from './finding.ts';
import type { FileUnit, ScanUnit } from './plan.ts';
import { type OpenFile, openFile, readChunks } from './read-file.ts';
import { scanRange } from './scan-range.ts';
import { describeReadError, type Trouble } from './source-error.ts';
import { openText } from './text-source.ts';

/** How a unit ended. */
export interface UnitEnd {
  readonly lineEnds: number;
  readonly lines: number;
  /** Lines that the redactor could not search. */
  readonly failures: number;
  readonly trouble?: Trouble;
  readonly notice?: Omit<LintNotice, 'file'>;
}

/** What a scan of a unit works with. */
export interface UnitTools {
  readonly engine: LintEngine;
  readonly read: ReadSettings;
}

/** Scans one unit. Never throws: what goes wrong is told in its end. */
export async function* scanUnit(unit: ScanUnit, { engine, read }: UnitTools): AsyncGenerator<Batch, UnitEnd> {
  const scanner = createFileScanner(unit.file, engine);
  const failuresBefore = engine.redactor.failures();
  const end = (more: Pick<UnitEnd, 'trouble' | 'notice'> | undefined): UnitEnd => ({
    lineEnds: scanner.lineEnds(),
    lines: scanner.lines(),
    failures: engine.redactor.failures() - failuresBefore,
    ...more,
  });
  try {
    if (unit.kind === 'problem') return end({ trouble: unit.trouble });
    if (unit.kind === 'file') return end(yield* scanFile(unit, { scanner, read }));
    yield* scanText(unit.bytes, { scanner, read });
    return end(undefined);
  } catch (error) {
    // What was held back until a key's end is known all the same.
    yield { findings: scanner.end(), bytes: 0, bytesRead: 0 };
    return end({ trouble: describeReadError(error) });
  }
}

const GREW = {
  code: 'grew',
  message: 'grew while it was read; scanned as far as it went at the start, the rest is for the next run',
} as const;

async function* scanFile(unit: FileUnit, scan: Scan): AsyncGenerator<Batch, Pick<UnitEnd, 'notice'> | undefined> {
  const { size } = unit.identity;
  const file = await openFile(unit.file, unit.identity);
  try {
    const isWhole = unit.from === 0 && unit.to === size;
    if (isWhole) yield* scanWhole(file, unit, scan);
    else yield* scanRange(file, unit, scan);
    return unit.to === size && (await file.hasGrown()) ? { notice: GREW } : undefined;
  } finally {
    await file.handle.close();
  }
}

async function* scanWhole({ handle }: OpenFile, { identity }: FileUnit, scan: Scan): AsyncGenerator<Batch> {
  const chunks = readChunks(handle, { from: 0, to: identity.size, chunkBytes: scan.read.chunkBytes });
  try {
    yield* scanText(chunks, scan);
  } finally {
    // What is refused by its first bytes is not read to its end, and its memory is to be given back.
    await chunks.return(undefined);
  }
}

/** A stream or a whole file, of whatever format. */
async function* scanText(bytes: AsyncIterable<Uint8Array>, { scanner, read }: Scan): AsyncGenerator<Batch> {
  let bytesRead = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      bytesRead += chunk.length;
      yield chunk;
    }
  };
  const { offset, chunks } = await openText(counted());
  const cutter = createBlockCutter({ ...read, offset });
  const scan = createBlockScan(scanner);
  let told = 0;
  for await (const chunk of chunks) {
    scan.add(cutter.push(chunk));
    yield* batchesOf(scan, { bytes: chunk.length, bytesRead: bytesRead - told });
    told = bytesRead;
  }
  scan.add(cutter.end());
  yield* batchesOf(scan, { bytes: 0, bytesRead: bytesRead - told });
  yield { findings: scanner.end(), bytes: 0, bytesRead: 0 };
}

const NEWLINE = 10;

/** Counts the lines that begin before a range, for a shard that does not scan them. */
export async function countLinesBefore(unit: FileUnit, chunkBytes: number): Promise<number> {
  const { handle } = await openFile(unit.file, unit.identity);
  try {
    let count = 0;
    let last: number | undefined = NEWLINE;
    for await (const chunk of readChunks(handle, { from: 0, to: unit.from, chunkBytes })) {
      count += countLineEnds(chunk, 0, chunk.length);
      last = chunk.at(-1);
    }
    return last === NEWLINE ? count : count + 1;
  } finally {
    await handle.close();
  }
}
