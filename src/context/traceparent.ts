/** The three ids that a `traceparent` says. */
export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
  readonly trace_flags: string;
}

/** A trace as it comes in and goes out. */
export interface Trace extends TraceIds {
  /** What came as `tracestate` beside it, checked; it belongs to this trace and to no other. */
  readonly trace_state?: string | undefined;
}

// W3C Trace Context, section 3.2: version 00 has four fields and ends there; a higher version may go on after a dash;
// ff is forbidden. Blanks around a header's value are Node's to remove. 256 characters: no version yet has more than 55.
const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.{0,200})?$/;
const length00 = 55;

/** The ids of a `traceparent` header, or `undefined` when it is not a valid one. */
export function parseTraceparent(value: unknown): TraceIds | undefined {
  if (typeof value !== 'string' || value.length > 256) return undefined;
  const text = value.trim();
  if (!form.test(text) || (text.length !== length00 && text.startsWith('00'))) return undefined;
  // Every field has its place. Groups of the expression would cost four times as much (bench/context-run.mjs).
  return { trace_id: text.slice(3, 35), span_id: text.slice(36, 52), trace_flags: text.slice(53, 55) };
}

/** The header of version 00 for the ids. */
export function formatTraceparent(ids: TraceIds): string {
  return `00-${ids.trace_id}-${ids.span_id}-${ids.trace_flags}`;
}
