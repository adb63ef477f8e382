/** What became of lines, counted since the logger or the shipper was made. */
export interface DeliveryCounters {
  /** Stored by the endpoint. */
  readonly delivered: number;
  /** Sent once more after an attempt that failed; a line counts as often as that happens. */
  readonly retried: number;
  /** Taken out of the spool, the oldest first, because it was full. */
  readonly dropped_spool_full: number;
  /** Never spooled, because the disk refused them for longer than memory lasts, or gone with files that were removed. */
  readonly dropped_spool_failed: number;
  /** Older than the endpoint takes. */
  readonly dropped_too_old: number;
  /** Refused by the endpoint for good. */
  readonly refused: number;
  /** Not readable for the endpoint; kept in the quarantine file. */
  readonly quarantined: number;
  /** Damaged in the spool, as a crash of the machine or a broken disk leaves them. */
  readonly damaged: number;
}

export type CounterName = keyof DeliveryCounters;

/** Why lines did not arrive. */
export type DropReason = Exclude<CounterName, 'delivered' | 'retried'>;

/** Lines that will not arrive. Times are milliseconds since the epoch, of the first and the last as far as known. */
export interface Drop {
  readonly reason: DropReason;
  readonly lines: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** What the endpoint or the system said, without content of lines. */
  readonly detail?: string;
}

/** Counters that start at nothing. */
export function createCounters(): { -readonly [Name in CounterName]: number } {
  return {
    delivered: 0,
    retried: 0,
    dropped_spool_full: 0,
    dropped_spool_failed: 0,
    dropped_too_old: 0,
    refused: 0,
    quarantined: 0,
    damaged: 0,
  };
}

/** The sentence that stands in the log once delivery goes on. */
export function describeDrop({ reason, lines, fromMs, toMs }: Drop): string {
  const what = lines === 1 ? '1 line was' : `${lines} lines were`;
  return `${what} not delivered (${reason}) between ${timeText(fromMs)} and ${timeText(toMs)}`;
}

/** The same as a line of the log, for where there is no logger to write it. */
export function noticeLine(drop: Drop, nowMs: number): string {
  const { reason, lines } = drop;
  const record = {
    level: 'warn',
    time: new Date(nowMs).toISOString(),
    dropped: { reason, lines },
    msg: describeDrop(drop),
  };
  return JSON.stringify(record);
}

function timeText(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : 'an unknown time';
}
