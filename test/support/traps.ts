import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { expect } from 'vitest';
import { createLogger, createRedactor, type LoggerOptions } from '../../src/index.ts';

/** What log calls wrote into a real stream. */
export interface Written {
  readonly text: string;
  /** The last line, without its newline. */
  readonly line: string;
  readonly record: Record<string, unknown>;
}

/** Runs log calls against a stream; every line of it must be one JSON document. */
export function written(call: (logger: Logger) => void, options?: LoggerOptions): Written {
  const { logger, take } = options === undefined ? usual : open(options);
  call(logger);
  const text = take();
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  const records = lines.map((line): Record<string, unknown> => JSON.parse(line));
  return { text, line: lines.at(-1) ?? '', record: records.at(-1) ?? {} };
}

/** A logger on a stream in memory; `take` gives what was written since the last time. */
function open(options: LoggerOptions): { logger: Logger; take: () => string } {
  let text = '';
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const logger = createLogger({ onInternalError: () => undefined, ...options }, stream);
  const take = (): string => {
    const taken = text;
    text = '';
    return taken;
  };
  return { logger, take };
}

// Rules take milliseconds to compile, and most traps need no options.
const usual = open({});

/** Every marker as `[*]`, so that expectations read. */
export function starred<T>(shown: T): T {
  return typeof shown === 'string'
    ? // A cast that holds: a text for a text.
      (shown.replace(/\[REDACTED:[a-z0-9-]+\]/g, '[*]') as T)
    : JSON.parse(starred(JSON.stringify(shown)));
}

/** The ways a secret may be written that a reader can undo without a key. */
function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const percent = encodeURIComponent(secret);
  const bytes = Buffer.from(secret);
  const escaped = Array.from(secret, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    percent,
    encodeURIComponent(percent),
    escaped,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    Array.from(bytes).join(','),
  ];
}

/** None of the secrets is in the text, in any of its forms. */
export function expectHidden(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) for (const form of formsOf(secret)) expect(text).not.toContain(form);
}

/** A text with secrets, and what is to be left of it with each marker as `[*]`. */
export interface TextTrap {
  readonly text: string;
  readonly shown: string;
  readonly secrets: readonly string[];
}

const redactor = createRedactor();

/** Sends the text through each door that takes text: as a message, as a field, and through a redactor. */
export function expectTextHidden({ text, shown, secrets }: TextTrap): void {
  const { line, record } = written((logger) => logger.info({ note: text, kept: 'unchanged 7' }, text));
  expectHidden(line, secrets);
  expect(starred(record)).toMatchObject({ level: 'info', note: shown, kept: 'unchanged 7', msg: shown });
  expect(starred(redactor.text(text))).toBe(shown);
  expect(redactor.find(text).length).toBeGreaterThan(0);
}

/** The fields come out as given, apart from what the last argument says. */
export function expectFields(given: object, secrets: readonly string[], shown: object): void {
  const { line, record } = written((logger) => logger.info({ ...given, kept: 'unchanged 7' }, 'said'));
  expectHidden(line, secrets);
  const { level: _level, time: _time, ...fields } = record;
  expect(starred(fields)).toEqual({ ...shown, kept: 'unchanged 7', msg: 'said' });
}
