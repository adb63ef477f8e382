import { readSpanSource } from '../context/span.ts';
import { inspectLogger } from '../logger/inspect.ts';
import { telemetryState } from '../otel/running.ts';
import type { DoctorCheck, DoctorSubject } from './check.ts';

/** Whether OpenTelemetry is in this process. */
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

/** Whether what the SDK exports is cleaned, and whether what is imported is instrumented. Nothing without an SDK. */
export function checkTelemetry({ logger }: DoctorSubject): DoctorCheck[] {
  const { running } = telemetryState();
  const twice = sentTwice(logger);
  if (running === undefined && !readSpanSource().tracerProvider) return twice;
  return [cleaning(), loaderHook(), ...twice];
}

function cleaning(): DoctorCheck {
  const part = 'telemetry';
  const { running, wrapped } = telemetryState();
  if (running !== undefined) {
    const made = running.instrumentations.join(', ') || 'nothing';
    return { part, state: 'on', says: `What OpenTelemetry exports is cleaned before. Instrumented: ${made}.` };
  }
  if (wrapped.spans > 0) {
    const says = `An SDK runs that logveil has not started. Wrapped: ${wrapped.spans} for spans, ${wrapped.logs} for logs, ${wrapped.metrics} for metrics.`;
    return { part, state: 'on', says, advice: 'An exporter that is not wrapped exports secrets as they are.' };
  }
  const advice = 'Start it with startTelemetry from logveil/otel, or wrap its exporters with redactSpanExporter.';
  return { part, state: 'wrong', says: 'An SDK exports spans as they are, with the secrets in them.', advice };
}

function loaderHook(): DoctorCheck {
  const part = 'loader hook';
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  if (telemetryState().isHookRegistered || /(?:instrumentation|import-in-the-middle)\/hook\.mjs/.test(flags)) {
    return { part, state: 'on', says: 'The loader hook is registered: ES modules are instrumented, too.' };
  }
  const says = 'No loader hook is known of: what is imported (and not required) may have no spans and no trace ids.';
  const advice =
    "Register it before the service is loaded: node --import logveil/otel/register, or module.register('@opentelemetry/instrumentation/hook.mjs', import.meta.url).";
  return { part, state: 'off', says, advice };
}

function sentTwice(logger: object | undefined): DoctorCheck[] {
  const sentBy = logger === undefined ? undefined : inspectLogger(logger)?.sentBy;
  if (sentBy?.instrumentation !== true || !sentBy.delivery) return [];
  const says = 'Lines go out twice: this logger delivers them, and instrumentation-pino sends them as log records.';
  const advice = 'Make it new PinoInstrumentation({ disableLogSending: true }).';
  return [{ part: 'log records', state: 'wrong', says, advice }];
}
