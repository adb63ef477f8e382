import type { ErrorCode } from '../errors/index.ts';
import { Delivery } from '../transport/delivery.ts';
import type { DeliveryParts } from '../transport/delivery-parts.ts';
import { resolveLoki } from '../transport/loki/loki-options.ts';
import { resolveOtlp } from '../transport/otlp/otlp-options.ts';
import { type Drop, describeDrop } from '../transport/ship/counters.ts';
import type { LoggerOptions } from './options.ts';

/** The labels that come from the logger's own options. */
function ownLabels({ service, env }: Pick<LoggerOptions, 'service' | 'env'>): Readonly<Record<string, string>> {
  return {
    ...(typeof service === 'string' ? { service_name: service } : {}),
    ...(typeof env === 'string' ? { env } : {}),
  };
}

/** Where a logger delivers to. */
export interface Endpoint extends Pick<DeliveryParts, 'settings' | 'sender' | 'stamp' | 'target'> {
  readonly option: 'loki' | 'otlp';
}

/** The option `loki` or `otlp`, resolved; `undefined` without them. They were checked before. */
export function endpointOf(options: LoggerOptions): Endpoint | undefined {
  if (options.loki !== undefined) {
    const settings = resolveLoki(options.loki, { option: 'loki', own: ownLabels(options) }, []);
    const { stamp, target } = settings;
    const sender = { kind: 'loki', settings: settings.sender } as const;
    return { option: 'loki', settings, sender, stamp: { ...stamp }, target };
  }
  if (options.otlp !== undefined) {
    const settings = resolveOtlp(options.otlp, { option: 'otlp', own: {} }, []);
    const { stamp, target } = settings;
    const sender = { kind: 'otlp', settings: settings.sender } as const;
    return { option: 'otlp', settings, sender, stamp: { ...stamp }, target };
  }
  return undefined;
}

/** What a delivery tells, once the logger is there. */
export interface DeliveryListener {
  readonly report: (code: ErrorCode, site: string) => void;
  /** Writes a line of the logger's own. */
  readonly warn: (fields: object, message: string) => void;
}

/** Starts spooling and shipping for a logger. */
export function startDelivery(endpoint: Endpoint, listener: DeliveryListener): Delivery {
  return new Delivery({
    ...endpoint,
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
