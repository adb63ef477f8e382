import { type Logger, pino } from 'pino';
import { createLogger, type LoggerOptions } from '../logger/index.ts';
import { createEngine } from '../redact/engine.ts';
import type { RedactOptions } from '../redact/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import type { RedactInput } from '../redact/settings.ts';

/** What is put to the proof: a logger of the user's options, and what lint would see without it. */
export interface Subject {
  readonly redact: RedactOptions;
  /** What lint and scrub of the same options use. */
  readonly engine: RedactorEngine;
  /** What the user's logger writes when it is logged to. */
  written(log: (logger: Logger) => void): string;
  /** What bare pino writes. */
  bare(log: (logger: Logger) => void): string;
}

/** Never in a line by chance, and the same in each, so that digits of the time are no secret's. */
const TIME = Date.UTC(2026, 0, 1);

/** Throws `OptionsError` when the logger's options are refused. */
export function createSubject(options: LoggerOptions): Subject {
  const lines: string[] = [];
  const stream = { write: (line: string): number => lines.push(line) };
  // Where lines go, and which of them, is not what is proven here.
  const { transport: _t, pretty: _p, useOnlyCustomLevels: _u, levelComparison: _l, ...kept } = options;
  const quiet = { level: 'trace', enabled: true, clock: () => TIME, onInternalError: () => undefined };
  const logger = createLogger({ ...kept, ...quiet }, stream);
  const bare = pino({ base: null, level: 'trace' }, stream);
  // The cast holds: createLogger has taken the same options.
  const input = (options.redact ?? {}) as RedactInput;
  const take = (target: Logger, log: (logger: Logger) => void): string => {
    lines.length = 0;
    log(target);
    return lines.join('');
  };
  return {
    redact: isPaths(input) ? { paths: input } : input,
    engine: createEngine(input),
    written: (log) => take(logger, log),
    bare: (log) => take(bare, log),
  };
}

/** Array.isArray does not narrow readonly arrays out of a union (TypeScript issue 17002). */
function isPaths(input: RedactInput): input is readonly string[] {
  return Array.isArray(input);
}
