/** The same stream, ending at once when the signal says so, even while it waits for its source. */
export async function* abortable<T>(source: AsyncIterable<T>, signal: AbortSignal | undefined): AsyncGenerator<T> {
  if (signal === undefined) return yield* source;
  const iterator = source[Symbol.asyncIterator]();
  let onAbort = (): void => {};
  const aborted = new Promise<undefined>((resolve) => {
    onAbort = () => resolve(undefined);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    while (!signal.aborted) {
      const next = iterator.next();
      // Nobody waits for it after a stop.
      next.catch(() => undefined);
      const result = await Promise.race([next, aborted]);
      if (result === undefined || result.done) return;
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A source that waits would not answer, so its answer is not waited for.
    if (signal.aborted) iterator.return?.().catch(() => undefined);
    else await iterator.return?.();
  }
}
