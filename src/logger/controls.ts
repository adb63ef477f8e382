import type { Bindings, ChildLoggerOptions, Logger } from 'pino';
import type { Delivery, FlushState } from '../transport/delivery.ts';
import type { DeliveryHealth } from '../transport/delivery-health.ts';
import type { DeliveryCounters } from '../transport/ship/counters.ts';
import { type Internals, type LoggerStats, type Shared, stateSym, streamSym } from './state.ts';

/** How long to wait. */
export interface FlushOptions {
  /** Milliseconds, at most. @defaultValue 5000 */
  readonly timeoutMs?: number;
}

/** Where the lines are that were logged before. */
export interface FlushResult {
  readonly state: FlushState;
}

/** Whether lines get where they should. */
export interface LoggerHealth {
  /** True when the destination takes lines and, where there is an endpoint, they are spooled and arrive. */
  readonly isOk: boolean;
  /** Where lines are written at once. */
  readonly destination: { readonly isWritable: boolean; readonly refusedLines: number };
  /** Undefined when the logger has no endpoint. */
  readonly delivery: DeliveryHealth | undefined;
}

/** What a logger has done since it was created, its children included. */
export interface FullLoggerStats extends LoggerStats {
  /** Undefined when the logger has no endpoint. */
  readonly delivery: DeliveryCounters | undefined;
}

/** What logveil adds to a pino logger. */
export interface LoggerControls {
  /**
   * Resolves when everything logged before is delivered or the time is up, and says where it is then. Never rejects. With
   * a function it is pino's `flush`.
   */
  flush(options?: FlushOptions): Promise<FlushResult>;
  /** Flushes and ends delivery. What is left in the spool is delivered by the next process that uses it. Never rejects. */
  close(options?: FlushOptions): Promise<FlushResult>;
  health(): LoggerHealth;
  stats(): FullLoggerStats;
}

/** A pino logger with {@link LoggerControls}; so are its children. */
export type LogveilLogger<
  CustomLevels extends string = never,
  UseOnlyCustomLevels extends boolean = boolean,
> = LoggerControls & {
  child<ChildLevels extends string = never>(
    bindings: Bindings,
    options?: ChildLoggerOptions<ChildLevels>,
  ): LogveilLogger<CustomLevels | ChildLevels>;
} & Logger<CustomLevels, UseOnlyCustomLevels>;

const defaultTimeoutMs = 5_000;

/** Puts the controls on a root logger; children inherit them. A custom level of the same name goes first. */
export function installControls(root: Internals, delivery: Delivery | undefined): void {
  const pinoFlush = root.flush;
  const { shared } = root[stateSym];
  const controls = {
    flush(this: Internals, options?: FlushOptions | ((error?: Error) => void)): unknown {
      // pino's own, which takes a callback and gives nothing.
      if (typeof options === 'function') return pinoFlush.call(this, options);
      return flushAll(root, delivery, options, 'flush');
    },
    close: (options?: FlushOptions) => flushAll(root, delivery, options, 'close'),
    health: () => healthOf(shared, delivery),
    stats: (): FullLoggerStats => statsOf(root, delivery),
  };
  for (const [name, control] of Object.entries(controls)) {
    if (!Object.hasOwn(root.levels.values, name)) Reflect.set(root, name, control);
  }
}

function statsOf(root: Internals, delivery: Delivery | undefined): FullLoggerStats {
  const { shared, engine } = root[stateSym];
  const { lines, withheld, cut, refused } = shared.stats;
  return { lines, withheld: withheld + engine.failures(), cut, refused, delivery: delivery?.stats() };
}

async function flushAll(
  root: Internals,
  delivery: Delivery | undefined,
  options: FlushOptions | undefined,
  how: 'flush' | 'close',
): Promise<FlushResult> {
  const timeoutMs = timeoutOf(options);
  const [isWritten, state] = await Promise.all([flushStream(root, timeoutMs), delivery?.[how](timeoutMs)]);
  return { state: state ?? (isWritten ? 'written' : 'memory') };
}

function timeoutOf(options: FlushOptions | undefined): number {
  const given: unknown = options?.timeoutMs;
  const isTime = typeof given === 'number' && given >= 0 && given <= maxTimeoutMs;
  return isTime ? given : defaultTimeoutMs;
}

// The longest time a timer of Node's can wait.
const maxTimeoutMs = 2 ** 31 - 1;

/** The destination's own flush, where it has one. */
function flushStream(root: Internals, timeoutMs: number): Promise<boolean> {
  const stream = root[streamSym];
  const flush: unknown = Reflect.get(stream, 'flush');
  if (typeof flush !== 'function') return Promise.resolve(true);
  return new Promise((resolve) => {
    const deadline = setTimeout(() => resolve(false), timeoutMs);
    const done = (isWritten: boolean): void => {
      clearTimeout(deadline);
      resolve(isWritten);
    };
    try {
      // Streams whose flush takes no callback are done when it returns.
      flush.call(stream, (error?: Error | null) => done(!error));
      if (flush.length === 0) done(true);
    } catch {
      done(false);
    }
  });
}

function healthOf({ stats }: Shared, delivery: Delivery | undefined): LoggerHealth {
  const isWritable = stats.refused === 0 || stats.lines > stats.linesAtRefusal;
  const health = delivery?.health();
  return {
    isOk: isWritable && health?.isOk !== false,
    destination: { isWritable, refusedLines: stats.refused },
    delivery: health,
  };
}
