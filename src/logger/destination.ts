import { createRequire } from 'node:module';
import type { DestinationStream } from 'pino';
import { pino } from 'pino';
import { OptionsError } from '../errors/index.ts';
import type { LoggerDestination, LoggerOptions, PrettyOptions } from './options.ts';

/** The stream lines go to: the transport's, the one given, or standard output; behind pino-pretty when asked for. */
export function resolveDestination(
  options: LoggerOptions,
  destination: LoggerDestination | undefined,
): DestinationStream {
  if (destination !== undefined && options.transport !== undefined) {
    refuse('transport', 'cannot go with a destination: give one or the other');
  }
  const stream = options.transport === undefined ? openDestination(destination) : openTransport(options);
  if (options.pretty === undefined || options.pretty === false) return stream;
  return prettyStream(options, stream);
}

/** For a logger whose lines go to an endpoint only. */
export function noDestination(
  options: LoggerOptions,
  destination: LoggerDestination | undefined,
  endpoint: 'loki' | 'otlp',
): DestinationStream {
  const isContradiction = destination !== undefined || options.transport !== undefined;
  if (isContradiction) refuse(`${endpoint}.local`, 'cannot be false beside a destination or a transport');
  return { write: () => undefined };
}

function openDestination(destination: LoggerDestination | undefined): DestinationStream {
  if (destination === undefined) return standardOutput();
  if (typeof destination === 'string' || typeof destination === 'number') return openFile(destination);
  if (typeof destination?.write !== 'function') refuse('destination', 'must be a stream, a path or a file descriptor');
  return destination;
}

/** Written to at once: a process that is killed a moment later has lost nothing. pino's default waits for the loop. */
function openFile(dest: string | number): DestinationStream {
  return pino.destination({ dest, sync: true });
}

function standardOutput(): DestinationStream {
  const { stdout } = process;
  // As pino: whoever has replaced the write of standard output wants to see what is written.
  const isReplaced = stdout.write !== Object.getPrototypeOf(stdout).write;
  // In a worker standard output has no descriptor of its own.
  return isReplaced ? stdout : openFile(stdout.fd ?? 1);
}

/**
 * Built here and not by pino, which refuses level formatters beside `targets`. Targets still choose by level: the worker
 * reads the label out of the line and knows custom levels by name.
 */
function openTransport(options: LoggerOptions): DestinationStream {
  const { transport } = options;
  try {
    // A cast that holds: every kind of transport takes `levels`, which the types know for one kind only.
    return pino.transport({ levels: levelsOf(options), ...transport } as Parameters<typeof pino.transport>[0]);
  } catch (error) {
    return refuse('transport', error instanceof Error ? error.message : 'could not be started');
  }
}

function levelsOf({ customLevels, useOnlyCustomLevels }: LoggerOptions): Readonly<Record<string, number>> {
  return useOnlyCustomLevels === true ? { ...customLevels } : { ...pino.levels.values, ...customLevels };
}

interface PrettyModule {
  prettyFactory(options: PrettyOptions): (line: string) => string;
}

function prettyStream(options: LoggerOptions, stream: DestinationStream): DestinationStream {
  const own = typeof options.pretty === 'object' ? options.pretty : {};
  if ('destination' in own) refuse('pretty.destination', 'is the second argument of createLogger');
  const format = loadPretty().prettyFactory({
    messageKey: options.messageKey ?? 'msg',
    errorLikeObjectKeys: ['err', 'error', options.errorKey ?? 'err'],
    customLevels: levelsOf(options),
    ...own,
  });
  // Bound methods of the stream behind, so that flushing on `fatal` and `logger.flush()` still reach it.
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return (line: string) => target.write(format(line));
      // What lies behind prints lines for people and has no use for the record.
      if (name === Symbol.for('pino.metadata')) return undefined;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

function loadPretty(): PrettyModule {
  try {
    // A cast that holds: pino-pretty's documented export, checked by the tests.
    return createRequire(import.meta.url)('pino-pretty') as PrettyModule;
  } catch {
    return refuse('pretty', 'needs the package pino-pretty: npm install --save-dev pino-pretty');
  }
}

function refuse(option: string, message: string): never {
  throw new OptionsError('createLogger was refused', [{ option, message }]);
}
