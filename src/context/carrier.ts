import { describe, OptionsError, type Problem } from '../errors/index.ts';
import { type Carrier, type CarrierFormat, readFrom, writeTo } from './carrier-access.ts';
import { checkOptions, isArrayOf, type OptionRule } from './check-options.ts';
import type { ContextFields } from './context-fields.ts';
import { defaultAccept, defaultHeader, isHeaderName } from './header-names.ts';
import { isId } from './ids.ts';
import { activeSpan } from './span.ts';
import { currentContext } from './store.ts';
import { formatTraceparent, parseTraceparent, type TraceIds } from './traceparent.ts';

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
  if (ids.trace !== undefined) writeTo(carrier, 'traceparent', formatTraceparent(ids.trace), format);
  if (ids.correlationId !== undefined) writeTo(carrier, header, ids.correlationId, format);
  return carrier;
}

/** What goes out with a request or a job. */
export interface OutboundIds {
  readonly correlationId: string | undefined;
  readonly trace: TraceIds | undefined;
}

/** The active span's ids, or the context's; a span alone gives the correlation id, too. */
export function outboundIds(): OutboundIds {
  const span = activeSpan();
  const { correlation_id, trace_id, span_id, trace_flags = '00' } = currentContext()?.ids ?? {};
  const own = trace_id === undefined || span_id === undefined ? undefined : { trace_id, span_id, trace_flags };
  return { correlationId: correlation_id ?? span?.trace_id, trace: span ?? own };
}

/**
 * The ids that {@link injectContext} put into a carrier, checked; what is no id is left out. For `runWithContext`, which
 * makes a correlation id when none came.
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
  const problems = [...carrierProblems(carrier), ...checkOptions(options, extractRules)];
  if (problems.length > 0) throw new OptionsError('extractContext was refused', problems);
  const { accept = defaultAccept } = options;
  const trace = parseTraceparent(readFrom(carrier, 'traceparent'));
  const ids = accept.map((name) => readFrom(carrier, name)).filter((value) => isId('correlation_id', value));
  const correlation_id = ids[0] ?? trace?.trace_id;
  return { ...(correlation_id !== undefined && { correlation_id }), ...trace };
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
};
