import type { SerializerFn } from 'pino';
import { stdSerializers } from 'pino-http';
import { type Internals, serializersSym } from '../../logger/state.ts';
import { readMember } from '../boundary/facts.ts';
import { exchangeOf } from '../exchange/known.ts';
import { pickHeaders } from '../headers.ts';
import type { AnyHttpOptions, HttpSettings } from '../settings.ts';

type Serializers = Readonly<Record<string, SerializerFn>>;
type Limits = Pick<HttpSettings, 'requestHeaders' | 'responseHeaders' | 'showAddress' | 'cleanPath' | 'keys'>;

/**
 * Serializers for requests and responses wherever they are logged: pino-http's, less the headers that are not listed and
 * the parts of a path that are secret by name. As in pino-http, serializers of the caller's get what the standard ones
 * give, with the original as `raw`, unless `wrapSerializers` is false.
 */
export function httpSerializers(
  { serializers: given = {}, wrapSerializers = true, logger }: AnyHttpOptions,
  limits: Limits,
): Serializers {
  const { req, res, err } = limits.keys;
  const safeRequest: SerializerFn = (request) => requestOf(request, limits);
  const safeResponse: SerializerFn = (response) => responseOf(response, limits);
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
    [req]: request === undefined ? safeRequest : (value) => request(withRaw(safeRequest(value), value)),
    [res]: response === undefined ? safeResponse : (value) => response(withRaw(safeResponse(value), value)),
    ...(error !== undefined && { [err]: (value: unknown) => error(standard(stdSerializers.err, value)) }),
  };
}

/** Serializers that the given logger has already. */
function inheritedOf(logger: object): Serializers {
  // A cast that holds: pino keeps functions by key there, and options were refused for anything but such a logger.
  return { ...(logger as Internals)[serializersSym] } as Serializers;
}

/** pino-http's own, which take anything that has the members. */
function standard(serializer: SerializerFn, value: unknown): Readonly<Record<string, unknown>> {
  return Object(serializer(value));
}

function requestOf(request: unknown, limits: Limits): unknown {
  if (typeof request !== 'object' || request === null) return request;
  const shown = isFetch(request) ? fetchRequest(request) : standard(stdSerializers.req, request);
  const address = limits.showAddress(textOf(shown['remoteAddress']), request);
  // Put together member by member, in pino-http's order: a spread object that loses a member is slow in V8.
  const plain: Record<string, unknown> = {
    id: shown['id'],
    method: shown['method'],
    url: urlOf(shown['url'], exchangeOf(request)?.route, limits),
  };
  if (shown['query'] !== undefined) plain['query'] = shown['query'];
  if (shown['params'] !== undefined) plain['params'] = shown['params'];
  plain['headers'] = pickHeaders(headersOf(request), limits.requestHeaders);
  plain['remoteAddress'] = address;
  // With the address it leads to one person, without it to nobody.
  if (address === shown['remoteAddress']) plain['remotePort'] = shown['remotePort'];
  return plain;
}

/** For serializers of the caller's, which find the original there. */
function withRaw(shown: unknown, raw: unknown): unknown {
  if (typeof shown !== 'object' || shown === null) return shown;
  return Object.defineProperty(shown, 'raw', { value: readMember(raw, 'raw') ?? raw, enumerable: false });
}

function isFetch(value: object): value is Request | Response {
  return typeof readMember(readMember(value, 'headers'), 'get') === 'function';
}

function headersOf(value: object): Readonly<Record<string, unknown>> {
  return isFetch(value) ? Object.fromEntries(value.headers) : Object(readMember(value, 'headers'));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function fetchRequest(request: Request | Response): Readonly<Record<string, unknown>> {
  const { pathname, search } = new URL(request.url);
  return { method: readMember(request, 'method'), url: pathname + search };
}

function urlOf(url: unknown, route: string | undefined, { cleanPath }: Limits): unknown {
  if (typeof url !== 'string' || route === undefined) return url;
  const query = url.indexOf('?');
  return query === -1 ? cleanPath(url, route) : cleanPath(url.slice(0, query), route) + url.slice(query);
}

function responseOf(response: unknown, limits: Limits): unknown {
  if (typeof response !== 'object' || response === null) return response;
  const shown = isFetch(response)
    ? { statusCode: readMember(response, 'status'), headers: headersOf(response) }
    : standard(stdSerializers.res, response);
  const headers = pickHeaders(Object(shown['headers']), limits.responseHeaders);
  return { statusCode: shown['statusCode'], headers };
}
