import { isId } from './ids.ts';
import { activeSpan, traceText } from './span.ts';
import type { Context } from './store.ts';

/**
 * The ids for a line logged now: `,"correlation_id":"…"` of the context and the trace ids of the active span, or of the
 * context where no span is active, or else what the logger's own mixin said. Every part was written before, once per
 * context and once per span.
 */
export function stampIds(context: Context | undefined, mixedIn: string): string {
  const span = activeSpan();
  if (context === undefined) return span === undefined ? mixedIn : span.text;
  if (span !== undefined) return context.idText + span.text;
  return context.idText + (context.traceText === '' ? mixedIn : context.traceText);
}

/** What a mixin gave, without the ids of a trace, and those as text for a line. */
export interface MixedIn {
  readonly rest: object;
  readonly traceText: string;
}

/**
 * Ids of a trace are put on lines by mixins, too, under the names logveil uses: the owner's own, or one that
 * instrumentation adds. They are ids like any other and must not stand on a line twice.
 */
export function takeTraceIds(added: unknown): MixedIn | undefined {
  if (typeof added !== 'object' || added === null || !Object.hasOwn(added, 'trace_id')) return undefined;
  const { trace_id, span_id, trace_flags, ...rest }: Readonly<Record<string, unknown>> = { ...added };
  if (!isId('trace_id', trace_id)) return undefined;
  const span = isId('span_id', span_id) ? span_id : undefined;
  const flags = isId('trace_flags', trace_flags) ? trace_flags : undefined;
  return { rest, traceText: traceText(trace_id, span, flags) };
}
