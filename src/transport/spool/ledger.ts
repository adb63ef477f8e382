import { readdirSync, unlinkSync } from 'node:fs';
import { segmentPath, segmentsIn } from './names.ts';
import { hasReached, type Position, readPosition, startPosition } from './position.ts';

/** What a writer remembers of a segment it has finished. */
export interface Finished {
  readonly bytes: number;
  readonly lines: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A writer's account of its own finished segments: what they take, and what is lost when one has to go. */
export class SegmentLedger {
  private readonly folder: string;
  private readonly finished = new Map<number, Finished>();
  private position: Position = startPosition;

  constructor(folder: string) {
    this.folder = folder;
  }

  add(sequence: number, finished: Finished): void {
    this.finished.set(sequence, finished);
  }

  /** Forgets what was shipped, and gives what is gone without having been shipped because somebody removed the files. */
  settle(): Finished[] {
    const there = new Set(segmentsIn(namesIn(this.folder)));
    const position = this.currentPosition();
    const gone: Finished[] = [];
    for (const [sequence, finished] of this.finished) {
      if (there.has(sequence)) continue;
      this.finished.delete(sequence);
      const lines = finished.lines - linesShipped(position, sequence, finished.lines);
      if (lines > 0) gone.push({ ...finished, lines });
    }
    return gone;
  }

  /** Removes the oldest segments until they take no more than `maxBytes`; gives what was lost with them. */
  makeRoom(maxBytes: number): Finished[] {
    let bytes = 0;
    for (const each of this.finished.values()) bytes += each.bytes;
    const lost: Finished[] = [];
    if (bytes <= maxBytes) return lost;
    const spared = this.spared();
    for (const [sequence, finished] of this.finished) {
      if (bytes <= maxBytes) break;
      if (spared.has(sequence)) continue;
      unlinkSync(segmentPath(this.folder, sequence));
      this.finished.delete(sequence);
      bytes -= finished.bytes;
      lost.push(finished);
    }
    return lost;
  }

  /** The segment that is being shipped and the one after it: what of them is on its way at this moment is not known. */
  private spared(): ReadonlySet<number> {
    const { sequence } = this.currentPosition();
    const next = [...this.finished.keys()].find((each) => each > sequence);
    return new Set([sequence, next ?? sequence]);
  }

  /** Remembered, so that it is still known when the folder is gone. */
  private currentPosition(): Position {
    const read = readPosition(this.folder);
    if (hasReached(read, this.position)) this.position = read;
    return this.position;
  }
}

function linesShipped(position: Position, sequence: number, all: number): number {
  if (position.sequence === sequence) return position.lines;
  return position.sequence > sequence ? all : 0;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
