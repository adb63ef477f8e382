import { isId } from './ids.ts';
import type { TraceIds } from './traceparent.ts';
import { parseTracestate } from './tracestate.ts';

// Where @opentelemetry/api 1.x keeps what is registered, so that several copies of it in one process work together
// (api 1.9: `internal/global-utils`, `createContextKey`). Reading it here needs no import: nothing has to be resolved
// when OpenTelemetry is absent, nothing is loaded twice when it is bundled, and it does not matter which starts first.
const apiSym = Symbol.for('opentelemetry.js.api.1');
const spanSym = Symbol.for('OpenTelemetry Context Key SPAN');
// @opentelemetry/api-logs 0.223 keeps its provider here; from 1.10 on it is in the API itself.
const logsSym = Symbol.for('io.opentelemetry.js.api.logs');
const baggageSym = Symbol.for('OpenTelemetry Baggage Key');

interface Registered {
  readonly context?: { active(): { getValue(key: symbol): unknown } };
  /** Replaced when an SDK registers. */
  readonly trace?: object;
  readonly logs?: object;
  readonly metrics?: { getMeter(name: string): Meter };
}

/** OpenTelemetry's `Meter`, as far as it is used here. */
export interface Meter {
  createObservableCounter(name: string, options?: object): Observable;
  createObservableGauge(name: string, options?: object): Observable;
}

/** An instrument that is asked for its values when metrics are collected. */
export interface Observable {
  addCallback(callback: (result: ObservableResult) => void): void;
  removeCallback(callback: (result: ObservableResult) => void): void;
}

/** Takes the values of one collection. */
export interface ObservableResult {
  observe(value: number, attributes?: Readonly<Record<string, string>>): void;
}

interface Span {
  spanContext(): {
    readonly traceId: string;
    readonly spanId: string;
    readonly traceFlags: number;
    readonly traceState?: { serialize(): string } | undefined;
  };
}

/** A span's ids and the text that stands for them on a line. */
export interface SpanIds extends TraceIds {
  /** `,"trace_id":"…","span_id":"…","trace_flags":"01"` */
  readonly text: string;
}

/** The ids of the active OpenTelemetry span; `undefined` when there is none, or no OpenTelemetry. Never throws. */
export function activeSpan(): SpanIds | undefined {
  const manager = registered()?.context;
  if (manager === undefined) return undefined;
  try {
    const span = manager.active().getValue(spanSym);
    return span === undefined || span === null ? undefined : idsOf(span);
  } catch {
    return undefined;
  }
}

/** The `tracestate` of the active span's trace, as it came or as the SDK has changed it. Never throws. */
export function activeTracestate(): string | undefined {
  try {
    // A cast that holds, or throws into the guard: only spans are kept under the key.
    const span = registered()?.context?.active().getValue(spanSym) as Span | undefined;
    return parseTracestate(span?.spanContext().traceState?.serialize()) || undefined;
  } catch {
    return undefined;
  }
}

/** The value of an entry of the active OpenTelemetry baggage; `undefined` when there is none. Never throws. */
export function activeBaggage(name: string): string | undefined {
  try {
    // A cast that holds, or throws into the guard: only baggage is kept under the key.
    const baggage = registered()?.context?.active().getValue(baggageSym) as Baggage | undefined;
    const value: unknown = baggage?.getEntry(name)?.value;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Baggage {
  getEntry(name: string): { readonly value: unknown } | undefined;
}

/** Whether an SDK takes log records. */
export function hasLoggerProvider(): boolean {
  return registered()?.logs !== undefined || Reflect.get(globalThis, logsSym) !== undefined;
}

/** A meter of the registered MeterProvider; `undefined` when there is none. Never throws. */
export function registeredMeter(name: string): Meter | undefined {
  try {
    return registered()?.metrics?.getMeter(name);
  } catch {
    return undefined;
  }
}

/** Kept once it is there: the API changes its members and never replaces it, and looking at globalThis is dear. */
function registered(): Registered | undefined {
  // A cast that holds: what stands under this key is OpenTelemetry's; its members are looked at before they are used.
  api ??= (globalThis as { readonly [apiSym]?: Registered })[apiSym];
  return api;
}

let api: Registered | undefined;

/** What is registered with OpenTelemetry, for those who explain why there is no span. */
export interface SpanSource {
  readonly contextManager: boolean;
  readonly tracerProvider: boolean;
}

export function readSpanSource(): SpanSource {
  const { context, trace } = registered() ?? {};
  return { contextManager: context !== undefined, tracerProvider: trace !== undefined };
}

/** What is registered as the source of spans: another object once an SDK has registered. */
export function spanRegistration(): object | undefined {
  return registered()?.trace;
}

let lastSpan: object | undefined;
let lastIds: SpanIds | undefined;
const known = new WeakMap<object, SpanIds | null>();

/** Written once per span: a span's ids never change. */
function idsOf(span: object): SpanIds | undefined {
  if (span === lastSpan) return lastIds;
  let ids = known.get(span);
  if (ids === undefined) {
    // A cast that holds, or throws into the caller's guard: only spans are kept under the key.
    ids = readIds(span as Span);
    known.set(span, ids);
  }
  lastSpan = span;
  lastIds = ids ?? undefined;
  return lastIds;
}

function readIds(span: Span): SpanIds | null {
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (!isId('trace_id', traceId) || !isId('span_id', spanId)) return null;
  const flags = (traceFlags & 0xff).toString(16).padStart(2, '0');
  return { trace_id: traceId, span_id: spanId, trace_flags: flags, text: traceText(traceId, spanId, flags) };
}

/** The members of a record for these ids, each with a comma before it. */
export function traceText(traceId: string, spanId: string | undefined, flags: string | undefined): string {
  const span = spanId === undefined ? '' : `,"span_id":"${spanId}"`;
  return `,"trace_id":"${traceId}"${span}${flags === undefined ? '' : `,"trace_flags":"${flags}"`}`;
}
