import type { Batch } from './batch.ts';
import type { Block } from './blocks.ts';
import type { FileScanner } from './file-scanner.ts';
import type { LintFinding } from './finding.ts';

/** Blocks of a file and what is in them, some findings at a time: a chunk may hold more than memory is promised for. */
export interface BlockScan {
  /** To be called when {@link BlockScan.take} gave all there was. */
  add(blocks: readonly Block[]): void;
  /** The next findings; none when all blocks are through. */
  take(): readonly LintFinding[];
}

/** Findings take about a kilobyte each. */
const MOST_AT_ONCE = 200;

/** Makes a scan that goes on from block to block. */
export function createBlockScan(scanner: FileScanner): BlockScan {
  let blocks: readonly Block[] = [];
  let next = 0;
  let current: Iterator<LintFinding> | undefined;
  return {
    add(more) {
      blocks = more;
      next = 0;
    },
    take() {
      const findings: LintFinding[] = [];
      while (findings.length < MOST_AT_ONCE) {
        const block = blocks[next];
        current ??= block === undefined ? undefined : scanner.scan(block);
        const found = current?.next();
        if (found === undefined) break;
        if (!found.done) findings.push(found.value);
        else {
          current = undefined;
          next++;
        }
      }
      return findings;
    },
  };
}

/** All that is left of a scan; what was read for it is told with the first. */
export function* batchesOf(scan: BlockScan, size: Pick<Batch, 'bytes' | 'bytesRead'>): Generator<Batch> {
  yield { findings: scan.take(), ...size };
  for (let findings = scan.take(); findings.length > 0; findings = scan.take()) {
    yield { findings, bytes: 0, bytesRead: 0 };
  }
}
