import type { HttpResult } from '../http/http-client.ts';
import type { Entry, Outcome } from '../ship/sender.ts';

/** What was sent, as far as a refusal asks for it. */
export interface Pushed {
  readonly entries: readonly Entry[];
  readonly labelCounts: readonly number[];
  readonly nowMs: number;
}

/**
 * What to do after an answer of Loki's. Statuses and texts are those of Loki 2.9 and 3 (read and run 2026-11). Only 200
 * and 204 are success: 260 says that the tenant is blocked, and nothing was stored.
 */
export function outcomeOf(result: HttpResult, pushed: Pushed): Outcome {
  if (result.is === 'failed') return { is: 'retry', reason: result.reason };
  const { status, text, afterMs } = result;
  if (status === 200 || status === 204) return { is: 'delivered' };
  if (status === 413 || tooLarge.test(text)) return { is: 'split', reason: `${status} too large` };
  if (status === 429 && isPastBurst(text))
    return { is: 'split', reason: '429 more than the rate limit in one request' };
  if (status === 400) return refusalOf(text, pushed);
  // No stream in it, or nothing the server can read: one of the lines is to blame.
  if (status === 422 || status === 406 || status === 415) return { is: 'bisect', reason: `${status} not readable` };
  const reason = `${status}${hints.get(status) ?? ''}`;
  return afterMs === undefined ? { is: 'retry', reason } : { is: 'retry', reason, afterMs };
}

// Nothing is wrong with the lines, so they wait until somebody has put it right.
const hints: ReadonlyMap<number, string> = new Map([
  [260, ' the tenant is blocked'],
  [401, ' the credentials were refused, or a tenant is missing'],
  [403, ' the credentials do not allow it'],
  [404, ' nothing takes logs at this URL'],
  [429, ' too many requests'],
]);

const tooLarge = /received message larger than max|request body too large|http: request body too large/i;

/** A request above the limit of a second may be above the burst, too, and then it never passes. */
function isPastBurst(text: string): boolean {
  const [, limit, bytes] =
    /\(limit: (\d{1,15}) bytes\/sec\)[^']{0,100}'\d{1,15}' lines totaling '(\d{1,15})' bytes/.exec(text) ?? [];
  return limit !== undefined && Number(bytes) > Number(limit);
}

/** Loki stores all the other lines when it refuses some, and nothing at all when it cannot read the request. */
function refusalOf(text: string, { entries, labelCounts, nowMs }: Pushed): Outcome {
  const rule = validations.find(({ says }) => says.test(text));
  if (rule === undefined) return { is: 'bisect', reason: '400 not readable' };
  const said = /total ignored: (\d{1,9}) out of/.exec(text)?.[1];
  const limit = Number(rule.says.exec(text)?.[1]);
  const isRefused = rule.isRefused;
  const counted =
    isRefused === undefined
      ? 1
      : entries.filter((entry, index) => isRefused({ entry, limit, nowMs, labels: labelCounts[index] ?? 0 })).length;
  // The answer names one line only; those that our own look finds are counted, and never none.
  return { is: 'delivered', refused: Math.max(1, said === undefined ? counted : Number(said)), reason: rule.reason };
}

interface Validation {
  readonly says: RegExp;
  readonly reason: string;
  /** Whether an entry is one of those refused, where the answer does not say how many there are. */
  readonly isRefused?: (place: { entry: Entry; limit: number; nowMs: number; labels: number }) => boolean;
}

const minute = 60_000;
// Loki's defaults; where a server has others, the answer is still counted as one line at least.
const maxAheadMs = 10 * minute;
const maxAgeMs = 7 * 24 * 60 * minute;

const validations: readonly Validation[] = [
  {
    says: /Max entry size '(\d{1,12})' bytes exceeded/i,
    reason: 'line too long',
    isRefused: ({ entry, limit }) => Buffer.byteLength(entry.line) > limit,
  },
  {
    says: /has \d+ label names; limit (\d{1,6})/i,
    reason: 'too many labels',
    // `service_name` is not counted.
    isRefused: ({ labels, limit }) => labels - 1 > limit,
  },
  { says: /timestamp too old/i, reason: 'too old', isRefused: ({ entry, nowMs }) => entry.ms < nowMs - maxAgeMs },
  {
    says: /timestamp too new/i,
    reason: 'too far ahead',
    isRefused: ({ entry, nowMs }) => entry.ms > nowMs + maxAheadMs,
  },
  { says: /entry too far behind|entry out of order/i, reason: 'too far behind its stream' },
  { says: /label (?:name|value) too long/i, reason: 'label too long' },
  { says: /structured metadata/i, reason: 'structured metadata refused' },
  { says: /duplicate label name|at least one label pair/i, reason: 'labels refused' },
];
