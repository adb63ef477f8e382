import { randomBytes } from 'node:crypto';
import type { RedactOptions } from '../redact/options.ts';
import { abortable } from './abortable.ts';
import { createBlockCutter } from './blocks.ts';
import { createLintEngine } from './engine.ts';
import { createLineCleaner, type LineCleaner } from './line-cleaner.ts';
import { SourceError } from './source-error.ts';
import { isPacked, sniff, withoutFirst } from './text-source.ts';
import { fromUtf16, toUtf16 } from './utf16.ts';

/** Options of `scrub()`. */
export interface ScrubOptions {
  /** The same option as the logger's. */
  readonly redact?: RedactOptions;
  /** Ends the stream at once; what was read and not yet given is lost. */
  readonly signal?: AbortSignal;
}

/** What a run of scrub did. */
export interface ScrubSummary {
  /** Bytes of text that were read. */
  readonly bytes: number;
  readonly changedLines: number;
  /** Lines withheld whole, because they were too long, no text, or could not be cleaned. */
  readonly withheldLines: number;
}

/** Clean bytes, as they become ready. Can be walked once. */
export interface ScrubRun extends AsyncIterable<Uint8Array> {
  summary(): ScrubSummary;
}

/** 8 MiB: a longer line would be a secret's hiding place or a denial of service, so it is withheld. */
const MAX_LINE_BYTES = 8 << 20;
const UTF8_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/**
 * Cleans a stream of lines. One line in is one line out; every byte outside a finding stays as it was, line ends and
 * invalid UTF-8 included. Pulls its input only as fast as its output is taken, and gives each line as soon as it is
 * whole. What is packed with gzip is packed again; UTF-16 with its mark stays UTF-16.
 *
 * Throws `OptionsError` for bad options; while running, what the input itself throws, and an error that says what to do
 * for a format that cannot be written again (zstd, bzip2, xz, zip) or is damaged.
 *
 * @example
 * ```ts
 * import { pipeline } from 'node:stream/promises';
 * import { scrub } from 'logveil/lint';
 * await pipeline(scrub(process.stdin), process.stdout);
 * ```
 */
export function scrub(input: AsyncIterable<Uint8Array>, options: ScrubOptions = {}): ScrubRun {
  const engine = createLintEngine({ redact: options.redact ?? {}, fingerprintKey: randomBytes(32), now: Date.now() });
  const cleaner = createLineCleaner(engine);
  return {
    [Symbol.asyncIterator]: () => abortable(cleanStream(input, cleaner), options.signal),
    summary: () => ({ ...cleaner.counts() }),
  };
}

async function* cleanStream(
  input: AsyncIterable<Uint8Array>,
  cleaner: LineCleaner,
  isUnpacked = false,
): AsyncGenerator<Uint8Array> {
  const { format, chunks } = await sniff(input);
  if (format === 'gzip' && !isUnpacked) {
    const { packGzip, unpack } = await import('./unpack.ts');
    yield* packGzip(cleanStream(unpack('gzip', chunks), cleaner, true));
  } else if (format === 'utf-16le' || format === 'utf-16be') {
    let half: Uint8Array | undefined;
    const text = fromUtf16(chunks, format, (byte) => {
      half = byte;
    });
    yield* toUtf16(cleanMarked(text, cleaner), format);
    if (half !== undefined) yield half;
  } else if (format === 'utf-8-mark') yield* cleanMarked(chunks, cleaner);
  else if (format === 'text') yield* cleanLines(chunks, cleaner);
  else if (isPacked(format))
    throw new SourceError('binary', `is ${format} data, which is not packed again; unpack it first`);
  else throw new SourceError('binary', `is ${format} data; unpack it first`);
}

/** The mark is no part of the first line. */
async function* cleanMarked(chunks: AsyncIterable<Uint8Array>, cleaner: LineCleaner): AsyncGenerator<Uint8Array> {
  yield UTF8_MARK;
  yield* cleanLines(withoutFirst(chunks, UTF8_MARK.length), cleaner);
}

async function* cleanLines(chunks: AsyncIterable<Uint8Array>, cleaner: LineCleaner): AsyncGenerator<Uint8Array> {
  const cutter = createBlockCutter({ maxLineBytes: MAX_LINE_BYTES, overlapBytes: 0 });
  for await (const chunk of chunks) {
    for (const block of cutter.push(chunk)) {
      const clean = cleaner.clean(block);
      if (clean.length > 0) yield clean;
    }
  }
  for (const block of cutter.end()) {
    const clean = cleaner.clean(block);
    if (clean.length > 0) yield clean;
  }
}
