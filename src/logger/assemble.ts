import type { DestinationStream, Logger, LoggerOptions as PinoOptions } from 'pino';
import { pino } from 'pino';
import { serializeError } from '../record/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import { bind, chindingsOf, formatBindings, unbound } from './bind.ts';
import { installChildren, installStringifier } from './child.ts';
import { guardCall } from './guard-call.ts';
import { installLevelMethods } from './level-methods.ts';
import { levelTexts } from './levels.ts';
import type { LoggerOptions } from './options.ts';
import { sealForeign } from './seal.ts';
import { resolveShared, resolveTime } from './settings.ts';
import {
  asJsonSym,
  chindingsSym,
  formattersSym,
  type Internals,
  nothingKnown,
  type Shared,
  type State,
  stateSym,
  writeSym,
} from './state.ts';
import { write, writeJson } from './write.ts';

/** What a logger is put together from, besides its options. */
export interface LoggerParts extends Pick<Shared, 'fallback' | 'report'> {
  readonly spool?: Shared['spool'];
  readonly engine: RedactorEngine;
  readonly stream: DestinationStream;
}

/** pino's logger with its inside replaced: how a record is written, made safe and handed on. Options are checked already. */
export function assembleLogger(options: LoggerOptions, { engine, stream, ...outside }: LoggerParts): Logger {
  const shared = resolveShared(options, outside);
  const made = pino(pinoOptions(options, shared), stream);
  // A cast that holds: `install` refuses a pino without these members.
  const logger = made as unknown as Internals;
  install(logger, options, shared, engine);
  return made;
}

function pinoOptions(options: LoggerOptions, shared: Shared): PinoOptions {
  const { level, customLevels, useOnlyCustomLevels, levelComparison, enabled, msgPrefix, crlf } = options;
  const given = { level, customLevels, useOnlyCustomLevels, levelComparison, enabled, msgPrefix, crlf };
  const { messageKey, errorKey, nestedKey } = shared;
  return {
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    // Said although they are not used, for pino would look for them on Object.prototype.
    ...unused,
    messageKey,
    errorKey,
    ...(nestedKey === undefined ? undefined : { nestedKey }),
    // Bindings, `base` included, are written by logveil.
    base: null,
    timestamp: resolveTime(options, shared),
    serializers: { err: (value: unknown) => serializeError(value, shared.limits), ...options.serializers },
    // A cast that holds: pino calls the hook with the logger, which is one of ours.
    hooks: { logMethod: guardCall as unknown as NonNullable<PinoOptions['hooks']>['logMethod'] & {} },
  };
}

const unused: object = { name: undefined, mixin: undefined, mixinMergeStrategy: undefined, redact: null };

function install(logger: Internals, options: LoggerOptions, shared: Shared, engine: RedactorEngine): void {
  const isKnownInside = typeof logger[writeSym] === 'function' && typeof logger[asJsonSym] === 'function';
  if (!isKnownInside) throw new Error(`pino ${pino.version} writes lines in a way logveil does not know`);
  // After pino has looked for level formatters, which it refuses beside several transport targets.
  logger[formattersSym] = { ...logger[formattersSym], ...options.formatters };
  const state: State = {
    shared,
    engine,
    bound: unbound,
    levels: levelTexts(logger.levels, options.formatters ?? {}),
    ...nothingKnown(engine),
  };
  logger[stateSym] = state;
  logger[writeSym] = write;
  logger[asJsonSym] = writeJson;
  closeOldDoor(logger, shared);
  if (shared.logMethod === undefined) installLevelMethods(logger);
  installStringifier(logger, engine, shared);
  const bound = bind(logger, shared, unbound, formatBindings(logger, shared, baseOf(options)));
  logger[stateSym] = { ...state, bound };
  logger[chindingsSym] = chindingsOf(bound);
  // A cast that holds: pino's `child` makes loggers of the kind it is called on.
  installChildren(logger, logger.child as unknown as Parameters<typeof installChildren>[1], options.onChild);
}

function baseOf({ base, name }: LoggerOptions): object {
  return name === undefined ? { ...base } : { ...base, name };
}

/**
 * pino's own write would pass by the choke point. It is not called any more, but whoever reaches for it through the
 * prototype finds its last step closed as well.
 */
function closeOldDoor(logger: Internals, shared: Shared): void {
  const hooksSym: typeof pino.symbols.hooksSym = pino.symbols.hooksSym;
  const streamWrite = (line: string): string => {
    shared.line.head = line;
    return sealForeign(logger[stateSym], line);
  };
  Object.assign(logger, { [hooksSym]: { logMethod: guardCall, streamWrite } });
}
