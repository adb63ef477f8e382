/** How a request ended. */
export interface Outcome {
  readonly kind: 'completed' | 'aborted' | 'timed_out';
  /** How far it got: the request was still coming in, was worked on, or its answer was on the way. */
  readonly phase: 'request' | 'handling' | 'response' | undefined;
  readonly by: 'client' | 'server' | undefined;
}

/** The answer was handed over whole. */
export const completed: Outcome = { kind: 'completed', phase: undefined, by: undefined };

/** What is looked at of a connection that ended early. */
export interface Cut {
  readonly isRequestComplete: boolean;
  readonly isAnswerBegun: boolean;
  readonly elapsedMs: number;
  readonly socket:
    | { readonly errored?: Error | null; readonly timeout?: number | undefined; readonly readableEnded?: boolean }
    | undefined;
}

/** Tells who ended a request early, and whether it was for its time. */
export function outcomeOf({ isRequestComplete, isAnswerBegun, elapsedMs, socket }: Cut): Outcome {
  const phase = isAnswerBegun ? 'response' : isRequestComplete ? 'handling' : 'request';
  const code = codeOf(socket?.errored);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return { kind: 'timed_out', phase, by: 'server' };
  // A client that leaves ends its side or resets the connection; a server that cuts it does neither.
  const byClient = code !== undefined || socket?.readableEnded === true;
  if (byClient) return { kind: 'aborted', phase, by: 'client' };
  const limit = socket?.timeout ?? 0;
  // Node destroys an idle socket without an error. Listening for its timeout would keep it from doing so.
  const isTimeout = limit > 0 && elapsedMs >= limit;
  return { kind: isTimeout ? 'timed_out' : 'aborted', phase, by: 'server' };
}

function codeOf(error: Error | null | undefined): string | undefined {
  if (error === null || error === undefined) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : 'unknown';
}
