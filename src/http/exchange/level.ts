import type { Ending } from './ending.ts';
import type { Exchange } from './exchange.ts';
import { hook } from './hooks.ts';

/** Whether it is an operator's business: a client's mistake is not, and neither is one that went away. */
export function isFailure({ hasError }: Exchange, { status = 0, outcome }: Ending): boolean {
  if (status >= 500) return true;
  return hasError && outcome.by !== 'client' && (status < 400 || outcome.kind !== 'completed');
}

/** The line's level: the option's, or by how the request ended. */
export function levelOf(exchange: Exchange, ending: Ending): string {
  const { settings, request, response, error } = exchange;
  const { customLogLevel, useLevel } = settings.options;
  if (customLogLevel !== undefined) {
    const level = hook(settings, customLogLevel, 'customLogLevel', [request, response, error]);
    return valid(typeof level === 'string' ? level.trim() : '', settings.levels);
  }
  if (useLevel !== undefined) return valid(useLevel, settings.levels);
  if (isFailure(exchange, ending)) return 'error';
  return ending.outcome.kind === 'completed' ? 'info' : 'warn';
}

/** As in pino-http, what is no level is `info`. */
function valid(level: string, levels: ReadonlySet<string>): string {
  return levels.has(level) ? level : 'info';
}
