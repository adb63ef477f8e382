import { CleanLogRecord } from './clean-log-record.ts';
import { SharedParts } from './clean-parts.ts';
import { cleanSpan } from './clean-span.ts';
import { createCleaner, type TelemetryRules } from './cleaner.ts';
import { noteWrapped } from './running.ts';
import type { Exporter, LogRecordShape, RedactingExporter, SpanShape } from './shapes.ts';

/**
 * A span exporter that never sees a secret: it is handed clean copies of the spans. Wrap every exporter of a service
 * that does not start OpenTelemetry with {@link startTelemetry}; one that is not wrapped exports spans as they are.
 *
 * @throws OptionsError that lists everything wrong with the rules
 *
 * @example
 * ```ts
 * import { redactSpanExporter } from 'logveil/otel';
 * import { BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
 * const exporter = redactSpanExporter(new ConsoleSpanExporter(), { redact: { keys: ['loyalty number'] } });
 * const processor = new BatchSpanProcessor(exporter);
 * ```
 */
export function redactSpanExporter<Span extends SpanShape>(
  exporter: Exporter<Span>,
  rules: TelemetryRules = {},
): RedactingExporter<Span> {
  const cleaner = createCleaner('redactSpanExporter', rules);
  const shared = new SharedParts(cleaner);
  noteWrapped('spans');
  // A cast that holds: every member that OpenTelemetry's ReadableSpan has is there.
  return wrap(exporter, (span) => cleanSpan(span, cleaner, shared) as Span);
}

/**
 * A log record exporter that never sees a secret. Lines of `createLogger` are clean already; other libraries' records
 * are not.
 *
 * @throws OptionsError that lists everything wrong with the rules
 *
 * @example
 * ```ts
 * import { redactLogRecordExporter } from 'logveil/otel';
 * import { ConsoleLogRecordExporter } from '@opentelemetry/sdk-logs';
 * const exporter = redactLogRecordExporter(new ConsoleLogRecordExporter());
 * ```
 */
export function redactLogRecordExporter<Item extends LogRecordShape>(
  exporter: Exporter<Item>,
  rules: TelemetryRules = {},
): RedactingExporter<Item> {
  const cleaner = createCleaner('redactLogRecordExporter', rules);
  const shared = new SharedParts(cleaner);
  noteWrapped('logs');
  // A cast that holds: every member that OpenTelemetry's ReadableLogRecord has is there.
  return wrap(exporter, (record) => new CleanLogRecord(record, cleaner, shared) as unknown as Item);
}

function wrap<Item>(exporter: Exporter<Item>, clean: (item: Item) => Item): RedactingExporter<Item> {
  return {
    export: (items, done) => exporter.export(cleanAll(items, clean), done),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

/** What is no span or log record at all cannot be copied, and does not go out. */
export function cleanAll<Item>(items: readonly Item[], clean: (item: Item) => Item): Item[] {
  return items.flatMap((item) => {
    try {
      return [clean(item)];
    } catch {
      noteLost();
      return [];
    }
  });
}

let lost = 0;

function noteLost(): void {
  if (lost++ > 0) return;
  const message = 'a span or log record could not be copied, so it was not exported';
  process.emitWarning(message, { type: 'LogveilWarning', code: 'LOGVEIL_REDACTION_FAILED' });
}
