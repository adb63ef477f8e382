import type { RedactorEngine } from '../redact/redactor.ts';
import type { Finding } from '../scan/finding.ts';
import type { Block } from './blocks.ts';
import type { LintFinding } from './finding.ts';
import { createKeyBlock } from './key-block.ts';
import { type CandidateFinder, countLines, type LineSpan, linesToScan } from './lines.ts';

/** What turns bytes into findings. */
export interface LintEngine {
  readonly redactor: Pick<RedactorEngine, 'find' | 'text' | 'failures'>;
  readonly candidates: CandidateFinder;
}

/** Scans the blocks of one file in order. */
export interface FileScanner {
  scan(block: Block): LintFinding[];
  /** Lines seen so far; a last line without a line end counts. */
  lines(): number;
}

/** Long enough for any real path; a path is text of the file and must not flood a report. */
const MAX_PATH = 200;

/** Makes a scanner for one file. Line numbers are counted only up to what is reported, at memory speed. */
export function createFileScanner(file: string, { redactor, candidates }: LintEngine): FileScanner {
  const keyBlock = createKeyBlock((text) => redactor.find(text));
  let line = 1;
  let lineOffset = 0;
  let unfinished = false;
  // A private key whose BEGIN line was seen; reported when a line of its body follows.
  let key: LintFinding | undefined;

  const report = (finding: Finding, unitsBefore: number): LintFinding => ({
    file,
    line,
    column: unitsBefore + finding.start + 1,
    lineOffset,
    rule: finding.rule,
    severity: finding.severity,
    ...(finding.path === undefined ? {} : { path: redactor.text(finding.path.slice(0, MAX_PATH)) }),
  });

  const scanLine = (block: Block, span: LineSpan): LintFinding[] => {
    const text = block.bytes.toString('utf8', span.start, span.end);
    const body = keyBlock.isOpen() ? keyBlock.body(text) : undefined;
    const findings = outside(body, redactor.find(text));
    const unitsBefore = block.piece?.unitsBefore ?? 0;
    const reports = decided(findings, block, span).map((finding) => report(finding, unitsBefore));
    if (body !== undefined && key !== undefined) {
      reports.unshift(key);
      key = undefined;
    }
    const begun = text.includes('-----BEGIN') ? keyBlock.begin(text) : undefined;
    if (begun !== undefined)
      key = findings.some(({ end }) => end > begun.start) ? undefined : report(begun, unitsBefore);
    return reports;
  };

  return {
    lines: () => (unfinished ? line : line - 1),
    scan(block) {
      const found: LintFinding[] = [];
      let counted = block.start;
      for (const span of linesToScan(block, candidates, keyBlock.isOpen)) {
        line += countLines(block.bytes, counted, span.start);
        counted = span.start;
        if (block.piece === undefined || block.piece.first) lineOffset = block.offset + (span.start - block.start);
        for (const finding of scanLine(block, span)) found.push(finding);
      }
      if (block.piece?.first) lineOffset = block.offset;
      line += countLines(block.bytes, counted, block.end);
      unfinished = block.bytes[block.end - 1] !== NEWLINE;
      return found;
    },
  };
}

const NEWLINE = 10;

/** Without what lies in the body of a private key, which was reported where the key begins. */
function outside(body: Pick<Finding, 'start' | 'end'> | undefined, findings: readonly Finding[]): readonly Finding[] {
  return body === undefined ? findings : findings.filter(({ start, end }) => end <= body.start || start >= body.end);
}

/** Of a piece's findings, those that begin in the part this piece decides. */
function decided(findings: readonly Finding[], { bytes, piece }: Block, span: LineSpan): readonly Finding[] {
  if (piece === undefined) return findings;
  const from = bytes.toString('utf8', span.start, piece.from).length;
  const to = piece.last ? Number.POSITIVE_INFINITY : bytes.toString('utf8', span.start, piece.to).length;
  return findings.filter(({ start }) => start >= from && start < to);
}
