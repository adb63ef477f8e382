import { getContext } from '../context/index.ts';
import { activeSpan, readSpanSource } from '../context/span.ts';
import type { DoctorCheck } from './check.ts';

/** Whether a line logged here would have a trace id, and if not, why. */
export function checkTraceId(): DoctorCheck[] {
  const part = 'trace id';
  if (activeSpan() !== undefined)
    return [{ part, state: 'on', says: 'A line logged here has the ids of the active span.' }];
  const context = getContext();
  if (context?.trace_id !== undefined) {
    return [{ part, state: 'on', says: 'A line logged here has the trace id its request brought; no span is active.' }];
  }
  const says = `A line logged here has no trace_id: ${reason(context !== undefined)}.`;
  return [{ part, state: 'off', says }];
}

function reason(isInContext: boolean): string {
  const { contextManager, tracerProvider } = readSpanSource();
  const request = isInContext ? 'and the request brought no traceparent' : 'and this is in no request';
  if (!contextManager || !tracerProvider) return `no OpenTelemetry SDK runs, ${request}`;
  return `the SDK runs, but no span is active here, ${request}`;
}
