import type { Logger } from 'pino';
import { createLogger, type LoggerOptions } from '../../src/logger/index.ts';

/** A destination that keeps every line it is given. */
export interface Lines {
  readonly lines: string[];
  write(line: string): void;
  /** The last line as a record. */
  record(): Record<string, unknown>;
}

export function createLines(): Lines {
  const lines: string[] = [];
  return {
    lines,
    write: (line) => {
      lines.push(line);
    },
    record: () => JSON.parse(lines.at(-1) ?? '{}'),
  };
}

/** What one log call writes. */
export function logOnce(
  options: LoggerOptions,
  call: (logger: Logger) => void,
): { line: string; record: Record<string, unknown> } {
  const lines = createLines();
  call(createLogger({ onInternalError: () => undefined, ...options }, lines));
  return { line: lines.lines.at(-1) ?? '', record: lines.record() };
}

/** A record without what only logveil writes first. */
export function fieldsOf(record: Record<string, unknown>): Record<string, unknown> {
  const { level: _level, time: _time, ...fields } = record;
  return fields;
}

/** A logger and what it wrote last, newline left out. */
export function collecting(options: LoggerOptions): { logger: Logger; last: () => string } {
  let line = '';
  const logger = createLogger(
    { clock: () => 0, ...options },
    {
      write(text) {
        line = text.trimEnd();
      },
    },
  );
  return { logger, last: () => line };
}
