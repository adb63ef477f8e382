import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { createHttpClient } from '../http/http-client.ts';
import type { HttpSettings } from '../http/http-options.ts';
import type { Sender } from '../ship/sender.ts';
import { outcomeOf } from './answer.ts';
import type { LokiStamp } from './label-rules.ts';
import { PushBodyWriter } from './push-body.ts';

/** What a Loki sender needs; plain data, so that it can be given to a worker thread. */
export interface LokiSenderSettings {
  readonly http: HttpSettings;
  readonly stamp: LokiStamp;
  /** Bytes of a request before compression. */
  readonly maxBodyBytes: number;
}

const compress = promisify(gzip);
const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

/** Sends batches to Loki's push API. */
export async function createLokiSender(settings: LokiSenderSettings, now: () => number): Promise<Sender> {
  const client = await createHttpClient(settings.http, now);
  const writer = new PushBodyWriter(settings.stamp);
  return {
    async send({ entries }, signal) {
      const { text, labelCounts } = writer.write(entries, now());
      const body = Buffer.from(text);
      // Quotes are escaped and ids come twice, so how large it is shows only here.
      if (body.length > settings.maxBodyBytes && entries.length > 1)
        return { is: 'split', reason: 'larger than a batch' };
      // Level 1: logs shrink to about a tenth with any, and this one costs least.
      const packed = await compress(body, { level: constants.Z_BEST_SPEED });
      const result = await client.post(packed, headers, signal);
      return outcomeOf(result, { entries, labelCounts, nowMs: now() });
    },
    close: () => client.close(),
  };
}
