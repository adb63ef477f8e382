import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { HttpSettings } from './http-options.ts';
import { retryAfterMs } from './retry-after.ts';

/** What came of a request. `failed`: no answer; the reason is a system's code or a time, never content. */
export type HttpResult =
  | {
      readonly is: 'answer';
      readonly status: number;
      /** The answer's body, cut to a bound, as text and as it came. */
      readonly text: string;
      readonly bytes: Uint8Array;
      readonly afterMs: number | undefined;
    }
  | { readonly is: 'failed'; readonly reason: string };

/** Posts to one URL over connections that are kept. */
export interface HttpClient {
  /** Never rejects. */
  post(body: Uint8Array, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<HttpResult>;
  close(): void;
}

/** @param now milliseconds since the epoch, for `Retry-After` with a date */
export async function createHttpClient(settings: HttpSettings, now: () => number): Promise<HttpClient> {
  const url = new URL(settings.url);
  const isSecure = url.protocol === 'https:';
  const agent = await createAgent(settings, isSecure);
  const request = isSecure ? requestHttps : requestHttp;
  return {
    post: (body, headers, signal) =>
      new Promise((resolve) => {
        const fixed = { 'content-length': String(body.byteLength), 'user-agent': 'logveil' };
        const all = { ...fixed, ...settings.headers, ...headers };
        const sent = request(url, { method: 'POST', agent, headers: all, ...settings.tls });
        const fail = (reason: string): void => {
          settle({ is: 'failed', reason });
          sent.destroy();
        };
        const timer = setTimeout(() => fail(`no answer within ${settings.timeoutMs} ms`), settings.timeoutMs);
        const onAbort = (): void => fail('stopped');
        const settle = (result: HttpResult): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          resolve(result);
        };
        signal.addEventListener('abort', onAbort);
        sent.on('error', (error) => fail(codeOf(error)));
        sent.on('response', (answer) => {
          answer.on('error', (error) => fail(codeOf(error)));
          readBody(answer, (bytes) => settle(answerOf(answer, bytes, now())));
        });
        if (signal.aborted) fail('stopped');
        else sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

async function createAgent({ proxy, tls }: HttpSettings, isSecure: boolean): Promise<HttpAgent> {
  // One request is on its way at a time; the second connection is for one that is being given up.
  const kept = { keepAlive: true, maxSockets: 2 };
  if (proxy === undefined) return isSecure ? new HttpsAgent({ ...kept, ...tls }) : new HttpAgent(kept);
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy, kept);
}

// Loki names ten entries in an answer; a proxy's page can be of any size.
const maxAnswer = 16_384;

function readBody(answer: IncomingMessage, done: (bytes: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    if (bytes < maxAnswer) chunks.push(chunk);
    bytes += chunk.length;
  });
  answer.on('end', () => done(Buffer.concat(chunks).subarray(0, maxAnswer)));
}

function answerOf({ statusCode = 0, headers }: IncomingMessage, bytes: Buffer, now: number): HttpResult {
  const afterMs = retryAfterMs(headers['retry-after'], now);
  return { is: 'answer', status: statusCode, text: bytes.toString('utf8'), bytes, afterMs };
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'connection failed';
}
