import { rulesOf } from '../redact/of-logger.ts';
import type { Cleaner } from './cleaner.ts';
import type { ExportSettings } from './environment.ts';
import { metricExporter } from './metric-exporter.ts';
import { defaultShutdownMs, type TelemetryOptions } from './options.ts';
import { logRecordProcessor, spanProcessor } from './processors.ts';
import type { AnyLogRecordProcessor, AnySpanProcessor, ExporterName, SdkParts } from './sdk.ts';
import type { Exporter, LogRecordShape, SpanShape } from './shapes.ts';

/** What a pipeline is made from. */
interface Making {
  readonly settings: ExportSettings;
  readonly parts: SdkParts;
  readonly cleaner: Cleaner;
}

/**
 * NodeSDK's configuration for all that is exported: whatever leaves goes through the cleaner. Spans are cleaned when they
 * end and not when a batch is exported, for 512 at once would hold the event loop for 15 ms (bench/otel-export.mjs).
 */
export function configure(options: TelemetryOptions, making: Making): object {
  return {
    ...resourceOf(options, making.parts),
    spanProcessors: spanProcessors(options, making),
    logRecordProcessors: logRecordProcessors(options, making),
    metricReaders: metricReaders(options, making),
  };
}

function spanProcessors(options: TelemetryOptions, { settings, parts, cleaner }: Making): AnySpanProcessor[] {
  // The casts hold: the options were checked for the methods that are called.
  const given = options.spanExporters as readonly Exporter<SpanShape>[] | undefined;
  const exporters = given ?? settings.spans.map((name) => parts.spanExporter(name, otlp(options, 'traces', name)));
  const more = (options.spanProcessors ?? []) as readonly AnySpanProcessor[];
  return [
    ...more.map((processor) => spanProcessor(processor, cleaner)),
    ...exporters.map((exporter) => {
      return spanProcessor(new parts.BatchSpanProcessor({ ...settings.spanBatches, exporter }), cleaner);
    }),
  ];
}

function logRecordProcessors(options: TelemetryOptions, { settings, parts, cleaner }: Making): AnyLogRecordProcessor[] {
  // The casts hold: the options were checked for the methods that are called.
  const given = options.logRecordExporters as readonly Exporter<LogRecordShape>[] | undefined;
  const exporters = given ?? settings.logs.map((name) => parts.logRecordExporter(name, otlp(options, 'logs', name)));
  const more = (options.logRecordProcessors ?? []) as readonly AnyLogRecordProcessor[];
  return [
    ...more.map((processor) => logRecordProcessor(processor, cleaner)),
    ...exporters.map((exporter) => {
      return logRecordProcessor(new parts.BatchLogRecordProcessor({ ...settings.logBatches, exporter }), cleaner);
    }),
  ];
}

function metricReaders(options: TelemetryOptions, { settings, parts, cleaner }: Making): object[] {
  return settings.metrics.map((name) => {
    const exporter = metricExporter(parts.metricExporter(name, otlp(options, 'metrics', name)), cleaner);
    return new parts.MetricReader({ ...settings.metricTimes, exporter });
  });
}

/** Settings of an OTLP exporter, as far as they are not left to the environment. */
function otlp(options: TelemetryOptions, signal: 'traces' | 'logs' | 'metrics', name: ExporterName): object {
  const { url, headers, shutdownWithinMs = defaultShutdownMs } = options;
  const path = name === 'grpc' ? '' : `/v1/${signal}`;
  return {
    ...(url !== undefined && { url: url.replace(/\/$/, '') + path }),
    ...(headers !== undefined && { headers: { ...headers } }),
    ...(!hasOwnTimeout(signal) && { timeoutMillis: Math.min(10_000, Math.max(1_000, shutdownWithinMs)) }),
  };
}

/**
 * An exporter that tries again and again keeps the process alive for its whole timeout, 10 s by the specification, even
 * when nobody waits for it any more.
 */
function hasOwnTimeout(signal: string): boolean {
  const names = ['OTEL_EXPORTER_OTLP_TIMEOUT', `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_TIMEOUT`];
  return names.some((name) => process.env[name] !== undefined);
}

function resourceOf(options: TelemetryOptions, parts: SdkParts): object {
  const { service_name, env, version } = rulesOf(options.logger)?.service ?? {};
  const own = {
    'service.name': options.service ?? service_name,
    'deployment.environment.name': options.env ?? env,
    'service.version': options.version ?? version,
  };
  const named = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const attributes = { ...Object.fromEntries(named), ...options.resource };
  const serviceName = attributes['service.name'];
  return {
    resource: parts.resourceOf(attributes),
    // Said once more, for detected attributes come after the resource's.
    ...(serviceName !== undefined && { serviceName }),
  };
}
