import { exitCodes } from './io.ts';

/**
 * Runs a command that stops cleanly on Ctrl-C. `wake` ends a wait for input. A second Ctrl-C ends the process at once,
 * because the first one takes the listener away.
 */
export async function interruptible(
  wake: () => void,
  command: (stop: AbortController) => Promise<number>,
): Promise<number> {
  const stop = new AbortController();
  let isInterrupted = false;
  const onInterrupt = (): void => {
    isInterrupted = true;
    stop.abort();
  };
  stop.signal.addEventListener('abort', wake, { once: true });
  process.once('SIGINT', onInterrupt);
  try {
    const exitCode = await command(stop);
    return isInterrupted ? exitCodes.interrupted : exitCode;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
