/** What is done before a signal ends the process. */
type Finish = () => Promise<void>;

const ownListeners = new Set<unknown>();
let unfinished = 0;

/**
 * Does something when one of the signals comes; then the signal ends the process as it always did, unless somebody
 * outside of logveil listens for it as well and so decides itself. Where several parts of logveil have something to
 * finish, the last one that is done ends the process.
 *
 * @returns a function that takes the listeners away again
 */
export function onSignals(signals: readonly NodeJS.Signals[], finish: Finish): () => void {
  const listener = (signal: NodeJS.Signals): void => {
    unfinished++;
    void finish().finally(() => {
      unfinished--;
      if (unfinished > 0 || process.listeners(signal).some((other) => !ownListeners.has(other))) return;
      // Nobody else listens, so all that go are logveil's.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  };
  ownListeners.add(listener);
  for (const signal of signals) process.on(signal, listener);
  return () => {
    ownListeners.delete(listener);
    for (const signal of signals) process.removeListener(signal, listener);
  };
}
