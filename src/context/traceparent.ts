import { isId } from './ids.ts';

/** The three ids that a `traceparent` says. */
export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
  readonly trace_flags: string;
}

// W3C Trace Context, section 3.2: version 00 has four fields and ends there; a higher version may go on after a dash;
// ff is forbidden. Blanks around a header's value are Node's to remove. 256 characters: no version yet has more than 55.
const form = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.{0,200})?$/;

/** The ids of a `traceparent` header, or `undefined` when it is not a valid one. */
export function parseTraceparent(value: unknown): TraceIds | undefined {
  const found = typeof value === 'string' && value.length <= 256 ? form.exec(value.trim()) : null;
  if (found === null) return undefined;
  const [, version, traceId, spanId, flags = '', rest] = found;
  if (version === '00' && rest !== undefined) return undefined;
  if (!isId('trace_id', traceId) || !isId('span_id', spanId)) return undefined;
  return { trace_id: traceId, span_id: spanId, trace_flags: flags };
}

/** The header of version 00 for the ids. */
export function formatTraceparent(ids: TraceIds): string {
  return `00-${ids.trace_id}-${ids.span_id}-${ids.trace_flags}`;
}
