import { isKept } from '../sampling.ts';
import type { Ending } from './ending.ts';
import type { Exchange } from './exchange.ts';
import { hook } from './hooks.ts';

/** Whether a line is silenced, or sampled away: by id and not by chance, so that a trace is whole. */
export function isLeftOut({ settings, scope, request, url, correlationId }: Exchange, { durationMs }: Ending): boolean {
  const { isSilent, options, stats, rate, slowMs } = settings;
  const query = url.indexOf('?');
  const ignore = typeof options.autoLogging === 'object' ? options.autoLogging.ignore : undefined;
  const isSilenced =
    isSilent?.(query === -1 ? url : url.slice(0, query), request) === true ||
    Boolean(hook(settings, ignore, 'autoLogging.ignore', [request]));
  if (isSilenced) stats.silenced++;
  if (isSilenced || rate >= 1 || durationMs >= slowMs) return isSilenced;
  const isAway = !isKept(scope.context.ids.trace_id ?? correlationId, rate);
  if (isAway) stats.sampledAway++;
  return isAway;
}
