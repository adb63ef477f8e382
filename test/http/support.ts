import { once } from 'node:events';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import type { Logger } from 'pino';
import { createLogger, type LoggerOptions } from '../../src/logger/index.ts';
import { createLines, type Lines } from '../support/log-lines.ts';

/** A logger with its lines in memory. */
export function memoryLogger(options: LoggerOptions = {}): { readonly logger: Logger; readonly lines: Lines } {
  const lines = createLines();
  return { logger: createLogger({ service: 'shop', ...options }, lines), lines };
}

export type Line = Readonly<Record<string, unknown>>;

/** Every line as a record. */
export function recordsOf({ lines }: Lines): Line[] {
  return lines.map((line) => JSON.parse(line));
}

/** The lines that end requests. */
export function completionsOf(lines: Lines): Line[] {
  return recordsOf(lines).filter(({ msg }) => /^request (?:completed|errored|aborted|timed out)$/.test(String(msg)));
}

/** Waits for something that happens on the other side of a socket. */
export async function until(holds: () => boolean, what = 'it', withinMs = 5_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Listens on a free port of this machine and gives the origin. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A cast that holds: the server listens on TCP.
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

/** Ends a server and what is left of its connections. */
export async function close(server: Server & { closeAllConnections?(): void }): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections?.();
  await closed;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Head and body as text, to look for what must not be there. */
  readonly bytes: string;
}

/** A real request on a connection of its own. */
export function send(url: string, options: RequestOptions = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const req = request(url, { agent: false, ...options }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const head = res.rawHeaders.join('\n');
        resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text, bytes: `${head}\n\n${text}` });
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}
