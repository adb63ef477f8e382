import type { Logger } from 'pino';
import { onTestFinished } from 'vitest';
import type { Problem } from '../../../src/errors/index.ts';
import { createLogger, type LoggerOptions } from '../../../src/logger/index.ts';
import { resolveOtlp } from '../../../src/transport/otlp/otlp-options.ts';
import { createOtlpSender } from '../../../src/transport/otlp/otlp-sender.ts';
import type { Entry, Outcome, Sender } from '../../../src/transport/ship/sender.ts';

/** 2026-11-20T12:00:00.001Z, and 17 nanoseconds. */
export const time: { ms: number; ns: number } = { ms: Date.UTC(2026, 10, 20, 12, 0, 0, 1), ns: 17 };

export function entryOf(line: string, stamp: Entry['stamp'] = {}): Entry {
  return { ...time, line, bytes: line.length, stamp };
}

/** Lines of a logger, as they would come out of the spool. */
export function logged(options: LoggerOptions, log: (logger: Logger) => void): Entry[] {
  const lines: string[] = [];
  log(createLogger({ timestamp: false, ...options }, { write: (line: string) => void lines.push(line.trimEnd()) }));
  return lines.map((line) => entryOf(line));
}

export async function openSender(url: string, options: object = {}): Promise<Sender> {
  const problems: Problem[] = [];
  const { sender } = resolveOtlp({ url, ...options }, { option: '', own: {} }, problems);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const opened = await createOtlpSender(sender, () => time.ms);
  onTestFinished(() => opened.close());
  return opened;
}

export async function send(url: string, entries: readonly Entry[], options: object = {}): Promise<Outcome> {
  const sender = await openSender(url, options);
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  return sender.send({ entries, bytes }, new AbortController().signal);
}
