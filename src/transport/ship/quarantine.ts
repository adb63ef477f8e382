import { appendFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeDirectory } from '../make-directory.ts';
import type { Entry } from './sender.ts';

/** A file for lines that the endpoint cannot read, so that they do not hold up the others and are not lost. */
export interface Quarantine {
  /** True when the line is kept; false when the file is full or cannot be written. */
  keep(entry: Entry, reason: string): boolean;
}

// Enough to see what is wrong. Whoever fills it has one fault many times over.
const maxBytes = 16 << 20;

/** One JSON object a line: when, why, and the line as it was logged. */
export function createQuarantine(path: string, now: () => number): Quarantine {
  return {
    keep({ ms, line }, reason) {
      try {
        makeDirectory(dirname(path));
        const record = { at: new Date(now()).toISOString(), reason, logged_at_ms: ms, line };
        const text = `${JSON.stringify(record)}\n`;
        if (sizeOf(path) + text.length > maxBytes) return false;
        appendFileSync(path, text, { mode: 0o600 });
        return true;
      } catch {
        return false;
      }
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
