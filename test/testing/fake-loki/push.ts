import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { createFakeLoki, type FakeLoki, type FakeLokiOptions } from '../../../src/testing/index.ts';

/** The time the fakes of these tests live in: 2026-11-20T12:00:00Z. */
export const now: number = Date.UTC(2026, 10, 20, 12);

/** A fake that goes away with the test and whose clock stands still. */
export async function startLoki(options: FakeLokiOptions = {}): Promise<FakeLoki> {
  const loki = await createFakeLoki({ clock: () => now, ...options });
  onTestFinished(() => loki.close());
  return loki;
}

/** The nanosecond timestamp of a moment so many milliseconds after {@link now}. */
export function at(ms: number, ns = 0): string {
  return `${BigInt(now + ms) * 1_000_000n + BigInt(ns)}`;
}

export type Values = readonly (readonly unknown[])[];

/** A stream of the service `checkout`. */
export function checkout(...values: Values): object {
  return { stream: { service_name: 'checkout' }, values };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/** Pushes streams as a sender would, gzipped. */
export function push(loki: FakeLoki, ...streams: readonly object[]): Promise<Answer> {
  return send(loki, gzipSync(JSON.stringify({ streams })), { 'content-encoding': 'gzip' });
}

/** Sends a body as it is. */
export async function send(
  loki: FakeLoki,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${loki.url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return {
    status: response.status,
    text: await response.text(),
    retryAfter: response.headers.get('retry-after'),
  };
}

export function lines(loki: FakeLoki, query?: string): string[] {
  return loki.entries(query).map(({ line }) => line);
}
