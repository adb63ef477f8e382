import { readSpanSource } from '../context/span.ts';
import type { DoctorCheck } from './check.ts';

/** Whether OpenTelemetry is in this process. Loader hook and SDK: see `logveil/otel`. */
export function checkOpenTelemetry(): DoctorCheck[] {
  const { api, contextManager, tracerProvider } = readSpanSource();
  if (!api) {
    const says = 'Nothing has registered with OpenTelemetry in this process. logveil works without it.';
    return [{ part: 'opentelemetry', state: 'off', says }];
  }
  if (!contextManager) {
    const says = 'OpenTelemetry is there without a context manager, so no span is ever active.';
    return [
      { part: 'opentelemetry', state: 'wrong', says, advice: 'Start an SDK: NodeSDK.start(), or provider.register().' },
    ];
  }
  if (!tracerProvider) {
    const says = 'OpenTelemetry is there without a tracer provider, so no spans are made.';
    return [
      { part: 'opentelemetry', state: 'wrong', says, advice: 'Start an SDK with a trace exporter or span processor.' },
    ];
  }
  return [
    {
      part: 'opentelemetry',
      state: 'on',
      says: 'OpenTelemetry is there, with a context manager and a tracer provider.',
    },
  ];
}
