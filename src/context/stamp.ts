import { activeSpan } from './span.ts';
import type { Context } from './store.ts';

/**
 * The ids for a line logged now: `,"correlation_id":"…"` of the context and the trace ids of the active span, or of the
 * context where no span is active. Both parts were written before, once per context and once per span.
 */
export function stampIds(context: Context | undefined): string {
  const span = activeSpan();
  if (context === undefined) return span === undefined ? '' : span.text;
  return context.idText + (span === undefined ? context.traceText : span.text);
}
