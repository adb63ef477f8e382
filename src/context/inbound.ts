import { OptionsError, type Problem } from '../errors/index.ts';
import { baggageFields } from './baggage.ts';
import { checkOptions, isArrayOf, isFunction, type OptionRule } from './check-options.ts';
import type { ContextFields } from './context-fields.ts';
import { defaultAccept, isHeaderName } from './header-names.ts';
import { isId, newId } from './ids.ts';
import { activeSpan, activeTracestate } from './span.ts';
import { parseTraceparent, type TraceIds } from './traceparent.ts';
import { parseTracestate } from './tracestate.ts';

/** Headers as Node's server gives them (names in lower case), or as the Fetch API does. */
export type InboundHeaders = Readonly<Record<string, string | readonly string[] | undefined>> | Pick<Headers, 'get'>;

/** Which ids of a request are used. */
export interface InboundOptions<Request = unknown> {
  /** Headers that may bring an id, the first that is there wins. @defaultValue x-request-id, x-correlation-id, request-id */
  readonly accept?: readonly string[];
  /**
   * Whose ids are used at all: `always`, `never`, or a function of the request, for example by the peer's address.
   * @defaultValue 'always'
   */
  readonly trust?: 'always' | 'never' | ((request: Request) => boolean);
  /** Makes an id where none came. @defaultValue a UUID of version 7 */
  readonly generateId?: () => string;
}

/** What a request's ids come to. */
export interface Inbound {
  /** For `runWithContext`: `correlation_id`, and the trace's ids where there is a trace. */
  readonly fields: ContextFields;
  /** Names of headers whose value was refused. The value itself is nowhere. */
  readonly rejected: readonly string[];
  /** Names of headers that were not looked at, because their sender is not trusted. */
  readonly untrusted: readonly string[];
  /** Where `correlation_id` is from. */
  readonly source: 'span' | 'traceparent' | 'header' | 'new';
}

/** How many inbound ids were used, made and refused since the process started. */
export interface InboundStats {
  readonly span: number;
  readonly traceparent: number;
  readonly header: number;
  readonly new: number;
  readonly rejected: number;
  readonly untrusted: number;
}

const counts = { span: 0, traceparent: 0, header: 0, new: 0, rejected: 0, untrusted: 0 };

/** Counts of {@link resolveInbound} since the process started, for a metric or a health page. */
export function inboundStats(): InboundStats {
  return { ...counts };
}

/**
 * The ids a request is to be logged with: those of the active OpenTelemetry span, of a valid `traceparent`, of an
 * accepted header, or a new one, in this order. What comes from outside is checked, and refused as a whole when it is
 * not an id. An accepted header beside a trace is kept as `request_id`.
 *
 * @param request what a `trust` function is asked about
 * @throws OptionsError when the options are wrong
 *
 * @example
 * ```ts
 * import { resolveInbound, runWithContext } from 'logveil/context';
 * const { fields, rejected } = resolveInbound({ 'x-request-id': 'order-17' });
 * runWithContext(fields, () => console.log(rejected.length)); // 0
 * ```
 */
export function resolveInbound<Request = unknown>(
  headers: InboundHeaders,
  options: InboundOptions<Request> = noOptions,
  request?: Request,
): Inbound {
  const settings = settingsOf(options);
  const inbound = isTrusted(options, request)
    ? withBaggage(readTrusted(headers, settings))
    : readUntrusted(headers, settings);
  counts[inbound.source]++;
  counts.rejected += inbound.rejected.length;
  counts.untrusted += inbound.untrusted.length;
  return inbound;
}

function readTrusted(headers: InboundHeaders, { accept, generateId }: Settings): Inbound {
  const rejected: string[] = [];
  const traceparent = headerValue(headers, 'traceparent');
  const sent = parseTraceparent(traceparent);
  if (traceparent !== undefined && sent === undefined) rejected.push('traceparent');
  const header = readHeaderId(headers, accept, rejected);
  const span = activeSpan();
  if (span !== undefined) {
    return { fields: fieldsOf(span, header, activeTracestate()), rejected, untrusted: [], source: 'span' };
  }
  if (sent !== undefined) {
    const fields = fieldsOf(sent, header, readState(headers, rejected));
    return { fields, rejected, untrusted: [], source: 'traceparent' };
  }
  if (header !== undefined) return { fields: { correlation_id: header }, rejected, untrusted: [], source: 'header' };
  return { fields: { correlation_id: generated(generateId) }, rejected, untrusted: [], source: 'new' };
}

