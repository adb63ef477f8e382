import { type Batch, type ReadSettings, type Scan, TELL_BYTES } from './batch.ts';
import { type BlockScan, batchesOf, createBlockScan } from './block-scan.ts';
import { type BlockCutter, createBlockCutter } from './blocks.ts';
import type { LintFinding } from './finding.ts';
import { KEY_LOOK_BACK } from './key-block.ts';
import type { FileUnit } from './plan.ts';
import { type Chunk, type ChunkReader, createChunkReader, type OpenFile, readChunks } from './read-file.ts';
import { openText } from './text-source.ts';

const NEWLINE = 10;

/** The lines that begin in a range of a file of plain text. */
export async function* scanRange({ handle }: OpenFile, unit: FileUnit, { scanner, read }: Scan): AsyncGenerator<Batch> {
  const { from, to = from, identity } = unit;
  const fileEnd = identity.size ?? to;
  const { chunkBytes } = read;
  const start = from === 0 ? await markBytes(handle, chunkBytes) : await lineStart(handle, { from, to, chunkBytes });
  if (start === undefined) return;
  if (from > 0) await lookBack({ handle }, start, { scanner, read });
  const lines = createLineReader(handle, { from: start, to, fileEnd }, read);
  const cutter = createBlockCutter({ ...read, offset: start });
  const scan = createBlockScan(scanner);
  try {
    for (;;) {
      const batch = await nextBatch(lines, cutter, scan);
      if (batch.bytes === 0 && batch.findings.length === 0) break;
      yield batch;
    }
  } finally {
    await lines.close();
  }
  scan.add(cutter.end());
  yield* batchesOf(scan, { bytes: 0, bytesRead: 0 });
  const findings = await lookAhead({ handle }, { position: lines.position(), fileEnd }, { scanner, read });
  yield { findings, bytes: 0, bytesRead: 0 };
}

/**
 * What the next chunks hold: up to the first findings, or up to {@link TELL_BYTES}. One loop in one function, because V8
 * takes as long to compile a chain of generators as to scan 50 MB.
 */
async function nextBatch(lines: ChunkReader, cutter: BlockCutter, scan: BlockScan): Promise<Batch> {
  let bytes = 0;
  while (bytes < TELL_BYTES) {
    const findings = scan.take();
    if (findings.length > 0) return { findings, bytes, bytesRead: bytes };
    let chunk: Chunk;
    try {
      const next = lines.next();
      chunk = next instanceof Promise ? await next : next;
    } catch (error) {
      if (bytes === 0) throw error;
      // What was looked at is told first; it fails again with the next batch.
      break;
    }
    if (chunk === undefined) break;
    bytes += chunk.length;
    scan.add(cutter.push(chunk));
  }
  return { findings: [], bytes, bytesRead: bytes };
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

/** Gives the chunks up to the end of the line that holds the byte before `to`. */
interface LineReader extends ChunkReader {
  /** Where in the file the next chunk begins. */
  position(): number;
}

interface LineRange {
  readonly from: number;
  readonly to: number;
  readonly fileEnd: number;
}

/** Behind the end of a range most lines end within so many bytes; only of longer ones more is read. */
const LINE_BYTES = 4096;

function createLineReader(
  handle: OpenFile['handle'],
  { from, to, fileEnd }: LineRange,
  read: ReadSettings,
): LineReader {
  const { chunkBytes, blocking } = read;
  const border = Math.min(fileEnd, to + LINE_BYTES);
  const inside = createChunkReader(handle, { from, to: border, chunkBytes, blocking });
  const behind = createChunkReader(handle, { from: border, to: fileEnd, chunkBytes, blocking });
  let position = from;
  // Whatever is left of the range, at least one byte is wanted until a line end was seen behind it.
  let left = Math.max(1, to - from);
  const upToLineEnd = (chunk: Chunk): Chunk => {
    if (chunk === undefined) return undefined;
    const newline = chunk.length < left ? -1 : chunk.indexOf(NEWLINE, left - 1);
    left = newline < 0 ? Math.max(1, left - chunk.length) : 0;
    const lines = newline < 0 ? chunk : chunk.subarray(0, newline + 1);
    position += lines.length;
    return lines;
  };
  return {
    position: () => position,
    next() {
      if (left === 0) return undefined;
      const chunk = (position < border ? inside : behind).next();
      return chunk instanceof Promise ? chunk.then(upToLineEnd) : upToLineEnd(chunk);
    },
    close: () => Promise.all([inside.close(), behind.close()]),
  };
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
