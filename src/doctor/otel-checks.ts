import { readSpanSource } from '../context/span.ts';
import type { DoctorCheck } from './check.ts';

/** Whether OpenTelemetry is in this process. Loader hook and SDK: see `logveil/otel`. */
export function checkOpenTelemetry(): DoctorCheck[] {
  const { contextManager, tracerProvider } = readSpanSource();
  if (contextManager && tracerProvider) {
    const says = 'OpenTelemetry runs here, with a context manager and a tracer provider.';
    return [{ part: 'opentelemetry', state: 'on', says }];
  }
  if (!contextManager && !tracerProvider) {
    return [
      { part: 'opentelemetry', state: 'off', says: 'No OpenTelemetry SDK runs here. logveil works without one.' },
    ];
  }
  const missing = contextManager
    ? 'tracer provider, so no spans are made'
    : 'context manager, so no span is ever active';
  const advice = 'Start an SDK as a whole: NodeSDK.start(), or provider.register().';
  return [{ part: 'opentelemetry', state: 'wrong', says: `OpenTelemetry is here without a ${missing}.`, advice }];
}
