import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DestinationStream, Logger } from 'pino';
import type { Options as PinoHttpOptions } from 'pino-http';
import type { InboundOptions } from '../context/index.ts';
import type { LoggerOptions } from '../logger/index.ts';

/** Which lines of successful, quick requests are written. A trace is kept or dropped as a whole by all services. */
export interface SamplingOptions {
  /** Share that is kept, 0 to 1, decided by the trace id or the correlation id. */
  readonly rate: number;
  /** Requests that took at least so long are all kept. @defaultValue 1000 */
  readonly slowMs?: number;
}

/** Headers that are logged, by name. Names that carry secrets are refused. */
export interface HeaderOptions {
  /** @defaultValue none with `record: 'otel'`; a few harmless ones with `'pino-http'` */
  readonly request?: readonly string[];
  /** @defaultValue none with `record: 'otel'`; a few harmless ones with `'pino-http'` */
  readonly response?: readonly string[];
}

/** What logveil adds to pino-http's options. `Request` is what the framework's adapter passes on to functions. */
export interface OwnHttpOptions<Request = IncomingMessage> {
  /**
   * Names in the completion line: OpenTelemetry's, flat (`http_request_method`), or pino-http's `req`, `res` and
   * `responseTime`. @defaultValue `'otel'`
   */
  readonly record?: 'otel' | 'pino-http';
  /** Which ids of a request are accepted, and from whom. */
  readonly inbound?: InboundOptions<Request>;
  /** Response header that brings the id back; `false` for none. @defaultValue `'x-request-id'` */
  readonly responseHeader?: string | false;
  /** The peer's address: without its last part (IPv4 /24, IPv6 /48), whole, not at all, or your function's text. @defaultValue `'masked'` */
  readonly remoteAddress?: 'masked' | 'full' | 'none' | ((request: Request) => string | undefined);
  readonly headers?: HeaderOptions;
  /** Logs the parsed body of a request, redacted and cut to `maxBytes`. @defaultValue false; 4096 bytes when true */
  readonly requestBody?: boolean | { readonly maxBytes: number };
  /** Names the route template where the framework does not. */
  readonly route?: (request: Request) => string | undefined;
  /**
   * Paths whose successful requests are not logged: exact, or with a `*` at the end; `true` stands for the usual
   * health routes. Failed requests are logged all the same. @defaultValue none
   */
  readonly silence?: true | readonly string[] | ((request: Request) => boolean);
  readonly sampling?: SamplingOptions;
  /** One rich line a request: protocol, host, media type and sizes beside the usual. @defaultValue false */
  readonly wideEvent?: boolean;
  /** Monotonic milliseconds; tests pass their own. @defaultValue performance.now */
  readonly monotonic?: () => number;
}

type TakenFromPinoHttp =
  | 'genReqId'
  | 'useLevel'
  | 'customLogLevel'
  | 'autoLogging'
  | 'customReceivedMessage'
  | 'customReceivedObject'
  | 'customSuccessMessage'
  | 'customSuccessObject'
  | 'customErrorMessage'
  | 'customErrorObject'
  | 'customAttributeKeys'
  | 'customProps'
  | 'wrapSerializers'
  | 'quietReqLogger'
  | 'quietResLogger';

/**
 * Options of {@link httpLogger}: logveil's own; pino-http's, which mean what they mean there; and, when no `logger` is
 * given, those of `createLogger`.
 */
export interface HttpLoggerOptions<Request = IncomingMessage, Response = ServerResponse>
  extends OwnHttpOptions<Request>,
    Pick<PinoHttpOptions<Request, Response>, TakenFromPinoHttp>,
    Omit<LoggerOptions, 'clock'> {
  /** One of `createLogger`'s. A plain pino logger is refused, for it would hide nothing. */
  readonly logger?: Logger;
  /** Where lines go when no `logger` is given. */
  readonly stream?: DestinationStream;
}
