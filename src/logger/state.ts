import type { DestinationStream, Logger, LoggerOptions as PinoOptions } from 'pino';
import { pino } from 'pino';
import type { Context } from '../context/store.ts';
import type { ErrorCode } from '../errors/index.ts';
import type { CopyLimits } from '../record/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import type { KeyPart } from './quiet.ts';

/** What a logger has done since it was created. Children count into their root. */
export interface LoggerStats {
  /** Lines handed to the destination. */
  readonly lines: number;
  /** Lines whose content was withheld because it could not be cleaned. */
  readonly withheld: number;
  /** Lines cut to 256 KB. */
  readonly cut: number;
  /** Lines the destination refused by throwing; they went to standard error. */
  readonly refused: number;
}

/** {@link LoggerStats} as they are kept. */
export type Tally = { -readonly [Count in keyof LoggerStats]: number } & {
  /** `lines` when the destination refused a line last: a higher number says that it takes lines again. */
  linesAtRefusal: number;
};

/** What all loggers of one `createLogger` call share. */
export interface Shared {
  readonly messageKey: string;
  /** `"msg":` */
  readonly messageStart: string;
  readonly errorKey: string;
  readonly nestedKey: string | undefined;
  /** `,"service_name":"checkout","env":"production","version":"1.4.2"` */
  readonly serviceText: string;
  /** Keys a caller cannot write at the top of a record. */
  readonly reserved: ReadonlySet<string>;
  readonly mixin: PinoOptions['mixin'];
  readonly mixinMergeStrategy: PinoOptions['mixinMergeStrategy'];
  readonly streamWrite: ((line: string) => string) | undefined;
  readonly logMethod: NonNullable<PinoOptions['hooks']>['logMethod'];
  readonly limits: CopyLimits;
  readonly end: '\n' | '\r\n';
  /** Where a line goes when the destination throws. */
  readonly fallback: (line: string) => void;
  readonly report: (code: ErrorCode, site: string) => void;
  readonly stats: Tally;
  /** The second step, behind the destination: the spool of lines on their way to an endpoint. Never throws. */
  readonly spool: ((line: string, timeMs: number) => void) | undefined;
  /** The line being built. One is enough: log calls are synchronous, and a nested one saves and restores it. */
  readonly line: {
    trouble: ErrorCode | undefined;
    depth: number;
    head: string;
    /** Trace ids that the mixin gave, as text for the head. */
    mixedIn: string;
    /** The line's time in milliseconds since the epoch; not a number when the user's own function wrote it. */
    timeMs: number;
  };
}

/** Bindings as they are written, each once, the last one winning. */
export interface Bound {
  /** No rule can begin in the text; `undefined` until somebody asks. */
  isQuiet: boolean | undefined;
  /** Key to JSON text. */
  readonly entries: ReadonlyMap<string, string>;
  /** Reserved keys of the caller, which go under `fields`. */
  readonly moved: ReadonlyMap<string, string>;
  /** `{` or `{"a":1,"b":2`: the entries, ready to be continued. */
  readonly text: string;
  /** The same without the brace, with a comma before each: nothing or `,"a":1,"b":2`. */
  readonly next: string;
}

/** A context's fields, made safe. */
export interface CleanFields {
  /** Key to JSON text. */
  readonly entries: readonly (readonly [string, string])[];
  /** The entries, each with a comma before it. */
  readonly text: string;
}

/** Contexts whose fields were made safe, once each: requests that run at the same time take turns line by line. */
export type SeenContexts = WeakMap<Context, CleanFields>;

/** What one logger, root or child, works with. */
export interface State {
  readonly shared: Shared;
  readonly engine: RedactorEngine;
  readonly bound: Bound;
  /** Level number to `{"level":"info"`. */
  readonly levels: ReadonlyMap<number, string>;
  /** Shared by the loggers of one engine. */
  readonly seen: SeenContexts;
  /** What was learned of keys and texts, shared like `seen`. */
  readonly known: KnownTexts;
}

/** See `quiet.ts` and `walk.ts`. */
export interface KnownTexts {
  readonly keys: Map<string, KeyPart>;
  /** Made for the first line, so that creation does not wait for the search. */
  message: KeyPart | undefined;
  /** The items of arrays. */
  readonly item: KeyPart;
  /** Records in a row that had to be searched as a whole. */
  givenUp: number;
}

/** For a new engine: what one redactor has found nothing in may hold something for another. */
export function nothingKnown(engine: RedactorEngine): Pick<State, 'seen' | 'known'> {
  const item: KeyPart = { text: '', next: '', isTaken: false, name: engine.members?.item, values: undefined };
  return { seen: new WeakMap(), known: { keys: new Map(), message: undefined, item, givenUp: 0 } };
}

/** The key of a logger's {@link State}; children find their parent's until they have their own. */
export const stateSym: unique symbol = Symbol('logveil.state');

/** The user's `onChild`, inherited like the state. */
export const onChildSym: unique symbol = Symbol('logveil.onChild');

export const asJsonSym: typeof pino.symbols.asJsonSym = pino.symbols.asJsonSym;
export const chindingsSym: typeof pino.symbols.chindingsSym = pino.symbols.chindingsSym;
export const formatOptsSym: typeof pino.symbols.formatOptsSym = pino.symbols.formatOptsSym;
export const formattersSym: typeof pino.symbols.formattersSym = pino.symbols.formattersSym;
export const serializersSym: typeof pino.symbols.serializersSym = pino.symbols.serializersSym;
export const setLevelSym: typeof pino.symbols.setLevelSym = pino.symbols.setLevelSym;
export const streamSym: typeof pino.symbols.streamSym = pino.symbols.streamSym;
export const stringifySym: typeof pino.symbols.stringifySym = pino.symbols.stringifySym;
export const timeSym: typeof pino.symbols.timeSym = pino.symbols.timeSym;
export const timeSliceIndexSym: typeof pino.symbols.timeSliceIndexSym = pino.symbols.timeSliceIndexSym;
export const writeSym: typeof pino.symbols.writeSym = pino.symbols.writeSym;

export type Serializers = Record<string, ((value: unknown) => unknown) | undefined>;
export type Formatters = NonNullable<PinoOptions['formatters']>;
export type AsJson = (this: Internals, record: object, message: unknown, level: number, time: string) => string;

/** A pino logger with the inside that logveil replaces. */
export interface Internals extends Logger {
  [stateSym]: State;
  [onChildSym]: ((child: Logger) => void) | undefined;
  [asJsonSym]: AsJson;
  [chindingsSym]: string;
  [formatOptsSym]: { readonly stringify: (value: unknown) => string | undefined };
  [formattersSym]: Formatters;
  [serializersSym]: Serializers;
  [setLevelSym]: (this: Internals, level: unknown) => void;
  [streamSym]: DestinationStream & { readonly [key: symbol]: unknown };
  [stringifySym]: (value: unknown) => string | undefined;
  [timeSym]: () => string;
  [timeSliceIndexSym]: number;
  [writeSym]: (this: Internals, input: unknown, message: unknown, level: number) => void;
}

/** The record of a log call without one: known by identity, so that nothing looks for fields in it. */
export const noFields: object = Object.freeze({});

/** Notes that a part of the current line is missing: said in the line, and reported once per cause. */
export function fail(shared: Shared, code: ErrorCode, site: string): void {
  shared.line.trouble ??= code;
  shared.report(code, site);
}
