import { stdSerializers } from 'pino-http';
import { type Internals, serializersSym } from '../../logger/state.ts';
import { readMember } from '../boundary/facts.ts';
import { exchangeOf } from '../exchange/known.ts';
import { pickHeaders } from '../headers.ts';
import type { HttpLoggerOptions } from '../options.ts';
import type { Any, HttpSettings } from '../settings.ts';

type Serializer = (value: Any) => unknown;
type Serializers = Readonly<Record<string, Serializer>>;
type Limits = Pick<HttpSettings, 'requestHeaders' | 'responseHeaders' | 'showAddress' | 'cleanPath' | 'keys'>;

/**
 * Serializers for requests and responses wherever they are logged: pino-http's, less the headers that are not listed and
 * the parts of a path that are secret by name. As in pino-http, serializers of the caller's get what the standard ones
 * give, with the original as `raw`, unless `wrapSerializers` is false.
 */
export function httpSerializers(
  { serializers: given = {}, wrapSerializers = true, logger }: HttpLoggerOptions,
  limits: Limits,
): Serializers {
  const { req, res, err } = limits.keys;
  const safeRequest: Serializer = (request) => requestOf(request, limits);
  const safeResponse: Serializer = (response) => responseOf(response, limits);
  const own: Serializers = given;
  const request = own[req] ?? own['req'];
  const response = own[res] ?? own['res'];
  const error = own[err] ?? own['err'];
  if (!wrapSerializers) {
    const inherited = logger === undefined ? {} : inheritedOf(logger);
    return { [req]: safeRequest, [res]: safeResponse, ...inherited, ...own };
  }
  return {
    ...own,
    [req]: request === undefined ? safeRequest : (value) => request(safeRequest(value)),
    [res]: response === undefined ? safeResponse : (value) => response(safeResponse(value)),
    ...(error !== undefined && { [err]: (value: Any) => error(stdSerializers.err(value)) }),
  };
}

/** Serializers that the given logger has already. */
function inheritedOf(logger: object): Serializers {
  // A cast that holds: pino keeps functions by key there, and options were refused for anything but such a logger.
  return { ...(logger as Internals)[serializersSym] } as Serializers;
}

function requestOf(request: Any, limits: Limits): unknown {
  if (typeof request !== 'object' || request === null) return request;
  const isFetch = typeof readMember(request.headers, 'get') === 'function';
  const shown = isFetch ? fetchRequest(request) : { ...stdSerializers.req(request) };
  const headers = isFetch ? Object.fromEntries(request.headers) : request.headers;
  const address = limits.showAddress(shown.remoteAddress, request);
  const plain: Record<string, unknown> = {
    ...shown,
    url: urlOf(shown.url, exchangeOf(request)?.route, limits),
    headers: pickHeaders(headers, limits.requestHeaders),
    remoteAddress: address,
  };
  // With the address it leads to one person, without it to nobody.
  if (address !== shown.remoteAddress) delete plain['remotePort'];
  return Object.defineProperty(plain, 'raw', { value: request.raw ?? request, enumerable: false });
}

interface ShownRequest {
  readonly method: unknown;
  readonly url: unknown;
  readonly remoteAddress?: Any;
}

function fetchRequest({ method, url }: Request): ShownRequest {
  const { pathname, search } = new URL(url);
  return { method, url: pathname + search };
}

function urlOf(url: unknown, route: string | undefined, { cleanPath }: Limits): unknown {
  if (typeof url !== 'string' || route === undefined) return url;
  const query = url.indexOf('?');
  return query === -1 ? cleanPath(url, route) : cleanPath(url.slice(0, query), route) + url.slice(query);
}

function responseOf(response: Any, limits: Limits): unknown {
  if (typeof response !== 'object' || response === null) return response;
  const isFetch = typeof readMember(response.headers, 'get') === 'function';
  const shown = isFetch
    ? { statusCode: response.status, headers: Object.fromEntries(response.headers) }
    : stdSerializers.res(response);
  const plain = { statusCode: shown.statusCode, headers: pickHeaders(Object(shown.headers), limits.responseHeaders) };
  return Object.defineProperty(plain, 'raw', { value: response, enumerable: false });
}
