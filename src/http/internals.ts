import type { Logger } from 'pino';
import { type Internals, type State, stateSym } from '../logger/state.ts';

/** The inside of a logger that `createLogger` made; `undefined` for any other. */
export function stateOf(logger: unknown): State | undefined {
  if (typeof logger !== 'object' || logger === null) return undefined;
  // A cast that holds: the key is logveil's own, so what stands there is a state or nothing.
  return (logger as Partial<Internals>)[stateSym];
}

/** The same for a logger that was checked when options were resolved. */
export function knownState(logger: Logger): State {
  const state = stateOf(logger);
  if (state === undefined) throw new TypeError('not a logger of createLogger');
  return state;
}
