import { hasLoggerProvider } from '../context/span.ts';
import type { WarningHandler } from '../redact/index.ts';

let isTold = false;

/**
 * Warns when a line would arrive twice: the logger delivers it, and instrumentation-pino has put a stream beside the
 * destination that sends it as a log record.
 *
 * @param stream what pino writes to, as instrumentation left it
 */
export function warnIfSentTwice(stream: unknown, warn: WarningHandler): void {
  if (isTold || !hasLoggerProvider() || !sendsToOpenTelemetry(stream)) return;
  isTold = true;
  warn({ code: 'LOGVEIL_LOGS_SENT_TWICE', message });
}

const message =
  'instrumentation-pino sends each line as a log record, and this logger delivers its lines itself, so each arrives twice: make it new PinoInstrumentation({ disableLogSending: true })';

/** Whether instrumentation-pino has added its stream. */
export function sendsToOpenTelemetry(stream: unknown): boolean {
  const streams: unknown = typeof stream === 'object' && stream !== null ? Reflect.get(stream, 'streams') : undefined;
  if (!Array.isArray(streams)) return false;
  return streams.some((each: { readonly stream?: object } | null) => {
    return each?.stream?.constructor?.name === 'OTelPinoStream';
  });
}
