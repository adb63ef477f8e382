import { createRequire } from 'node:module';
import { OptionsError } from '../../errors/index.ts';
import type { LogRecord } from './log-record.ts';

/** What a server said about a request it took. */
export interface ExportResponse {
  readonly partialSuccess?: { readonly rejectedLogRecords?: number | string };
}

/** OpenTelemetry's encoding of an ExportLogsServiceRequest as protocol buffers. */
export interface LogsEncoder {
  serializeRequest(records: readonly LogRecord[]): Uint8Array | undefined;
  deserializeResponse(bytes: Uint8Array): ExportResponse;
}

const packageName = '@opentelemetry/otlp-transformer';

/** Whether the package is there, told when options are checked: a worker is no place to find out. */
export function encoderProblem(): string | undefined {
  try {
    createRequire(import.meta.url).resolve(packageName);
    return undefined;
  } catch {
    return `needs the package ${packageName}: npm install ${packageName}`;
  }
}

/** Loads the package on first use: who does not send to OTLP need not have it. */
export async function loadEncoder(): Promise<LogsEncoder> {
  const found: unknown = await import('@opentelemetry/otlp-transformer').catch(() => undefined);
  const encoder: unknown =
    typeof found === 'object' && found !== null ? Reflect.get(found, 'ProtobufLogsSerializer') : undefined;
  if (isEncoder(encoder)) return encoder;
  const message =
    encoderProblem() ?? `needs a version of ${packageName} that has ProtobufLogsSerializer, such as 0.223`;
  throw new OptionsError('the OTLP sender was refused', [{ option: 'otlp', message }]);
}

function isEncoder(value: unknown): value is LogsEncoder {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'serializeRequest') === 'function' &&
    typeof Reflect.get(value, 'deserializeResponse') === 'function'
  );
}
