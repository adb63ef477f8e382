import type { DestinationStream, LoggerOptions as PinoOptions } from 'pino';
import type { RedactOptions, WarningHandler } from '../redact/index.ts';
import type { LokiOptions } from '../transport/loki/loki-options.ts';
import type { OtlpOptions } from '../transport/otlp/otlp-options.ts';

/** pino's form of the `redact` option, so that existing configurations compile. */
export interface PinoRedactOptions {
  readonly paths: string[];
  readonly censor?: string | ((value: unknown, path: string[]) => unknown);
  readonly remove?: boolean;
}

/** Options of pino-pretty, which are passed on as they are. */
export type PrettyOptions = Readonly<Record<string, unknown>>;

type Taken = Omit<PinoOptions, 'redact' | 'browser' | 'safe' | 'levelVal'>;

/** What logveil adds to pino's options. */
export interface OwnLoggerOptions {
  /** Name of the service: the record's `service_name`, Loki's first label. At most 256 characters, as the next two. */
  readonly service?: string;
  /** The service's version: the record's `version`. */
  readonly version?: string;
  /** Where it runs: the record's `env`, for example `production`. */
  readonly env?: string;
  /** What is hidden. pino's forms, an array of paths and `{ paths, censor, remove }`, mean what they mean in pino. */
  readonly redact?: RedactOptions | readonly string[] | PinoRedactOptions;
  /** Delivery to Grafana Loki, through a spool on the disk that outlives the process. @defaultValue none */
  readonly loki?: LokiOptions;
  /** Delivery to an OpenTelemetry collector or another OTLP/HTTP endpoint, in the same way. @defaultValue none */
  readonly otlp?: OtlpOptions;
  /** Readable output for development, through pino-pretty, made from the clean line. @defaultValue false */
  readonly pretty?: boolean | PrettyOptions;
  /** Source of time, milliseconds since the epoch; tests pass their own. @defaultValue Date.now */
  readonly clock?: () => number;
  /** Told once per cause about trouble inside logging. @defaultValue process.emitWarning */
  readonly onInternalError?: WarningHandler;
}

/** Options of {@link createLogger}: logveil's own and, with pino's meaning, pino's. */
export interface LoggerOptions<CustomLevels extends string = never, UseOnlyCustomLevels extends boolean = boolean>
  extends OwnLoggerOptions,
    Pick<PinoOptions<CustomLevels, UseOnlyCustomLevels>, keyof Taken> {}

/** Where lines go: a stream, `pino.destination()`, `pino.transport()`, `pino.multistream()`, a path or a file descriptor. */
export type LoggerDestination = DestinationStream | string | number;
