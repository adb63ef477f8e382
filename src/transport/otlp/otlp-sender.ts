import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { createHttpClient } from '../http/http-client.ts';
import type { HttpSettings } from '../http/http-options.ts';
import type { Sender } from '../ship/sender.ts';
import { type LogsEncoder, loadEncoder } from './encoder.ts';
import { createRecordMaker, type LogRecord } from './log-record.ts';
import { outcomeOf } from './outcome.ts';

/** What an OTLP sender needs; plain data, so that it can be given to a worker thread. */
export interface OtlpSenderSettings {
  readonly http: HttpSettings;
  /** Bytes of a request before compression. */
  readonly maxBodyBytes: number;
}

const compress = promisify(gzip);
const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' };

/** What fails for a batch fails for one of its lines: halving finds it. */
function encode(encoder: LogsEncoder, records: readonly LogRecord[]): Uint8Array | undefined {
  try {
    return encoder.serializeRequest(records);
  } catch {
    return undefined;
  }
}

/** Sends batches to an OTLP/HTTP endpoint as protocol buffers. Throws an OptionsError without OpenTelemetry's encoder. */
export async function createOtlpSender(settings: OtlpSenderSettings, now: () => number): Promise<Sender> {
  const encoder = await loadEncoder();
  const client = await createHttpClient(settings.http, now);
  const toRecord = createRecordMaker();
  return {
    async send({ entries }, signal) {
      const body = encode(encoder, entries.map(toRecord));
      if (body === undefined) return { is: 'bisect', reason: 'not encodable' };
      if (body.length > settings.maxBodyBytes && entries.length > 1)
        return { is: 'split', reason: 'larger than a batch' };
      // Level 1, as for Loki: it costs least, and logs shrink with any.
      const packed = await compress(body, { level: constants.Z_BEST_SPEED });
      const result = await client.post(packed, headers, signal);
      return outcomeOf(result, (bytes) => encoder.deserializeResponse(bytes));
    },
    close: () => client.close(),
  };
}
