import { readMember } from '../boundary/facts.ts';
import type { Ending } from '../exchange/ending.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { bodyText } from './body.ts';

/**
 * OpenTelemetry's HTTP attributes (semantic conventions 1.45), flat: dots as underscores, which is what Loki makes of
 * them as well. All values are plain data of logveil's own making.
 */
export function otelRecord(exchange: Exchange, ending: Ending): Record<string, unknown> {
  const { method, url, route, settings, rejected, errorRule } = exchange;
  const { status, outcome } = ending;
  const query = url.indexOf('?');
  const path = query === -1 ? url : url.slice(0, query);
  const record: Record<string, unknown> = { http_request_method: method };
  if (route !== undefined) record['http_route'] = route;
  record['url_path'] = route === undefined ? path : settings.cleanPath(path, route);
  if (query !== -1) record['url_query'] = url.slice(query + 1);
  if (status !== undefined) record['http_response_status_code'] = status;
  record['duration_ms'] = Math.round(ending.durationMs * 1_000) / 1_000;
  if (ending.size !== undefined) record['http_response_size'] = ending.size;
  if (ending.bodySize !== undefined) record['http_response_body_size'] = ending.bodySize;
  if (ending.userAgent !== undefined) record['user_agent_original'] = ending.userAgent;
  const address = settings.showAddress(ending.remoteAddress, exchange.request);
  if (address !== undefined) record['client_address'] = address;
  if (outcome.kind !== 'completed') {
    record['outcome'] = outcome.kind;
    record['ended_by'] = outcome.by;
    record['ended_during'] = outcome.phase;
  }
  if (rejected.length > 0) record['inbound_id_rejected'] = rejected.join(',');
  if (exchange.hasError || (status ?? 0) >= 500) record['error_type'] = errorType(exchange, status);
  if (errorRule !== undefined) record['error_rule'] = errorRule;
  if (
    settings.isWide ||
    settings.bodyBytes > 0 ||
    settings.requestHeaders.length + settings.responseHeaders.length > 0
  ) {
    addMore(record, exchange, ending);
  }
  return record;
}

/** `error.type`: the class of the error, or the status where none is known. */
function errorType({ error, hasError }: Exchange, status: number | undefined): string {
  const name = hasError ? (readMember(error, 'name') ?? typeof error) : undefined;
  return typeof name === 'string' && name !== '' ? name : String(status ?? 'unknown');
}

function addMore(record: Record<string, unknown>, { settings }: Exchange, ending: Ending): void {
  const { requestHeaders, responseHeaders } = ending;
  addHeaders(record, 'http_request_header_', requestHeaders, settings.requestHeaders);
  if (settings.responseHeaders.length > 0) {
    addHeaders(record, 'http_response_header_', responseHeaders(), settings.responseHeaders);
  }
  if (settings.bodyBytes > 0) {
    const body = bodyText(settings, ending.body());
    if (body !== undefined) record['http_request_body'] = body;
  }
  if (!settings.isWide) return;
  if (ending.protocol !== '') record['network_protocol_version'] = ending.protocol;
  const host = requestHeaders['host'] ?? requestHeaders[':authority'];
  if (host !== undefined) record['server_address'] = host;
  const length = Number(requestHeaders['content-length']);
  if (Number.isSafeInteger(length)) record['http_request_body_size'] = length;
  const type = requestHeaders['content-type'];
  // Parameters of a media type are of no use, and a boundary is long.
  if (typeof type === 'string') record['http_request_media_type'] = type.split(';')[0]?.trim();
}

function addHeaders(
  record: Record<string, unknown>,
  prefix: string,
  headers: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) record[prefix + name.replaceAll('-', '_')] = value;
  }
}
