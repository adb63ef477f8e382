import type { Outcome } from './outcome.ts';

/** What is known of a request at its end. */
export interface Ending {
  readonly outcome: Outcome;
  /** `undefined` when no answer was begun. */
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly remoteAddress: string | undefined;
  readonly protocol: string;
  readonly userAgent: string | undefined;
  /** Bytes of the answer on the wire, its head included; `undefined` where it cannot be known. */
  readonly size: number | undefined;
  /** Bytes of the answer's body where the answer itself says them, and nothing else is known. */
  readonly bodySize?: number | undefined;
  readonly requestHeaders: Readonly<Record<string, unknown>>;
  readonly responseHeaders: () => Readonly<Record<string, unknown>>;
  readonly body: () => unknown;
  /** In the place of `request completed`. */
  readonly message?: string | undefined;
}
