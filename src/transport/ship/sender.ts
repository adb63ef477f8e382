/** One logged line on its way, with everything that must not change between two attempts. */
export interface Entry {
  /** Milliseconds since the epoch, frozen when the line was logged. */
  readonly ms: number;
  /** Nanoseconds on top, 0 to 999,999: with `ms` the entry's time, never given twice by one writer. */
  readonly ns: number;
  /** The line without its newline. */
  readonly line: string;
  /** Bytes it takes in the spool, which is a little more than the line. */
  readonly bytes: number;
  /** What the sender asked to be frozen when the segment was begun, such as labels. Unknown form: another version may have written it. */
  readonly stamp: Stamp;
}

/** What a sender needs to know about all lines of a segment, beside the lines; JSON. */
export type Stamp = Readonly<Record<string, unknown>>;

/** Entries that are sent together, the oldest first. */
export interface Batch {
  readonly entries: readonly Entry[];
  /** Sum of the entries' bytes. */
  readonly bytes: number;
}

/**
 * What became of a batch:
 * - `delivered`: stored, but for `refused` entries that the endpoint will never take (validation); go on.
 * - `retry`: nothing is wrong with the batch (network, overload, credentials); send it again, not before `afterMs`.
 * - `split`: it is too large; send its halves. A single entry that is too large is refused.
 * - `bisect`: something in it cannot be read; send its halves, and put the single bad entry into quarantine.
 * - `refused`: all of it was refused for good; count it and go on.
 */
export type Outcome =
  | { readonly is: 'delivered'; readonly refused?: number; readonly reason?: string }
  | { readonly is: 'retry'; readonly afterMs?: number; readonly reason: string }
  | { readonly is: 'split'; readonly reason: string }
  | { readonly is: 'bisect'; readonly reason: string }
  | { readonly is: 'refused'; readonly reason: string };

/**
 * Sends batches to one endpoint. An implementer keeps four rules: the same entries make the same request every time,
 * it never rejects (trouble is an outcome), it stops soon after the signal aborts, and a reason never holds
 * credentials or content of lines.
 */
export interface Sender {
  send(batch: Batch, signal: AbortSignal): Promise<Outcome>;
  /** Gives up connections that are kept open. */
  close(): void;
}
