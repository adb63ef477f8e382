export type { TelemetryRules } from './cleaner.ts';
export { redactLogRecordExporter, redactSpanExporter } from './exporters.ts';
export { type MetricExporterShape, redactMetricExporter } from './metric-exporter.ts';
export type { TelemetryOptions } from './options.ts';
export { redactLogRecordProcessor, redactSpanProcessor } from './processors.ts';
export type {
  Exporter,
  LogRecordProcessorShape,
  LogRecordShape,
  RedactingExporter,
  SpanProcessorShape,
  SpanShape,
} from './shapes.ts';
export { startTelemetry } from './start-telemetry.ts';
export type { Telemetry } from './supervise.ts';
export { useLogger } from './use-logger.ts';
