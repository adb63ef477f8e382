import { storage } from '../../context/store.ts';
import { readMember } from '../boundary/facts.ts';
import type { HttpSettings } from '../settings.ts';
import type { Ending } from './ending.ts';
import type { Exchange } from './exchange.ts';
import { isFailure } from './level.ts';
import { writeLine } from './line.ts';

/** Ends a request, once: counts it, and writes its one completion line. Never throws. */
export function closeExchange(exchange: Exchange, ending: Ending): void {
  if (exchange.isDone) return;
  exchange.isDone = true;
  exchange.isLeft = ending.outcome.by === 'client';
  const { settings } = exchange;
  takeError(exchange);
  count(settings, exchange, ending);
  if (!settings.isLogging) return;
  try {
    storage.run(exchange.scope, writeLine, exchange, ending);
  } catch {
    settings.report('httpLogger');
  }
}

/** As in pino-http, a handler can leave an error on the response. */
function takeError(exchange: Exchange): void {
  const left = exchange.hasError ? undefined : readMember(exchange.response, 'err');
  if (left === undefined || left === null) return;
  exchange.error = left;
  exchange.hasError = true;
}

function count({ stats }: HttpSettings, exchange: Exchange, ending: Ending): void {
  const { kind } = ending.outcome;
  if (kind === 'completed') stats.completed++;
  else if (kind === 'aborted') stats.aborted++;
  else stats.timedOut++;
  if (isFailure(exchange, ending)) stats.failed++;
}
