import type { HttpResult } from '../http/http-client.ts';
import type { Outcome } from '../ship/sender.ts';
import type { ExportResponse } from './encoder.ts';

/**
 * What to do after an answer to OTLP/HTTP (specification 1.9, "OTLP/HTTP Response"). Statuses that the specification
 * calls final but that say nothing about the lines, such as 401, are tried again: somebody will mend the credentials,
 * and until then the lines are safe in the spool.
 */
export function outcomeOf(result: HttpResult, read: (bytes: Uint8Array) => ExportResponse): Outcome {
  if (result.is === 'failed') return { is: 'retry', reason: result.reason };
  const { status, text, bytes, afterMs } = result;
  if (status === 200 || status === 202 || status === 204) return acceptance(read, bytes);
  if (status === 413 || tooLarge.test(text)) return { is: 'split', reason: `${status} too large` };
  // Nothing of the request was taken, and one of its lines is to blame.
  if (status === 400 || status === 422) return { is: 'bisect', reason: `${status} not readable` };
  if (status >= 500 || waiting.has(status)) {
    const reason = `${status}${waiting.get(status) ?? ''}`;
    return afterMs === undefined ? { is: 'retry', reason } : { is: 'retry', reason, afterMs };
  }
  return { is: 'refused', reason: String(status) };
}

const tooLarge = /message larger than max|request body too large/i;

// Loki answers 260 for a tenant that is blocked, and has stored nothing.
const waiting: ReadonlyMap<number, string> = new Map([
  [260, ' the tenant is blocked'],
  [401, ' the credentials were refused'],
  [403, ' the credentials do not allow it'],
  [404, ' nothing takes logs at this URL'],
  [405, ' nothing takes logs at this URL'],
  [407, ' the proxy asks for credentials'],
  [408, ' the server gave up waiting'],
  [429, ' too many requests'],
]);

/** Rejected records are not sent again: the server has said that it will never take them. */
function acceptance(read: (bytes: Uint8Array) => ExportResponse, bytes: Uint8Array): Outcome {
  const rejected = rejectedIn(read, bytes);
  // The server's own words may quote a line, and are left out.
  return rejected > 0 ? { is: 'delivered', refused: rejected, reason: 'partial success' } : { is: 'delivered' };
}

function rejectedIn(read: (bytes: Uint8Array) => ExportResponse, bytes: Uint8Array): number {
  try {
    const rejected = Number(read(bytes).partialSuccess?.rejectedLogRecords ?? 0);
    return Number.isSafeInteger(rejected) ? rejected : 0;
  } catch {
    // An answer that cannot be read is still a success.
    return 0;
  }
}
