import { CleanLogRecord } from './clean-log-record.ts';
import { SharedParts } from './clean-parts.ts';
import { cleanSpan } from './clean-span.ts';
import { type Cleaner, createCleaner, type TelemetryRules } from './cleaner.ts';
import { cleanAll } from './exporters.ts';
import { noteWrapped } from './running.ts';
import type { LogRecordProcessorShape, LogRecordShape, SpanProcessorShape, SpanShape } from './shapes.ts';

/**
 * A span processor that is handed clean copies of the spans that end, and whatever it exports is clean. At the start of
 * a span it gets the span itself, for it may want to add to it: one that exports what it got there is not made safe.
 *
 * @throws OptionsError that lists everything wrong with the rules
 *
 * @example
 * ```ts
 * import { redactSpanProcessor } from 'logveil/otel';
 * import { BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
 * const processor = redactSpanProcessor(new BatchSpanProcessor(new ConsoleSpanExporter()));
 * ```
 */
export function redactSpanProcessor<Live, Context, Ended extends SpanShape>(
  processor: SpanProcessorShape<Live, Context, Ended>,
  rules: TelemetryRules = {},
): SpanProcessorShape<Live, Context, Ended> {
  return spanProcessor(processor, createCleaner('redactSpanProcessor', rules));
}

/**
 * A log record processor that is handed clean copies. What it adds to a record is cleaned, too, and is not seen by other
 * processors.
 *
 * @throws OptionsError that lists everything wrong with the rules
 *
 * @example
 * ```ts
 * import { redactLogRecordProcessor } from 'logveil/otel';
 * import { BatchLogRecordProcessor, ConsoleLogRecordExporter } from '@opentelemetry/sdk-logs';
 * const exporter = new ConsoleLogRecordExporter();
 * const processor = redactLogRecordProcessor(new BatchLogRecordProcessor({ exporter }));
 * ```
 */
export function redactLogRecordProcessor<Item extends LogRecordShape, Context>(
  processor: LogRecordProcessorShape<Item, Context>,
  rules: TelemetryRules = {},
): LogRecordProcessorShape<Item, Context> {
  return logRecordProcessor(processor, createCleaner('redactLogRecordProcessor', rules));
}

/** {@link redactSpanProcessor} with rules that may still grow. */
export function spanProcessor<Live, Context, Ended extends SpanShape>(
  processor: SpanProcessorShape<Live, Context, Ended>,
  cleaner: Cleaner,
): SpanProcessorShape<Live, Context, Ended> {
  const shared = new SharedParts(cleaner);
  noteWrapped('spans');
  // A cast that holds: every member that OpenTelemetry's ReadableSpan has is there.
  const clean = (span: Ended): Ended => cleanSpan(span, cleaner, shared) as Ended;
  return {
    onStart: (span, context) => processor.onStart(span, context),
    onEnding: (span) => processor.onEnding?.(span),
    onEnd: (span) => {
      for (const copy of cleanAll([span], clean)) processor.onEnd(copy);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}

/** {@link redactLogRecordProcessor} with rules that may still grow. */
export function logRecordProcessor<Item extends LogRecordShape, Context>(
  processor: LogRecordProcessorShape<Item, Context>,
  cleaner: Cleaner,
): LogRecordProcessorShape<Item, Context> {
  const shared = new SharedParts(cleaner);
  noteWrapped('logs');
  // A cast that holds: every member and setter that OpenTelemetry's SdkLogRecord has is there.
  const clean = (record: Item): Item => new CleanLogRecord(record, cleaner, shared) as unknown as Item;
  return {
    onEmit: (record, context) => {
      for (const copy of cleanAll([record], clean)) processor.onEmit(copy, context);
    },
    ...(processor.enabled !== undefined && { enabled: (options) => processor.enabled?.(options) ?? true }),
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}
