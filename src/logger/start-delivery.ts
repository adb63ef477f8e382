import type { ErrorCode } from '../errors/index.ts';
import { Delivery } from '../transport/delivery.ts';
import { type LokiSettings, resolveLoki } from '../transport/loki/loki-options.ts';
import { type Drop, describeDrop } from '../transport/ship/counters.ts';
import type { LoggerOptions } from './options.ts';

/** The labels that come from the logger's own options. */
export function ownLabels({ service, env }: Pick<LoggerOptions, 'service' | 'env'>): Readonly<Record<string, string>> {
  return {
    ...(typeof service === 'string' ? { service_name: service } : {}),
    ...(typeof env === 'string' ? { env } : {}),
  };
}

/** The option `loki`, resolved; `undefined` without it. It was checked before. */
export function lokiSettings(options: LoggerOptions): LokiSettings | undefined {
  if (options.loki === undefined) return undefined;
  return resolveLoki(options.loki, { option: 'loki', own: ownLabels(options) }, []);
}

/** What a delivery tells, once the logger is there. */
export interface DeliveryListener {
  readonly report: (code: ErrorCode, site: string) => void;
  /** Writes a line of the logger's own. */
  readonly warn: (fields: object, message: string) => void;
}

/** Starts spooling and shipping for a logger. */
export function startDelivery(settings: LokiSettings, listener: DeliveryListener): Delivery {
  return new Delivery({
    settings,
    sender: { kind: 'loki', settings: settings.sender },
    stamp: { ...settings.stamp },
    target: settings.target,
    clock: Date.now,
    onTrouble: (code, cause) => listener.report(code, cause),
    onResumed: (drops) => {
      for (const drop of drops) listener.warn({ dropped: shown(drop) }, describeDrop(drop));
    },
  });
}

function shown({ reason, lines, detail }: Drop): object {
  return detail === undefined ? { reason, lines } : { reason, lines, detail };
}
