import type { LokiSenderSettings } from '../loki/loki-sender.ts';
import type { OtlpSenderSettings } from '../otlp/otlp-sender.ts';
import type { Sender } from './sender.ts';

/** Which sender a worker thread is to make, and from what. */
export type SenderSpec =
  | { readonly kind: 'loki'; readonly settings: LokiSenderSettings }
  | { readonly kind: 'otlp'; readonly settings: OtlpSenderSettings };

/** Makes the sender; its code is loaded only when it is asked for. */
export async function createSender(spec: SenderSpec, now: () => number): Promise<Sender> {
  if (spec.kind === 'otlp') {
    const { createOtlpSender } = await import('../otlp/otlp-sender.ts');
    return createOtlpSender(spec.settings, now);
  }
  const { createLokiSender } = await import('../loki/loki-sender.ts');
  return createLokiSender(spec.settings, now);
}
