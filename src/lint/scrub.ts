import { createEngine } from '../redact/engine.ts';
import type { RedactOptions } from '../redact/options.ts';
import type { Redactor, RedactorEngine } from '../redact/redactor.ts';
import { type Block, createBlockCutter } from './blocks.ts';
import { candidateFinder } from './candidates.ts';
import { decodeExact, encodeExact } from './exact-text.ts';
import { createKeyBlock, type KeyBlock } from './key-block.ts';
import { type CandidateFinder, type LineSpan, linesToScan } from './lines.ts';

/** Options of `scrub()`. */
export interface ScrubOptions {
  /** The same option as the logger's. */
  readonly redact?: RedactOptions;
}

/** What a run of scrub did. */
export interface ScrubSummary {
  readonly bytes: number;
  readonly changedLines: number;
  /** Lines withheld whole, because they were too long or could not be cleaned. */
  readonly withheldLines: number;
}

/** Clean bytes, as they become ready. Can be walked once. */
export interface ScrubRun extends AsyncIterable<Uint8Array> {
  summary(): ScrubSummary;
}

/** 8 MiB: a longer line would be a secret's hiding place or a denial of service, so it is withheld. */
const MAX_LINE_BYTES = 8 << 20;
const TOO_LONG = Buffer.from('[REDACTED:line-too-long]');
const FAILED = Buffer.from('[REDACTED:line-not-cleaned]');

/**
 * Cleans a stream of lines. One line in is one line out; every byte outside a finding stays as it was, line ends and
 * invalid UTF-8 included. Pulls its input only as fast as its output is taken.
 *
 * Throws `OptionsError` for bad options; while running, only what the input itself throws.
 *
 * @example
 * ```ts
 * import { pipeline } from 'node:stream/promises';
 * import { scrub } from 'logveil/lint';
 * await pipeline(scrub(process.stdin), process.stdout);
 * ```
 */
export function scrub(input: AsyncIterable<Uint8Array>, options: ScrubOptions = {}): ScrubRun {
  const redactor = createEngine(options.redact ?? {});
  const cleaner = createCleaner(redactor, candidateFinder(redactor.rules));
  const run = async function* (): AsyncGenerator<Uint8Array> {
    const cutter = createBlockCutter({ maxLineBytes: MAX_LINE_BYTES, overlapBytes: 0 });
    for await (const chunk of input) for (const block of cutter.push(chunk)) yield* cleaner.clean(block);
    for (const block of cutter.end()) yield* cleaner.clean(block);
  };
  return { [Symbol.asyncIterator]: run, summary: cleaner.summary };
}

interface Cleaner {
  clean(block: Block): Generator<Uint8Array>;
  summary(): ScrubSummary;
}

/** Cleans the blocks of one stream in order. */
function createCleaner(redactor: Pick<RedactorEngine, 'find' | 'line' | 'failures'>, find: CandidateFinder): Cleaner {
  const keyBlock = createKeyBlock((text) => redactor.find(text));
  const counts = { bytes: 0, changedLines: 0, withheldLines: 0 };

  const cleanLine = (bytes: Buffer): Buffer => {
    try {
      const text = decodeExact(bytes);
      const clean = cleanText(hideKeyBody(text, keyBlock), redactor, keyBlock);
      if (clean === text) return bytes;
      counts.changedLines++;
      return encodeExact(clean);
    } catch {
      counts.withheldLines++;
      return FAILED;
    }
  };

  return {
    // What the redactor could not clean left it as a marker, and is counted there.
    summary: () => ({ ...counts, withheldLines: counts.withheldLines + redactor.failures() }),
    *clean(block) {
      counts.bytes += block.end - block.start;
      if (block.piece !== undefined) {
        if (block.piece.first) counts.withheldLines++;
        if (block.piece.last) yield withheld(block);
        return;
      }
      yield* replaceLines(block, linesToScan(block, find, keyBlock.isOpen), cleanLine);
    },
  };
}

/** The block's bytes with the given lines cleaned, in as few parts as the changes allow. */
function* replaceLines(
  { bytes, start, end }: Block,
  lines: Iterable<LineSpan>,
  clean: (line: Buffer) => Buffer,
): Generator<Uint8Array> {
  let from = start;
  const parts: Buffer[] = [];
  for (const line of lines) {
    const before = bytes.subarray(line.start, line.end);
    const after = clean(before);
    if (after === before) continue;
    parts.push(bytes.subarray(from, line.start), after);
    from = line.end;
  }
  parts.push(bytes.subarray(from, end));
  // Copied when whole: the block's memory belongs to the reader.
  yield Buffer.concat(parts);
}

function withheld({ bytes, end }: Block): Buffer {
  const ending = bytes[end - 1] === 10 ? (bytes[end - 2] === 13 ? '\r\n' : '\n') : '';
  return Buffer.concat([TOO_LONG, Buffer.from(ending)]);
}

function hideKeyBody(text: string, keyBlock: KeyBlock): string {
  const body = keyBlock.isOpen() ? keyBlock.body(text) : undefined;
  return body === undefined ? text : `${text.slice(0, body.start)}[REDACTED:${body.rule}]${text.slice(body.end)}`;
}

function cleanText(text: string, redactor: Pick<Redactor, 'line'>, keyBlock: KeyBlock): string {
  if (text.includes('-----BEGIN')) keyBlock.begin(text, true);
  return redactor.line(text);
}
