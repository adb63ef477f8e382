import type { LoggerRules } from '../redact/of-logger.ts';

/** What `startTelemetry` has started in this process. */
export interface Running {
  /** Takes a logger's rules and counts as well. */
  readonly addLogger: (logger: object, rules: LoggerRules) => void;
  readonly instrumentations: readonly string[];
}

interface Known {
  running: Running | undefined;
  /** How many exporters and processors were wrapped, by signal. */
  readonly wrapped: { spans: number; logs: number; metrics: number };
  isHookRegistered: boolean;
}

// One for the process: the doctor asks, and a second copy of logveil must not start a second SDK.
const knownSym = Symbol.for('logveil.telemetry');
// A cast that holds: the key is logveil's own.
const shared = globalThis as { [knownSym]?: Known };
const known: Known = shared[knownSym] ?? {
  running: undefined,
  wrapped: { spans: 0, logs: 0, metrics: 0 },
  isHookRegistered: false,
};
shared[knownSym] = known;

export function noteWrapped(signal: keyof Known['wrapped']): void {
  known.wrapped[signal]++;
}

export function noteHook(): void {
  known.isHookRegistered = true;
}

export function setRunning(running: Running | undefined): void {
  known.running = running;
}

/** What is known of telemetry in this process. */
export function telemetryState(): Readonly<Known> {
  return known;
}