/** Baggage comes from the sender as well. */
function withBaggage(inbound: Inbound): Inbound {
  const baggage = baggageFields();
  return baggage === undefined ? inbound : { ...inbound, fields: { ...baggage, ...inbound.fields } };
}

function readUntrusted(headers: InboundHeaders, { accept, generateId }: Settings): Inbound {
  const untrusted = ['traceparent', ...accept].filter((name) => headerValue(headers, name) !== undefined);
  const span = activeSpan();
  if (span !== undefined)
    return { fields: fieldsOf(span, undefined, activeTracestate()), rejected: [], untrusted, source: 'span' };
  return { fields: { correlation_id: generated(generateId) }, rejected: [], untrusted, source: 'new' };
}

function fieldsOf(trace: TraceIds, requestId: string | undefined, state: string | undefined): ContextFields {
  const { trace_id, span_id, trace_flags } = trace;
  const ids = { correlation_id: trace_id, trace_id, span_id, trace_flags };
  const withState = state === undefined ? ids : { ...ids, trace_state: state };
  return requestId === undefined || requestId === trace_id ? withState : { ...withState, request_id: requestId };
}

/** `tracestate` belongs to the trace it came with, and is nothing without one. */
function readState(headers: InboundHeaders, rejected: string[]): string | undefined {
  const value = headerValue(headers, 'tracestate');
  if (value === undefined) return undefined;
  const state = parseTracestate(value);
  if (state === undefined) rejected.push('tracestate');
  return state === '' ? undefined : state;
}

function readHeaderId(headers: InboundHeaders, accept: readonly string[], rejected: string[]): string | undefined {
  for (const name of accept) {
    const value = headerValue(headers, name);
    if (value === undefined) continue;
    if (isId('correlation_id', value)) return value;
    rejected.push(name);
  }
  return undefined;
}

/** A header that came several times is an array, or joined with commas: no id either way. */
function headerValue(headers: InboundHeaders, name: string): unknown {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  return Object.hasOwn(headers, name) ? Reflect.get(headers, name) : undefined;
}

/** A generator that fails, or makes what is no id, is not worth a request. */
function generated(generateId: () => string): string {
  // An own id needs no check, which would take as long as making it.
  if (generateId === newId) return newId();
  try {
    const id: unknown = generateId();
    if (isId('correlation_id', id)) return id;
  } catch {
    // As if it had made nothing.
  }
  return newId();
}

/** A predicate that throws trusts nobody: a request must not fail for it. */
function isTrusted<Request>({ trust = 'always' }: InboundOptions<Request>, request: Request | undefined): boolean {
  if (typeof trust !== 'function') return trust === 'always';
  try {
    // A cast that holds as far as the caller keeps to the type: who gives a predicate gives what it is asked about.
    return trust(request as Request) === true;
  } catch {
    return false;
  }
}

interface Settings {
  readonly accept: readonly string[];
  readonly generateId: () => string;
}

const noOptions: InboundOptions<unknown> = {};
const defaults: Settings = { accept: defaultAccept, generateId: newId };
const resolved = new WeakMap<object, Settings>();

/** Options are checked once for each object. */
function settingsOf<Request>(options: InboundOptions<Request>): Settings {
  const known = options === null ? undefined : resolved.get(options);
  if (known !== undefined) return known;
  const problems = checkInboundOptions(options);
  if (problems.length > 0) throw new OptionsError('resolveInbound was refused', problems);
  const settings: Settings = {
    accept: options.accept?.map((name) => name.toLowerCase()) ?? defaults.accept,
    generateId: options.generateId ?? defaults.generateId,
  };
  resolved.set(options, settings);
  return settings;
}

const rules: Readonly<Record<keyof InboundOptions, OptionRule>> = {
  accept: ['an array of header names', isArrayOf(isHeaderName)],
  trust: ["'always', 'never' or a function", (value) => value === 'always' || value === 'never' || isFunction(value)],
  generateId: ['a function', isFunction],
};

/** Everything wrong with the options, so that a middleware can tell it at start. */
export function checkInboundOptions(options: object, at = ''): Problem[] {
  return checkOptions(options, rules, at);
}
