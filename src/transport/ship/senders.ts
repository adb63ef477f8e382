import type { LokiSenderSettings } from '../loki/loki-sender.ts';
import type { Sender } from './sender.ts';

/** Which sender a worker thread is to make, and from what. */
export type SenderSpec = { readonly kind: 'loki'; readonly settings: LokiSenderSettings };

/** Makes the sender; its code is loaded only when it is asked for. */
export async function createSender(spec: SenderSpec, now: () => number): Promise<Sender> {
  const { createLokiSender } = await import('../loki/loki-sender.ts');
  return createLokiSender(spec.settings, now);
}
