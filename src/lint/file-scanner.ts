import type { RedactorEngine } from '../redact/redactor.ts';
import type { Rule } from '../rules/rule.ts';
import type { Finding } from '../scan/finding.ts';
import { countLineEnds, type Prefilter } from '../scan/index.ts';
import type { Block } from './blocks.ts';
import { everywhere } from './candidates.ts';
import { createPathCleaner, type PathCleaner } from './clean-path.ts';
import type { LintFinding } from './finding.ts';
import type { Fingerprinter } from './fingerprint.ts';
import { createHeldKey, type HeldKey } from './held-key.ts';
import { createKeyBlock, type KeyBlock, type KeyBody } from './key-block.ts';
import { byteLengthOf, decodeLine, type LineText } from './line-text.ts';
import { type LineSpan, linesToScan } from './lines.ts';
import { previewOf } from './preview.ts';
import { createLineClock, type LineClock } from './time-clock.ts';

/** What turns bytes into findings. */
export interface LintEngine {
  readonly redactor: Pick<RedactorEngine, 'find' | 'text' | 'failures'>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly candidates: Prefilter;
  readonly fingerprint: Fingerprinter;
  readonly now: number;
  /** What else is worth telling about a line, beside what the redactor would hide. */
  readonly checks?: ((line: string) => readonly Finding[]) | undefined;
}

/** Scans the blocks of one file, or of a range of it, in order. Lines are counted from where it begins. */
export interface FileScanner {
  /** Gives what is in a block as it is met; to be walked to the end before the next block. */
  scan(block: Block): Generator<LintFinding, void>;
  /** Looks at lines before the range, to learn whether a private key is open where it begins, and what time it is. */
  lookBack(block: Block): void;
  /** Looks at lines behind the range, only to see the rest of a private key that began in it. */
  lookAhead(block: Block): readonly LintFinding[];
  /** True while a private key that began here has not ended. */
  isWaiting(): boolean;
  /** What was held back, when nothing more comes. */
  end(): readonly LintFinding[];
  /** Line ends seen so far. */
  lineEnds(): number;
  /** Lines seen so far; a last line without a line end counts. */
  lines(): number;
}

/** A value this short stands in too many keys that are none. */
const MIN_HIDDEN = 4;
const NEWLINE = 10;

/** Makes a scanner. Line numbers are counted only up to what is reported, at memory speed. */
export function createFileScanner(file: string, engine: LintEngine): FileScanner {
  const { redactor, candidates } = engine;
  const keyBlock = createKeyBlock((text) => redactor.find(text));
  const held = createHeldKey(engine.fingerprint);
  const clock = createLineClock(engine.now);
  const cleanPath = createPathCleaner(redactor);
  let lineEnds = 0;
  let unfinished = false;

  return {
    isWaiting: held.isWaiting,
    end: held.release,
    lineEnds: () => lineEnds,
    lines: () => lineEnds + (unfinished ? 1 : 0),
    *scan(block) {
      let counted = block.start;
      for (const span of linesToScan(block, candidates, keyBlock.isOpen)) {
        lineEnds += countLineEnds(block.bytes, counted, span.start);
        counted = span.start;
        const place: Place = { ...lineAt(block, span), file, line: lineEnds + 1 };
        yield* scanLine(place, { engine, keyBlock, held, clock, cleanPath });
      }
      lineEnds += countLineEnds(block.bytes, counted, block.end);
      unfinished = block.bytes[block.end - 1] !== NEWLINE;
      clock.pass(block);
    },
    lookBack(block) {
      clock.pass(block);
      // A BEGIN line is rare, and one search of the whole block tells.
      if (!keyBlock.isOpen() && block.bytes.indexOf('-----BEGIN', block.start) < 0) return;
      for (const span of linesToScan(block, everywhere, keyBlock.isOpen)) {
        followKey(lineAt(block, span), keyBlock);
      }
    },
    lookAhead(block) {
      for (const span of linesToScan(block, everywhere, keyBlock.isOpen)) {
        const line = lineAt(block, span);
        const { body, begun } = followKey(line, keyBlock);
        if (body !== undefined) held.addBody(line.text.slice(body.start, body.end));
        if (begun !== undefined || !keyBlock.isOpen()) return held.release();
      }
      return [];
    },
  };
}

/** A line, and where it stands. */
interface Line extends LineText {
  readonly block: Block;
  readonly span: LineSpan;
}

interface Place extends Line {
  readonly file: string;
  readonly line: number;
}

function lineAt(block: Block, span: LineSpan): Line {
  return { ...decodeLine(block.bytes.subarray(span.start, span.end)), block, span };
}

