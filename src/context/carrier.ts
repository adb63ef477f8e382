import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import { type Carrier, type CarrierFormat, readFrom, writeTo } from './carrier-access.ts';
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
 * @throws OptionsError when the carrier is no object, or an option is wrong
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
  const problems = [...carrierProblems(carrier), ...injectProblems(options)];
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
  const problems = [...carrierProblems(carrier), ...extractProblems(options)];
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

function injectProblems(options: object): Problem[] {
  const { header, format }: { header?: unknown; format?: unknown } = options;
  const problems = unknownOptions(options, ['header', 'format']);
  if (header !== undefined && !isHeaderName(header)) {
    problems.push({ option: 'header', message: `must be the name of a header, got ${describe(header)}` });
  }
  if (format !== undefined && format !== 'text' && format !== 'sqs' && format !== 'env') {
    problems.push({ option: 'format', message: `must be 'text', 'sqs' or 'env', got ${describe(format)}` });
  }
  return problems;
}

function extractProblems(options: object): Problem[] {
  const { accept }: { accept?: unknown } = options;
  const problems = unknownOptions(options, ['accept']);
  if (accept !== undefined && !(Array.isArray(accept) && accept.every(isHeaderName))) {
    problems.push({ option: 'accept', message: `must be an array of names, got ${describe(accept)}` });
  }
  return problems;
}

function unknownOptions(options: object, names: readonly string[]): Problem[] {
  return Object.keys(options)
    .filter((name) => !names.includes(name))
    .map((option) => ({ option, message: `is not an option${didYouMean(option, names)}` }));
}
