import { AssertionError } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from 'pino';
import { createLogger, type LoggerOptions } from '../logger/index.ts';

/** A record as logveil wrote it: clean, with its level as a word. */
export interface TestRecord {
  readonly level: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly msg?: string;
  readonly err?: { readonly type: string; readonly message: string; readonly stack: string };
  readonly service_name?: string;
  readonly correlation_id?: string;
  readonly trace_id?: string;
  readonly [field: string]: unknown;
}

/** Which records are meant; what is not given does not matter. */
export interface RecordFilter {
  readonly level?: string;
  /** The whole message, or an expression that is found in it. */
  readonly msg?: string | RegExp;
  /** Fields that must be there with exactly this value; there may be others. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The id of a rule that hid something in the record. */
  readonly hidden?: string;
}

/** A logger that keeps what it writes. */
export interface TestLogger {
  /** A real logveil logger: pass it to the code under test. */
  readonly logger: Logger;
  /** Every line as it was written, in order, without its end. */
  readonly lines: readonly string[];
  /** The same lines, parsed. */
  readonly records: readonly TestRecord[];
  /** What went wrong inside logging, by code; usually expected to be empty. */
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  find(filter?: RecordFilter): readonly TestRecord[];
  /** The one record that is meant. Throws `AssertionError` when there is none, or more than one. */
  one(filter?: RecordFilter): TestRecord;
  /** Forgets what was written so far. */
  clear(): void;
}

/**
 * A logger for tests: everything `createLogger` does, into memory, at every level. Takes the options of your service, so
 * that a test sees the lines that production would have.
 *
 * @throws OptionsError as `createLogger` does
 *
 * @example
 * ```ts
 * import { createTestLogger } from 'logveil/testing';
 * const { logger, one } = createTestLogger({ service: 'checkout' });
 * logger.info({ orderId: 17, password: 'hunter2' }, 'order placed');
 * one({ level: 'info', fields: { orderId: 17 }, hidden: 'password' });
 * ```
 */
export function createTestLogger(options: Omit<LoggerOptions, 'pretty' | 'transport'> = {}): TestLogger {
  const lines: string[] = [];
  const records: TestRecord[] = [];
  const problems: { code: string; message: string }[] = [];
  const stream = {
    write(line: string) {
      lines.push(line.trimEnd());
      // The cast holds: logveil writes one JSON object a line, its level and time first.
      records.push(JSON.parse(line) as TestRecord);
    },
  };
  const logger = createLogger(
    { level: 'trace', onInternalError: (problem) => problems.push(problem), ...options },
    stream,
  );
  const { messageKey = 'msg' } = options;
  const find = (filter: RecordFilter = {}): readonly TestRecord[] =>
    records.filter((record, index) => matches(record, lines[index] ?? '', { ...filter, messageKey }));
  return {
    logger,
    lines,
    records,
    problems,
    find,
    one(filter = {}) {
      const [record, ...others] = find(filter);
      if (record !== undefined && others.length === 0) return record;
      const found = record === undefined ? 'no record' : `${others.length + 1} records`;
      throw new AssertionError({ message: `expected one record, found ${found} ${among(records, messageKey)}` });
    },
    clear() {
      lines.length = 0;
      records.length = 0;
      problems.length = 0;
    },
  };
}

function matches(
  record: TestRecord,
  line: string,
  { level, msg, fields = {}, hidden, messageKey }: RecordFilter & { readonly messageKey: string },
): boolean {
  const message = record[messageKey];
  if (level !== undefined && record.level !== level) return false;
  if (typeof msg === 'string' && message !== msg) return false;
  if (msg instanceof RegExp && !(typeof message === 'string' && message.search(msg) >= 0)) return false;
  if (hidden !== undefined && !line.includes(`[REDACTED:${hidden}]`)) return false;
  return Object.entries(fields).every(([name, value]) => isDeepStrictEqual(record[name], value));
}

/** What there is instead, as far as it helps. */
function among(records: readonly TestRecord[], messageKey: string): string {
  const shown = records.slice(0, 10).map((record) => `  ${record.level}: ${String(record[messageKey] ?? '')}`);
  return records.length === 0 ? '(nothing was logged)' : `among ${records.length}:\n${shown.join('\n')}`;
}
