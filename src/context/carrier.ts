import { describe, OptionsError, type Problem } from '../errors/index.ts';
import { allowedBaggage, baggageProblems, readBaggage } from './baggage.ts';
import { type Carrier, type CarrierFormat, readFrom, removeFrom, writeTo } from './carrier-access.ts';
import { checkOptions, isArrayOf, type OptionRule } from './check-options.ts';
import type { ContextFields } from './context-fields.ts';
import { defaultAccept, defaultHeader, isHeaderName } from './header-names.ts';
import { isId } from './ids.ts';
import { activeSpan, activeTracestate } from './span.ts';
import { currentContext } from './store.ts';
import { formatTraceparent, parseTraceparent, type Trace } from './traceparent.ts';
import { parseTracestate } from './tracestate.ts';

/** How ids are put into a carrier. */
export interface InjectOptions {
  /** Name the correlation id goes under. @defaultValue x-request-id */
  readonly header?: string;
  /**
   * `text` writes values as they are, `sqs` as `{ DataType, StringValue }`, `env` under names such as `TRACEPARENT`.
   * @defaultValue 'text'
   */
  readonly format?: CarrierFormat;
}

/** How ids are looked for in a carrier. */
export interface ExtractOptions {
  /** Names the correlation id may stand under. @defaultValue x-request-id, x-correlation-id, request-id */
  readonly accept?: readonly string[];
  /**
   * Entries of the carrier's `baggage` that become fields; others do not, nor any longer than 1,024 characters.
   * @defaultValue those that `startTelemetry` was given
   */
  readonly baggage?: readonly string[];
}

/**
 * Puts the current ids into what travels: headers, a job's data, a message's attributes, an environment. `traceparent`
 * is written when there is a trace, from the active span or the context. Outside of any context nothing is.
 *
 * @returns the carrier itself
 * @throws OptionsError when the carrier is no object that can be written to, or an option is wrong
 *
 * @example
 * ```ts
 * import { injectContext, runWithContext } from 'logveil/context';
 * runWithContext({ correlation_id: 'order-17' }, () => {
 *   console.log(injectContext({ orderId: 17 })); // { orderId: 17, 'x-request-id': 'order-17' }
 * });
 * ```
 */
export function injectContext<Into extends Carrier>(carrier: Into, options: InjectOptions = {}): Into {
  const problems = [...intoProblems(carrier), ...checkOptions(options, injectRules)];
  if (problems.length > 0) throw new OptionsError('injectContext was refused', problems);
  const { header = defaultHeader, format = 'text' } = options;
  const ids = outboundIds();
  if (ids.trace !== undefined) writeTrace(carrier, ids.trace, format);
  if (ids.correlationId !== undefined) writeTo(carrier, header, ids.correlationId, format);
  return carrier;
}

/** A `tracestate` that another trace left there would be taken for this one's. */
function writeTrace(carrier: Carrier, trace: Trace, format: CarrierFormat): void {
  writeTo(carrier, 'traceparent', formatTraceparent(trace), format);
  if (trace.trace_state === undefined) removeFrom(carrier, 'tracestate');
  else writeTo(carrier, 'tracestate', trace.trace_state, format);
}

/** What goes out with a request or a job. */
export interface OutboundIds {
  readonly correlationId: string | undefined;
  readonly trace: Trace | undefined;
}

/** The active span's ids, or the context's; a span alone gives the correlation id, too. */
export function outboundIds(): OutboundIds {
  const span = activeSpan();
  const { correlation_id, trace_id, span_id, trace_flags = '00', trace_state } = currentContext()?.ids ?? {};
  if (span !== undefined) {
    const { trace_id: id, span_id: parent, trace_flags: flags } = span;
    const trace = { trace_id: id, span_id: parent, trace_flags: flags, trace_state: activeTracestate() };
    return { correlationId: correlation_id ?? id, trace };
  }
  if (trace_id === undefined || span_id === undefined) return { correlationId: correlation_id, trace: undefined };
  return { correlationId: correlation_id, trace: { trace_id, span_id, trace_flags, trace_state } };
}

/**
 * The ids that {@link injectContext} put into a carrier, checked; what is no id is left out. Baggage that is allowed by
 * name comes along as fields. For `startContext`, which makes a correlation id when none came.
 *
 * @throws OptionsError when the carrier is no object, or an option is wrong
 *
 * @example
 * ```ts
 * import { extractContext, runWithContext } from 'logveil/context';
 * const job = { data: { orderId: 17, 'x-request-id': 'order-17' } };
 * runWithContext(extractContext(job.data), () => console.log(job.data.orderId));
 * ```
 */
export function extractContext(carrier: Carrier, options: ExtractOptions = {}): ContextFields {
  const problems = [...carrierProblems(carrier), ...checkOptions(options, extractRules), ...nameProblems(options)];
  if (problems.length > 0) throw new OptionsError('extractContext was refused', problems);
  const { accept = defaultAccept, baggage = allowedBaggage() } = options;
  const trace = parseTraceparent(readFrom(carrier, 'traceparent'));
  const state = trace && parseTracestate(readFrom(carrier, 'tracestate'));
  const ids = accept.map((name) => readFrom(carrier, name)).filter((value) => isId('correlation_id', value));
  const correlation_id = ids[0] ?? trace?.trace_id;
  return {
    ...(baggage.length > 0 && readBaggage(readFrom(carrier, 'baggage'), baggage)),
    ...(correlation_id !== undefined && { correlation_id }),
    ...trace,
    ...(state && { trace_state: state }),
  };
}

function nameProblems(options: ExtractOptions): Problem[] {
  return Array.isArray(options?.baggage) ? baggageProblems(options.baggage) : [];
}

function carrierProblems(carrier: unknown): Problem[] {
  if (typeof carrier === 'object' && carrier !== null) return [];
  return [{ option: 'carrier', message: `must be an object, got ${describe(carrier)}` }];
}

function intoProblems(carrier: unknown): Problem[] {
  const problems = carrierProblems(carrier);
  if (problems.length > 0 || Object.isExtensible(carrier)) return problems;
  return [{ option: 'carrier', message: 'must be an object that can be written to, got a frozen or sealed one' }];
}

const formats: readonly unknown[] = ['text', 'sqs', 'env'] satisfies CarrierFormat[];

const injectRules: Readonly<Record<keyof InjectOptions, OptionRule>> = {
  header: ['the name of a header', isHeaderName],
  format: ["'text', 'sqs' or 'env'", (value) => formats.includes(value)],
};

const extractRules: Readonly<Record<keyof ExtractOptions, OptionRule>> = {
  accept: ['an array of names', isArrayOf(isHeaderName)],
  baggage: ['an array of names', isArrayOf((value) => typeof value === 'string')],
};
