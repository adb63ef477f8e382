import type { Ending } from '../exchange/ending.ts';
import type { Exchange } from '../exchange/exchange.ts';

/** pino-http's record: the request, the response and the time, for its serializers. */
export function pinoHttpRecord(exchange: Exchange, ending: Ending): Record<string, unknown> {
  const { settings, request, response, rejected } = exchange;
  const { keys, options } = settings;
  const record: Record<string, unknown> = {};
  const { quietReqLogger = false, quietResLogger = false } = options;
  if (quietReqLogger || quietResLogger) record[keys.reqId] = exchange.correlationId;
  if (!quietResLogger) record[keys.req] = request;
  record[keys.res] = response;
  record[keys.responseTime] = Math.round(ending.durationMs * 1_000) / 1_000;
  const { kind, by, phase } = ending.outcome;
  if (kind !== 'completed') Object.assign(record, { outcome: kind, ended_by: by, ended_during: phase });
  if (rejected.length > 0) record['inbound_id_rejected'] = rejected.join(',');
  return record;
}
