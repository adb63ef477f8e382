import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { positionFile } from './names.ts';

/** How far a writer's folder has been shipped. */
export interface Position {
  /** Number of the segment; all before it are done. */
  readonly sequence: number;
  /** Bytes of it that are done. */
  readonly offset: number;
  /** Lines of it that are done, whatever became of them. */
  readonly lines: number;
}

export const startPosition: Position = { sequence: 0, offset: 0, lines: 0 };

/** The position of a folder; the start when there is none that can be read, so that lines come twice rather than never. */
export function readPosition(folder: string): Position {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, positionFile), 'utf8'));
    return isPosition(value) ? value : startPosition;
  } catch {
    return startPosition;
  }
}

/** Replaces the position in one step. Throws what the file system throws. */
export function writePosition(folder: string, position: Position): void {
  const path = join(folder, positionFile);
  writeFileSync(`${path}.new`, JSON.stringify(position), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Whether `position` is at or behind the place. */
export function hasReached(position: Position, { sequence, offset }: Pick<Position, 'sequence' | 'offset'>): boolean {
  return position.sequence > sequence || (position.sequence === sequence && position.offset >= offset);
}

function isPosition(value: unknown): value is Position {
  if (typeof value !== 'object' || value === null) return false;
  return ['sequence', 'offset', 'lines'].every((name) => {
    const number: unknown = Reflect.get(value, name);
    return Number.isSafeInteger(number) && Number(number) >= 0;
  });
}
