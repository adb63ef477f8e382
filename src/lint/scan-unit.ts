import { createBlockCutter } from './blocks.ts';
import { createFileScanner, type FileScanner, type LintEngine } from './file-scanner.ts';
import type { LintFinding, LintNotice } from './finding.ts';
import { KEY_LOOK_BACK } from './key-block.ts';
import { countLines } from './lines.ts';
import type { FileUnit, ScanUnit } from './plan.ts';
import { type OpenFile, openFile, readChunks } from './read-file.ts';
import { describeReadError, type Trouble } from './source-error.ts';
import { openText } from './text-source.ts';

/** What came out of one chunk. Lines are counted from where the unit begins. */
export interface Batch {
  readonly findings: readonly LintFinding[];
  /** Bytes of text that were looked at. */
  readonly bytes: number;
  /** Bytes that were read for it: fewer in a compressed file. */
  readonly bytesRead: number;
}

/** How a unit ended. */
export interface UnitEnd {
  readonly lineEnds: number;
  readonly lines: number;
  /** Lines that the redactor could not search. */
  readonly failures: number;
  readonly trouble?: Trouble;
  readonly notice?: Omit<LintNotice, 'file'>;
}

/** How bytes are read and lines are cut. */
export interface ReadSettings {
  readonly chunkBytes: number;
  readonly maxLineBytes: number;
  readonly overlapBytes: number;
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

interface Scan {
  readonly scanner: FileScanner;
  readonly read: ReadSettings;
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
    if (isWhole) {
      const { chunkBytes } = scan.read;
      yield* scanText(readChunks(file.handle, { from: 0, to: size, chunkBytes }), scan);
    } else yield* scanRange(file, unit, scan);
    return unit.to === size && (await file.hasGrown()) ? { notice: GREW } : undefined;
  } finally {
    await file.handle.close();
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
  let told = 0;
  for await (const chunk of chunks) {
    const findings = cutter.push(chunk).flatMap((block) => scanner.scan(block));
    yield { findings, bytes: chunk.length, bytesRead: bytesRead - told };
    told = bytesRead;
  }
  const findings = [...cutter.end().flatMap((block) => scanner.scan(block)), ...scanner.end()];
  yield { findings, bytes: 0, bytesRead: bytesRead - told };
}

const NEWLINE = 10;

/** The lines that begin in a range of a file of plain text. */
async function* scanRange({ handle }: OpenFile, unit: FileUnit, { scanner, read }: Scan): AsyncGenerator<Batch> {
  const { from, to = from, identity } = unit;
  const fileEnd = identity.size ?? to;
  const { chunkBytes } = read;
  const start = from === 0 ? await markBytes(handle, chunkBytes) : await lineStart(handle, { from, to, chunkBytes });
  if (start === undefined) return;
  if (from > 0) await lookBack({ handle }, start, { scanner, read });
  const cutter = createBlockCutter({ ...read, offset: start });
  let position = start;
  for await (const chunk of wholeLines(
    readChunks(handle, { from: start, to: fileEnd, chunkBytes }),
    Math.max(1, to - start),
  )) {
    position += chunk.length;
    yield {
      findings: cutter.push(chunk).flatMap((block) => scanner.scan(block)),
      bytes: chunk.length,
      bytesRead: chunk.length,
    };
  }
  const findings = cutter.end().flatMap((block) => scanner.scan(block));
  yield {
    findings: [...findings, ...(await lookAhead({ handle }, { position, fileEnd }, { scanner, read }))],
    bytes: 0,
    bytesRead: 0,
  };
}

type Handle = Pick<OpenFile, 'handle'>;

async function markBytes(handle: OpenFile['handle'], chunkBytes: number): Promise<number> {
  const { offset } = await openText(readChunks(handle, { from: 0, to: 3, chunkBytes }));
  return offset;
}

/** Where the first line begins that begins at or after `from`; undefined when none does before `to`. */
async function lineStart(
  handle: OpenFile['handle'],
  { from, to, chunkBytes }: { readonly from: number; readonly to: number; readonly chunkBytes: number },
): Promise<number | undefined> {
  // The line end that stands right before `from` counts.
  let position = from - 1;
  for await (const chunk of readChunks(handle, {
    from: position,
    to: to - 1,
    chunkBytes: Math.min(chunkBytes, 64 << 10),
  })) {
    const newline = chunk.indexOf(NEWLINE);
    if (newline >= 0) return position + newline + 1;
    position += chunk.length;
  }
  return undefined;
}

/** The chunks up to the end of the line that holds the byte before `count`. */
async function* wholeLines(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    if (chunk.length < left) {
      left -= chunk.length;
      yield chunk;
      continue;
    }
    const newline = chunk.indexOf(NEWLINE, left - 1);
    yield newline < 0 ? chunk : chunk.subarray(0, newline + 1);
    if (newline >= 0) return;
    left = 1;
  }
}

async function lookBack({ handle }: Handle, from: number, { scanner, read }: Scan): Promise<void> {
  const begin = Math.max(0, from - KEY_LOOK_BACK);
  const cutter = createBlockCutter({ ...read, offset: begin });
  for await (const chunk of readChunks(handle, { from: begin, to: from, chunkBytes: read.chunkBytes })) {
    for (const block of cutter.push(chunk)) scanner.lookBack(block);
  }
}

/** Reads on until a key that began in the range has ended; that is bounded, because a key is. */
async function lookAhead(
  { handle }: Handle,
  { position, fileEnd }: { readonly position: number; readonly fileEnd: number },
  { scanner, read }: Scan,
): Promise<readonly LintFinding[]> {
  if (!scanner.isWaiting() || position >= fileEnd) return scanner.end();
  const cutter = createBlockCutter({ ...read, offset: position });
  for await (const chunk of readChunks(handle, { from: position, to: fileEnd, chunkBytes: read.chunkBytes })) {
    for (const block of cutter.push(chunk)) {
      const findings = scanner.lookAhead(block);
      if (!scanner.isWaiting()) return findings;
    }
  }
  return [...cutter.end().flatMap((block) => scanner.lookAhead(block)), ...scanner.end()];
}

/** Counts the lines that begin before a range, for a shard that does not scan them. */
export async function countLinesBefore(unit: FileUnit, chunkBytes: number): Promise<number> {
  const { handle } = await openFile(unit.file, unit.identity);
  try {
    let count = 0;
    let last: number | undefined = NEWLINE;
    for await (const chunk of readChunks(handle, { from: 0, to: unit.from, chunkBytes })) {
      count += countLines(chunk, 0, chunk.length);
      last = chunk.at(-1);
    }
    return last === NEWLINE ? count : count + 1;
  } finally {
    await handle.close();
  }
}
