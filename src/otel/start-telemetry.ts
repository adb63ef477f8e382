import { allowBaggage } from '../context/baggage.ts';
import { readSpanSource } from '../context/span.ts';
import { OptionsError } from '../errors/index.ts';
import { Cleaner } from './cleaner.ts';
import { type ExportSettings, readExportSettings } from './environment.ts';
import { defaultInstrumentations, type Instrumentation, registerLoaderHook } from './instrumentations.ts';
import { peerLoader } from './load.ts';
import { type TelemetryOptions, telemetryProblems } from './options.ts';
import { configure } from './pipeline.ts';
import { telemetryState } from './running.ts';
import { loadSdk } from './sdk.ts';
import { superviseSdk, type Telemetry } from './supervise.ts';

/**
 * Starts OpenTelemetry with everything it exports cleaned by the logger's rules: spans and log records of whatever
 * instrumentation made them, with their attributes, events, links and messages, and the resource. Call it before
 * anything that is to be instrumented is loaded: in a file of its own, for `node --import ./telemetry.js`. Needs the
 * package `@opentelemetry/sdk-node`.
 *
 * @throws OptionsError that lists everything wrong with options and environment, or says what to install
 *
 * @example
 * ```ts
 * import { startTelemetry } from 'logveil/otel';
 * startTelemetry({ service: 'checkout', env: 'production', version: '1.4.2', redact: { keys: ['loyalty number'] } });
 * ```
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const problems = telemetryProblems(options);
  if (problems.length > 0) throw new OptionsError('startTelemetry was refused', problems);
  if (telemetryState().running !== undefined || readSpanSource().tracerProvider) throw alreadyRunning();
  // The specification's switch: everything is checked, nothing runs.
  if (process.env['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true') return { shutdown: async () => true };
  const settings = readExportSettings(process.env);
  if (options.headers !== undefined && usesGrpc(settings)) throw headersOverGrpc();
  const peers = peerLoader();
  const parts = loadSdk(peers);
  const cleaner = new Cleaner(options);
  registerLoaderHook(parts);
  const instrumentations: readonly Instrumentation[] = (
    options.instrumentations ?? defaultInstrumentations(peers)
  ).flat();
  const sdk = new parts.NodeSDK({
    ...options.sdk,
    instrumentations,
    ...configure(options, { settings, parts, cleaner }),
  });
  sdk.start();
  allowBaggage(options.baggage ?? []);
  return superviseSdk(sdk, { options, cleaner, instrumentations });
}

function usesGrpc({ spans, logs, metrics }: ExportSettings): boolean {
  return [spans, logs, metrics].some((names) => names.includes('grpc'));
}

function headersOverGrpc(): OptionsError {
  const message = 'is for OTLP over HTTP, and the protocol is grpc: set OTEL_EXPORTER_OTLP_HEADERS instead';
  return new OptionsError('startTelemetry was refused', [{ option: 'headers', message }]);
}

function alreadyRunning(): OptionsError {
  const message =
    'must run once, and before other OpenTelemetry SDKs: one is registered already, and what it exports is not clean. Wrap its exporters with redactSpanExporter and redactLogRecordExporter, or remove it. Rules of a logger are added with useLogger.';
  return new OptionsError('startTelemetry was refused', [{ option: 'startTelemetry', message }]);
}