interface LineTools {
  readonly engine: LintEngine;
  readonly keyBlock: KeyBlock;
  readonly held: HeldKey;
  readonly clock: LineClock;
  readonly cleanPath: PathCleaner;
}

function scanLine(place: Place, tools: LineTools): readonly LintFinding[] {
  const { text } = place;
  const { engine, keyBlock, held } = tools;
  const all = engine.redactor.find(text);
  const { body, begun } = followKey(place, keyBlock);
  if (body !== undefined) held.addBody(text.slice(body.start, body.end));
  const describe = createDescriber(place, tools, all);
  const found = withChecks(outside(body, decided(all, place)), place, engine);
  const reports = found.map((finding) => ({
    ...describe(finding),
    fingerprint: engine.fingerprint.of(finding.rule, text.slice(finding.start, finding.end)),
  }));
  if (begun === undefined) return keyBlock.isOpen() ? held.pass(reports) : [...held.pass(reports), ...held.release()];
  const before = [...held.pass(reports), ...held.release()];
  // What the line shows of the key is reported already when there is more than its BEGIN.
  if (!all.some(({ end }) => end > begun.start)) held.hold(createDescriber(place, tools, all)(begun));
  return before;
}

/** What a line means for a private key over several lines. */
interface KeyLine {
  readonly body?: KeyBody | undefined;
  readonly begun?: Finding | undefined;
}

/** Tells the block about a line, in the order in which it must hear of it. */
function followKey({ text, span, block: { piece } }: Line, keyBlock: KeyBlock): KeyLine {
  // Nobody writes a line that long between those of a key.
  if (piece !== undefined) keyBlock.close();
  if (piece?.last === false) return {};
  const body = keyBlock.body(text);
  keyBlock.pass(span.next - span.start);
  return { body, begun: text.includes('-----BEGIN') ? keyBlock.begin(text, piece === undefined) : undefined };
}

/** Describes the findings of one line, in order. Bytes are counted on from finding to finding, for a line may be long. */
function createDescriber(
  place: Place,
  { engine: { rules }, clock, cleanPath }: LineTools,
  all: readonly Finding[],
): (finding: Finding) => Omit<LintFinding, 'fingerprint'> {
  const { file, line, text, encoding, block, span } = place;
  const { piece } = block;
  const hidden = once(() =>
    all.map(({ start, end }) => text.slice(start, end)).filter(({ length }) => length >= MIN_HIDDEN),
  );
  let time: number | undefined;
  let isTimed = false;
  let units = 0;
  let byteOffset = block.offset + (span.start - block.start);
  return (finding) => {
    const { start, end, rule: id, severity, path } = finding;
    byteOffset += byteLengthOf({ text: text.slice(units, start), encoding });
    units = start;
    // Most lines with a candidate have no finding, and reading a time costs as much as looking for one.
    if (!isTimed) time = clock.timeOf(text, block, span);
    isTimed = true;
    const rule = rules.get(id);
    return {
      file,
      line,
      column: (piece?.unitsBefore ?? 0) + start + 1,
      byteOffset,
      rule: id,
      pack: rule?.pack ?? 'custom',
      severity,
      confidence: rule?.confidence ?? 'medium',
      ...(path === undefined ? {} : { path: cleanPath(path, hidden()) }),
      ...(time === undefined ? {} : { time }),
      preview: previewOf(text.slice(start, end), rule),
    };
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** With what the checks of the whole line say; of a longer line its first piece is asked. */
function withChecks(
  findings: readonly Finding[],
  { text, block: { piece } }: Place,
  { checks }: LintEngine,
): readonly Finding[] {
  if (checks === undefined || piece?.first === false) return findings;
  return [...findings, ...checks(text)].sort((a, b) => a.start - b.start);
}

/** Without what lies in the body of a private key, which is reported where the key begins. */
function outside(body: Pick<Finding, 'start' | 'end'> | undefined, findings: readonly Finding[]): readonly Finding[] {
  return body === undefined ? findings : findings.filter(({ start, end }) => end <= body.start || start >= body.end);
}

/** Of a piece's findings, those that begin in the part this piece decides. */
function decided(findings: readonly Finding[], { block: { bytes, piece }, span }: Place): readonly Finding[] {
  if (piece === undefined || findings.length === 0) return findings;
  const unitsTo = (at: number): number => decodeLine(bytes.subarray(span.start, at)).text.length;
  const from = piece.from <= span.start ? 0 : unitsTo(piece.from);
  const to = piece.last ? Number.POSITIVE_INFINITY : unitsTo(piece.to);
  return findings.filter(({ start }) => start >= from && start < to);
}
