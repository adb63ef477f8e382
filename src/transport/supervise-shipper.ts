import { randomBytes } from 'node:crypto';
import type { DeliveryParts } from './delivery-parts.ts';
import type { WorkerReport } from './ship/messages.ts';
import { Supervisor } from './ship/supervisor.ts';
import { createHolder } from './spool/owner.ts';

/**
 * Starts the thread that ships what a writer spools.
 * @param writer the writer's id
 */
export function superviseShipper(
  parts: DeliveryParts,
  writer: string,
  onReport: (report: WorkerReport) => void,
): Supervisor {
  const { directory, maxBytes, maxAgeMs, lingerMs, backoff, maxBodyBytes } = parts.settings;
  return new Supervisor({
    order: {
      sender: parts.sender,
      shipper: {
        directory,
        holder: createHolder(randomBytes(8).toString('hex'), parts.target, 'self'),
        writer,
        staleAfterMs,
        maxBytes,
        maxAgeMs,
        // Escapes and ids make a request larger than what the spool holds, by half or so.
        batchBytes: maxBodyBytes >> 1,
        lingerMs,
        pollMs: Math.min(pollMs, Math.max(10, lingerMs)),
        backoff,
      },
    },
    onReport,
    onDeath: (reason) => parts.onTrouble('LOGVEIL_SHIPPER_DIED', reason),
    ...(parts.worker === undefined ? {} : { worker: parts.worker }),
  });
}

const pollMs = 250;
// Another container's writer touches its folder every second.
const staleAfterMs = 30_000;
