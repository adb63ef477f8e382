import type { FakeLokiLimits } from './limits.ts';
import { Refusal } from './refusal.ts';
import { timeText } from './validate.ts';

// The words of Loki's that clients look for, and its way to name what was refused; the rest is ours.

/** Why an ingester refuses one line. */
export interface EntryProblem {
  readonly time: bigint;
  readonly status: number;
  readonly reason: string;
}

export function tooFarBehind(time: bigint, oldest: bigint): EntryProblem {
  const reason = `entry too far behind, entry timestamp is: ${timeText(time)}, oldest acceptable timestamp is: ${timeText(oldest)}`;
  return { time, status: 400, reason };
}

export function streamRateLimit(time: bigint, stream: string, limits: Required<FakeLokiLimits>): EntryProblem {
  const reason = `Per stream rate limit exceeded (limit: ${limits.streamRateBytes} bytes/sec) for stream '${stream}'`;
  return { time, status: 429, reason };
}

interface Where {
  readonly tenant: string;
  readonly stream: string;
  readonly total: number;
}

/** Loki names at most ten of the entries an ingester refused. */
export function summary(problems: readonly EntryProblem[], { tenant, stream, total }: Where): Refusal | undefined {
  const last = problems.at(-1);
  if (last === undefined) return undefined;
  const shown = problems.slice(0, 10).map(({ time, reason }) => {
    return `entry with timestamp ${timeText(time)} ignored, reason: '${reason}',`;
  });
  const end = `user '${tenant}', total ignored: ${problems.length} out of ${total} for stream: ${stream}`;
  return new Refusal(last.status, [...shown, end].join('\n'));
}

export function streamLimit(tenant: string, stream: string): Refusal {
  return new Refusal(
    429,
    `Maximum active stream limit exceeded when trying to create stream ${stream}, user: '${tenant}'`,
  );
}

export function rateLimit(
  tenant: string,
  limits: Required<FakeLokiLimits>,
  { bytes, count }: { readonly bytes: number; readonly count: number },
): Refusal {
  return new Refusal(
    429,
    `Ingestion rate limit exceeded for user ${tenant} (limit: ${limits.rateBytes} bytes/sec) while attempting to ingest '${count}' lines totaling '${bytes}' bytes`,
  );
}

export function tooLargeForGrpc(bytes: number, limit: number): Refusal {
  return new Refusal(
    500,
    `rpc error: code = ResourceExhausted desc = grpc: received message larger than max (${bytes} vs. ${limit})`,
  );
}
