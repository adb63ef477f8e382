/** One phase of trouble. It lasts `forMs` milliseconds, or for `requests` pushes, or until {@link FakeLoki.heal}. */
export type FakeLokiFault = FaultEnd &
  (
    | { readonly kind: 'none' }
    /** The port is closed: connections are refused. Lasts `forMs` or until healed. */
    | { readonly kind: 'down' }
    /** An answer instead of the real one; nothing is stored. */
    | {
        readonly kind: 'status';
        readonly status: number;
        readonly body?: string;
        /** Sent as the header `Retry-After`: seconds, or a date. Loki itself sends none. */
        readonly retryAfter?: number | string;
      }
    /** The real answer, late: the request is read, `delayMs` pass, then it is stored and answered. */
    | { readonly kind: 'slow'; readonly delayMs: number }
    /** The request is read and never answered; with `stored` its lines are kept all the same. */
    | { readonly kind: 'hang'; readonly stored?: boolean }
    /** The connection is reset instead of an answer; with `stored` the lines are kept all the same. */
    | { readonly kind: 'reset'; readonly stored?: boolean }
  );

interface FaultEnd {
  readonly forMs?: number;
  readonly requests?: number;
}

/** What a script may look at. */
export interface FakeLokiPush {
  /** Counts pushes from 1, from the moment the script was given. */
  readonly number: number;
  readonly bodyBytes: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Decides for each push; `undefined` lets it be answered as Loki would. `down` is not for scripts: close the port. */
export type FakeLokiScript = (push: FakeLokiPush) => Exclude<FakeLokiFault, { kind: 'down' }> | undefined;

/** Phases, one after the other, or a script. */
export type FakeLokiSchedule = FakeLokiFault | readonly FakeLokiFault[] | FakeLokiScript;

const none: FakeLokiFault = { kind: 'none' };

/** Runs a schedule in real time and says what holds at the moment. */
export interface FaultRunner {
  /** Replaces the schedule. Resolves when its first phase holds. */
  start(schedule: FakeLokiSchedule): Promise<void>;
  /** The fault for the next push, which counts as one. */
  next(push: Omit<FakeLokiPush, 'number'>): FakeLokiFault;
  /** Called when a push has had its answer, or will have none: only then may the port close under it. */
  settled(): void;
  /** Resolves when no phase is left. */
  over(): Promise<void>;
  stop(): Promise<void>;
}

/** @param setDown opens and closes the port */
export function createFaultRunner(setDown: (isDown: boolean) => Promise<void>): FaultRunner {
  let phases: readonly FakeLokiFault[] = [];
  let script: FakeLokiScript | undefined;
  let pushes = 0;
  let timer: NodeJS.Timeout | undefined;
  let isUsedUp = false;
  let waiting: (() => void)[] = [];

  function current(): FakeLokiFault {
    return phases[0] ?? none;
  }

  async function enter(next: readonly FakeLokiFault[]): Promise<void> {
    clearTimeout(timer);
    phases = next;
    pushes = 0;
    isUsedUp = false;
    const { kind, forMs } = current();
    await setDown(kind === 'down');
    if (phases !== next) return;
    if (forMs !== undefined) timer = setTimeout(() => void enter(phases.slice(1)), forMs);
    if (phases.length === 0 && script === undefined) {
      for (const resolve of waiting) resolve();
      waiting = [];
    }
  }

  return {
    start(schedule) {
      script = typeof schedule === 'function' ? schedule : undefined;
      return enter(typeof schedule === 'function' ? [] : [schedule].flat());
    },
    next(push) {
      if (isUsedUp) void enter(phases.slice(1));
      pushes++;
      if (script !== undefined) return script({ ...push, number: pushes }) ?? none;
      const fault = current();
      isUsedUp = fault.requests !== undefined && pushes >= fault.requests;
      return fault;
    },
    settled() {
      if (isUsedUp) void enter(phases.slice(1));
    },
    over: () =>
      phases.length === 0 && script === undefined
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
    stop() {
      script = undefined;
      return enter([]);
    },
  };
}
