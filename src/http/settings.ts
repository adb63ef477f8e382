import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import type { InboundOptions } from '../context/index.ts';
import { OptionsError } from '../errors/index.ts';
import { createLogger } from '../logger/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import { maskAddress } from './address.ts';
import { checkHeaderOptions, checkHttpOptions, loggerOptionsOf } from './check-options.ts';
import { harmlessRequestHeaders, harmlessResponseHeaders } from './headers.ts';
import { knownState } from './internals.ts';
import type { HttpLoggerOptions } from './options.ts';
import { createPathCleaner } from './route.ts';
import { createSilence } from './silence.ts';

/** Options whose functions take any framework's request and response: they are called with what their adapter has. */
export type AnyHttpOptions = HttpLoggerOptions<never, never>;

/** Options, resolved. */
export interface HttpSettings {
  readonly options: AnyHttpOptions;
  /** The one that completion lines go through. */
  readonly logger: Logger;
  readonly engine: RedactorEngine;
  readonly report: (site: string) => void;
  readonly isOtel: boolean;
  readonly inbound: InboundOptions<unknown> | undefined;
  readonly responseHeader: string | false;
  readonly showAddress: (address: string | undefined, request: unknown) => string | undefined;
  readonly requestHeaders: readonly string[];
  readonly responseHeaders: readonly string[];
  readonly bodyBytes: number;
  readonly isSilent: ((path: string, request: unknown) => boolean) | undefined;
  readonly rate: number;
  readonly slowMs: number;
  readonly isWide: boolean;
  readonly monotonic: () => number;
  readonly cleanPath: (path: string, route: string) => string;
  readonly isLogging: boolean;
  readonly levels: ReadonlySet<string>;
  readonly keys: AttributeKeys;
  /** Made last, from all the others. */
  readonly knownText: KnownText | undefined;
  readonly stats: { -readonly [Count in keyof HttpStats]: number };
}

/** The members of a line that are known to be clean, as text; `undefined` when the line must be searched whole. */
export type KnownText = (request: RequestFacts, end: EndFacts) => string | undefined;

/** What is looked at of a request for {@link KnownText}. */
export interface RequestFacts {
  readonly request: unknown;
  readonly method: string;
  readonly url: string;
  readonly route: string | undefined;
  readonly rejected: readonly string[];
}

/** What is looked at of its end. */
export interface EndFacts {
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly size: number | undefined;
  readonly userAgent: string | undefined;
  readonly remoteAddress: string | undefined;
}

/** Keys of pino-http's members. */
export interface AttributeKeys {
  readonly req: string;
  readonly res: string;
  readonly err: string;
  readonly reqId: string;
  readonly responseTime: string;
}

/** What a middleware has seen since it was created. */
export interface HttpStats {
  readonly requests: number;
  readonly completed: number;
  /** The client went away, or the connection was cut. */
  readonly aborted: number;
  readonly timedOut: number;
  /** Status 500 and above, and errors without an answer. */
  readonly failed: number;
  /** Lines not written because of `silence`. */
  readonly silenced: number;
  /** Lines not written because of `sampling`. */
  readonly sampledAway: number;
}

/** Checks and resolves options. Throws an OptionsError that lists everything wrong with them. */
export function resolveHttp(given: AnyHttpOptions, who: string): HttpSettings {
  const problems = checkHttpOptions(given);
  if (problems.length > 0) throw new OptionsError(`${who} was refused`, problems);
  const parent = given.logger ?? createLogger(loggerOptionsOf(given), given.stream);
  const { engine, shared } = knownState(parent);
  const headerProblems = checkHeaderOptions(given.headers, engine);
  if (headerProblems.length > 0) throw new OptionsError(`${who} was refused`, headerProblems);
  const isOtel = given.record !== 'pino-http';
  const report = (site: string): void => shared.report('LOGVEIL_HOOK_FAILED', site);
  return {
    options: given,
    logger: parent,
    engine,
    report,
    isOtel,
    // A cast that holds: the adapter passes on what its `trust` function is typed for.
    inbound: given.inbound as InboundOptions<unknown> | undefined,
    responseHeader: given.responseHeader === false ? false : (given.responseHeader ?? 'x-request-id').toLowerCase(),
    showAddress: addressPolicy(given, report),
    requestHeaders: lower(given.headers?.request ?? (isOtel ? [] : harmlessRequestHeaders)),
    responseHeaders: lower(given.headers?.response ?? (isOtel ? [] : harmlessResponseHeaders)),
    bodyBytes: bodyBytes(given),
    isSilent: silenceOf(given, report),
    rate: given.sampling?.rate ?? 1,
    slowMs: given.sampling?.slowMs ?? 1_000,
    isWide: given.wideEvent === true,
    monotonic: given.monotonic ?? monotonic,
    cleanPath: createPathCleaner(engine),
    isLogging: given.autoLogging !== false,
    levels: new Set([...Object.keys(parent.levels.values), 'silent']),
    keys: keysOf(given, shared.errorKey),
    knownText: undefined,
    stats: { requests: 0, completed: 0, aborted: 0, timedOut: 0, failed: 0, silenced: 0, sampledAway: 0 },
  };
}

function monotonic(): number {
  return performance.now();
}

function lower(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}

function keysOf({ customAttributeKeys = {} }: AnyHttpOptions, errorKey: string): AttributeKeys {
  const {
    req = 'req',
    res = 'res',
    err = errorKey,
    reqId = 'reqId',
    responseTime = 'responseTime',
  } = customAttributeKeys;
  return { req, res, err, reqId, responseTime };
}

// A page of a form, and not the upload beside it.
const defaultBodyBytes = 4_096;

function bodyBytes({ requestBody = false }: AnyHttpOptions): number {
  if (typeof requestBody === 'object') return requestBody.maxBytes;
  return requestBody ? defaultBodyBytes : 0;
}

function addressPolicy(
  { remoteAddress = 'masked' }: AnyHttpOptions,
  report: (site: string) => void,
): HttpSettings['showAddress'] {
  if (remoteAddress === 'full') return (address) => address;
  if (remoteAddress === 'none') return () => undefined;
  if (remoteAddress === 'masked') return rememberingLast(maskAddress);
  return (_, request) => {
    try {
      const shown: unknown = Reflect.apply(remoteAddress, undefined, [request]);
      return typeof shown === 'string' ? shown : undefined;
    } catch {
      report('remoteAddress');
      return undefined;
    }
  };
}

/** Requests of one connection, and of one proxy, come in a row. */
function rememberingLast(mask: (address: string) => string | undefined): HttpSettings['showAddress'] {
  let last: string | undefined;
  let shown: string | undefined;
  return (address) => {
    if (address === undefined || address === last) return address === undefined ? undefined : shown;
    last = address;
    shown = mask(address);
    return shown;
  };
}

function silenceOf({ silence }: AnyHttpOptions, report: (site: string) => void): HttpSettings['isSilent'] {
  if (typeof silence !== 'function') return createSilence(silence);
  return (_, request) => {
    try {
      return Reflect.apply(silence, undefined, [request]) === true;
    } catch {
      report('silence');
      return false;
    }
  };
}
