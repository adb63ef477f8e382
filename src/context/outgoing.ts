import type { ClientRequest } from 'node:http';
import { type Target, targetOf, withoutBrackets } from './hosts.ts';

/** A request that is about to be sent, whoever sends it. */
export interface Outgoing {
  /** Where it goes; `undefined` when that cannot be told. */
  target(): Target | undefined;
  has(header: string): boolean;
  set(header: string, value: string): void;
}

/** What undici publishes on `undici:request:create` (undici 5.3 to 8, and the one inside Node). */
interface UndiciRequest {
  readonly origin?: unknown;
  readonly path?: unknown;
  readonly method?: unknown;
  /** Names and values in turns; up to undici 5 one text. */
  readonly headers?: unknown;
  addHeader(name: string, value: string): void;
}

/** A request of fetch or undici; `undefined` for what does not look like one. */
export function undiciOutgoing(message: unknown): Outgoing | undefined {
  const request = requestOf(message);
  if (request === undefined || !('addHeader' in request) || typeof request.addHeader !== 'function') return undefined;
  // A cast that holds: the channel is undici's, and the one member that is called was looked at.
  const { origin, path, method, headers } = request as UndiciRequest;
  return {
    target: () => targetOfRequest(String(origin), path, method),
    has: (header) => hasUndiciHeader(headers, header),
    set: (header, value) => (request as UndiciRequest).addHeader(header, value),
  };
}

/** A request of `node:http`; `undefined` for what does not look like one, and for one whose headers are written. */
export function httpOutgoing(message: unknown): Outgoing | undefined {
  const request = requestOf(message);
  if (request === undefined || !('setHeader' in request) || !('headersSent' in request)) return undefined;
  // A cast that holds: Node hands out its own requests, and what is used of them was looked at.
  const sent = request as ClientRequest;
  if (sent.headersSent) return undefined;
  return {
    target: () => targetOfRequest(originOf(sent), sent.path, sent.method),
    has: (header) => sent.hasHeader(header),
    set: (header, value) => sent.setHeader(header, value),
  };
}

function requestOf(message: unknown): object | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request } = message;
  return typeof request === 'object' && request !== null ? request : undefined;
}

/** Through a proxy the path is the whole URL, and the proxy is not who gets the headers; CONNECT is for the proxy alone. */
function targetOfRequest(origin: string, path: unknown, method: unknown): Target | undefined {
  if (method === 'CONNECT') return undefined;
  return targetOf(typeof path === 'string' && /^https?:\/\//i.test(path) ? path : origin);
}

/** The port stands nowhere but in the Host header, which is the caller's to set: taken when it names the same host. */
function originOf(request: ClientRequest): string {
  const host = withoutBrackets(request.host);
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const named = targetOf(`${request.protocol}//${String(request.getHeader('host'))}`);
  return `${request.protocol}//${named?.host === host && named.port !== undefined ? `${bracketed}:${named.port}` : bracketed}`;
}

function hasUndiciHeader(headers: unknown, wanted: string): boolean {
  if (typeof headers === 'string') return new RegExp(`^${wanted.replaceAll(/[^\w-]/g, '\\$&')}:`, 'im').test(headers);
  if (!Array.isArray(headers)) return false;
  for (let index = 0; index < headers.length; index += 2) {
    if (String(headers[index]).toLowerCase() === wanted.toLowerCase()) return true;
  }
  return false;
}
