import { storage } from '../../context/store.ts';
import type { Follower } from '../follower.ts';
import { closeExchange } from './close.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { exchangeSym } from './known.ts';
import { completed } from './outcome.ts';

/** Takes up a Fetch request; {@link endFetch} writes its line. */
export function followFetch(follower: Follower, request: Request): Exchange {
  const { pathname, search } = new URL(request.url);
  const exchange = openExchange(follower.settings, {
    request,
    response: undefined,
    method: request.method,
    url: pathname + search,
    headers: request.headers,
    givenId: undefined,
  });
  Object.defineProperty(request, exchangeSym, { value: exchange, configurable: true });
  follower.begin(exchange);
  return exchange;
}

/** Runs what handles the request in its context. */
export function runFetch<Result>({ scope }: Exchange, run: () => Result): Result {
  return storage.run(scope, run);
}

/**
 * Writes the line of a Fetch request when its response is there: whether its body reaches the client is known only to
 * the server that sends it.
 */
export function endFetch(exchange: Exchange, request: Request, response: Response | undefined): void {
  const { settings, startedAt } = exchange;
  const { headers, signal } = request;
  exchange.response = response;
  const isAborted = signal?.aborted === true;
  const length = Number(response?.headers.get('content-length') ?? Number.NaN);
  closeExchange(exchange, {
    outcome: isAborted ? { kind: 'aborted', phase: 'handling', by: 'client' } : completed,
    status: response?.status,
    durationMs: settings.monotonic() - startedAt,
    remoteAddress: undefined,
    protocol: '',
    userAgent: headers.get('user-agent') ?? undefined,
    size: undefined,
    bodySize: Number.isSafeInteger(length) ? length : undefined,
    requestHeaders: Object.fromEntries(headers),
    responseHeaders: () => (response === undefined ? {} : Object.fromEntries(response.headers)),
    body: () => undefined,
  });
}

/** The response with the id in its header; a new one where headers cannot be changed, as those of `fetch`'s cannot. */
export function withId({ settings, correlationId }: Exchange, response: Response): Response {
  const { responseHeader } = settings;
  if (responseHeader === false) return response;
  try {
    response.headers.set(responseHeader, correlationId);
    return response;
  } catch {
    const headers = new Headers(response.headers);
    headers.set(responseHeader, correlationId);
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
  }
}
