import type { RedactorEngine } from '../redact/redactor.ts';
import type { Prefilter } from '../scan/index.ts';
import { type Block, createBlockCutter, LINE_CUT } from './blocks.ts';
import { createFileScanner, type LintEngine } from './file-scanner.ts';
import { createKeyBlock, type KeyBlock, type KeyBody } from './key-block.ts';
import { decodeLine, encodeLine, type LineText } from './line-text.ts';
import { type LineSpan, linesToScan } from './lines.ts';

/** What was done so far. */
export interface CleanCounts {
  readonly bytes: number;
  readonly changedLines: number;
  readonly withheldLines: number;
}

/** Cleans the blocks of one stream in order. */
export interface LineCleaner {
  clean(block: Block): Buffer;
  counts(): CleanCounts;
}

/** What the cleaner needs of an engine. */
export interface CleanerEngine extends LintEngine {
  readonly redactor: Pick<RedactorEngine, 'find' | 'line' | 'text' | 'failures'>;
}

/** Cleaning once is enough; what changes for the third time is withheld. */
const MAX_ROUNDS = 3;
const TOO_LONG = Buffer.from('[REDACTED:line-too-long]');
const FAILED = Buffer.from('[REDACTED:line-not-cleaned]');
const NOT_TEXT = Buffer.from('[REDACTED:line-not-text]');
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Makes a cleaner. What it writes is looked at again: nothing that lint would find gets through. */
export function createLineCleaner(engine: CleanerEngine): LineCleaner {
  const { redactor, candidates } = engine;
  const counts = { bytes: 0, changedLines: 0, withheldLines: 0 };
  const find = (text: string): ReturnType<typeof redactor.find> => redactor.find(text);
  // One follows the lines as they come, the other as they go: lint will see the second.
  const read = createKeyBlock(find);
  const written = createKeyBlock(find);
  const isInKey = (): boolean => read.isOpen() || written.isOpen();

  const cleanLine = (bytes: Buffer, ending: number): Buffer => {
    const before = decodeLine(bytes);
    const failures = redactor.failures();
    let result: Buffer;
    try {
      result = cleaned(bytes, { line: before, body: read.body(before.text) }, engine);
    } catch {
      result = FAILED;
    }
    let after = decodeLine(result);
    const left = written.body(after.text);
    if (left !== undefined) {
      after = hideBody(after, left);
      result = encodeLine(after);
    }
    begin(read, before, bytes.length + ending);
    begin(written, after, result.length + ending);
    if (result === FAILED || result === NOT_TEXT || redactor.failures() > failures) counts.withheldLines++;
    else if (result !== bytes) counts.changedLines++;
    return result;
  };

  const withhold = ({ bytes, end, piece }: Block): Buffer => {
    read.close();
    if (piece?.first) counts.withheldLines++;
    if (!piece?.last) return Buffer.alloc(0);
    const line = Buffer.concat([TOO_LONG, endingOf(bytes, end)]);
    written.body(TOO_LONG.toString());
    written.pass(line.length);
    return line;
  };

  return {
    counts: () => counts,
    clean(block) {
      counts.bytes += block.end - block.start;
      if (block.piece !== undefined) return withhold(block);
      return replaceLines(block, linesToScan(block, withNul(candidates, block), isInKey), cleanLine);
    },
  };
}

function begin(keyBlock: KeyBlock, { text }: LineText, bytes: number): void {
  keyBlock.pass(bytes);
  if (text.includes('-----BEGIN')) keyBlock.begin(text, true);
}

/** A line as it was read, and what of it belongs to a private key. */
interface ReadLine {
  readonly line: LineText;
  readonly body: KeyBody | undefined;
}

/** The line without what the rules hide. Gives back the same bytes when there is nothing. */
function cleaned(bytes: Buffer, { line, body }: ReadLine, engine: CleanerEngine): Buffer {
  const { redactor } = engine;
  if (bytes.includes(0) && redactor.find(line.text.replaceAll('\0', '')).length > 0) return NOT_TEXT;
  const isUntouched = body === undefined;
  let { text, encoding } = hideBody(line, body);
  let current = bytes;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const clean = redactor.line(text);
    if (round === 0 && clean === text && isUntouched) return bytes;
    current = encodeLine({ text: clean, encoding });
    ({ text, encoding } = decodeLine(current));
    if (isClean(current, text, engine)) return current;
  }
  return FAILED;
}

/** True when lint would find nothing in the line. */
function isClean(bytes: Buffer, text: string, engine: CleanerEngine): boolean {
  const failures = engine.redactor.failures();
  if (engine.redactor.find(text).length > 0 || engine.redactor.failures() > failures) return false;
  if (bytes.length <= LINE_CUT.maxLineBytes) return true;
  // So long a line comes to lint in pieces, and what a piece looks like is another matter.
  const cutter = createBlockCutter(LINE_CUT);
  const scanner = createFileScanner('', engine);
  return [...cutter.push(bytes), ...cutter.end()].every((block) => scanner.scan(block).next().done === true);
}

function hideBody({ text, encoding }: LineText, body: KeyBody | undefined): LineText {
  if (body === undefined) return { text, encoding };
  return { text: `${text.slice(0, body.start)}[REDACTED:${body.rule}]${text.slice(body.end)}`, encoding };
}

/** Lines with NUL bytes are looked at, too: they may be UTF-16, in which no rule sees a name. */
function withNul(find: Prefilter, { bytes, start, end }: Block): Prefilter {
  const first = bytes.indexOf(0, start);
  if (first < 0 || first >= end) return find;
  return (...block) => {
    const candidateAfter = find(...block);
    return (from) => {
      const nul = bytes.indexOf(0, from);
      const candidate = candidateAfter(from);
      return nul >= 0 && nul < end && (candidate < 0 || nul < candidate) ? nul : candidate;
    };
  };
}

/** The block's bytes with the given lines cleaned, in as few parts as the changes allow. */
function replaceLines(
  { bytes, start, end }: Block,
  lines: Iterable<LineSpan>,
  clean: (line: Buffer, ending: number) => Buffer,
): Buffer {
  let from = start;
  const parts: Buffer[] = [];
  for (const line of lines) {
    const before = bytes.subarray(line.start, line.end);
    const after = clean(before, line.next - line.end);
    if (after === before) continue;
    parts.push(bytes.subarray(from, line.start), after);
    from = line.end;
  }
  parts.push(bytes.subarray(from, end));
  // Copied when whole: the block's memory belongs to the reader.
  return Buffer.concat(parts);
}

function endingOf(bytes: Buffer, end: number): Buffer {
  if (bytes[end - 1] !== NEWLINE) return Buffer.alloc(0);
  return Buffer.from(bytes[end - 2] === CARRIAGE_RETURN ? '\r\n' : '\n');
}
