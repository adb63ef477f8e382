import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Batch } from './batch.ts';
import { type FromWorker, MOST_WAITING, type ToWorker, type WorkerSettings } from './messages.ts';
import type { FileUnit } from './plan.ts';
import { scanUnit, type UnitEnd, type UnitTools } from './scan-unit.ts';

/** Threads that scan units. */
export interface ScanPool {
  /** Queues a unit; it is scanned when a thread is free, whether or not anybody takes its batches yet. */
  scan(unit: FileUnit): AsyncGenerator<Batch, UnitEnd>;
  /** Stops all threads at once. */
  close(): Promise<void>;
}

const CRASHED: UnitEnd = {
  lineEnds: 0,
  lines: 0,
  failures: 0,
  trouble: {
    code: 'failed',
    message: 'the thread that scanned it ended early, out of memory perhaps; scan it with --threads 1',
  },
};

/**
 * Starts all threads but one, which is the caller's: it scans, too, and is at work before the others have started. Each
 * of those compiles the rules for itself.
 */
export function createPool(threads: number, settings: WorkerSettings, tools: UnitTools): ScanPool {
  const queue: Job[] = [];
  let isClosed = false;
  const onFree = (): void => dispatch();
  const giveBack = (jobs: readonly Job[]): void => {
    queue.unshift(...jobs);
  };
  const workers = Array.from({ length: threads - 1 }, () => createMember(settings, { onFree, giveBack }));
  const members = [createOwnMember(tools, onFree), ...workers];
  const dispatch = (): void => {
    if (isClosed) return;
    for (const member of members) if (member.isFree() && queue.length > 0) member.run(queue.shift());
  };
  return {
    scan(unit) {
      const job = createJob(unit);
      queue.push(job);
      dispatch();
      return job.batches();
    },
    async close() {
      isClosed = true;
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

interface Member {
  isFree(): boolean;
  run(job: Job | undefined): void;
  close(): Promise<unknown>;
}

// The default of 48 MB for what is short-lived makes four threads take 370 MB instead of 290, and none faster.
const LIMITS = { maxYoungGenerationSizeMb: 8 };

interface PoolEvents {
  onFree(): void;
  /** Takes the units of a thread that ended before it began with them. */
  giveBack(jobs: readonly Job[]): void;
}

/**
 * A thread has the flags of the caller's program, loaders for example, but for a program that came as a text:
 * `--input-type` refuses to start a file, and of the others some cannot be given to a thread by name.
 */
function ownFlags(): { readonly execArgv?: string[] } {
  return process.execArgv.some((flag) => flag.startsWith('--input-type')) ? { execArgv: [] } : {};
}

/** A thread with the unit it is at, and sometimes the next one, so that it need not wait for it. */
function createMember(settings: WorkerSettings, { onFree, giveBack }: PoolEvents): Member {
  const worker = new Worker(new URL('../lint/thread.cjs', import.meta.url), {
    workerData: settings,
    resourceLimits: LIMITS,
    ...ownFlags(),
  });
  const jobs: Job[] = [];
  let isFree = true;
  const send = (message: ToWorker): void => worker.postMessage(message);
  const onGone = (): void => {
    isFree = false;
    jobs.shift()?.end(CRASHED);
    giveBack(jobs.splice(0));
    onFree();
  };
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'batch') {
      const { batch } = message;
      jobs[0]?.add(batch, () => send({ kind: 'taken', findings: batch.findings.length }));
    } else if (message.kind === 'end') jobs.shift()?.end(message.end);
    else {
      isFree = true;
      onFree();
    }
  });
  // What went wrong is not told: the text of an error may quote what was read.
  worker.on('error', onGone);
  worker.on('exit', onGone);
  return {
    isFree: () => isFree,
    run(next) {
      if (next === undefined) return;
      isFree = false;
      jobs.push(next);
      send({ kind: 'scan', unit: next.unit });
    },
    close: () => worker.terminate(),
  };
}

/** The caller's thread. It takes a unit in turns with the rest of its work, a few chunks at a time. */
function createOwnMember({ engine, read }: UnitTools, onFree: () => void): Member {
  // The other cores have work of their own: reading ahead on one of them would gain nothing.
  const tools: UnitTools = { engine, read: { ...read, blocking: true } };
  let job: Job | undefined;
  let scanning: AsyncGenerator<Batch, UnitEnd> | undefined;
  const scan = async ({ unit, add, end }: Job): Promise<void> => {
    scanning = scanUnit(unit, tools);
    let waiting = 0;
    let wake = (): void => {};
    for (;;) {
      const next = await scanning.next();
      job = next.done ? undefined : job;
      if (next.done) return end(next.value);
      const { length } = next.value.findings;
      waiting += length;
      add(next.value, () => {
        waiting -= length;
        wake();
      });
      await setImmediate();
      while (waiting > MOST_WAITING) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
  return {
    isFree: () => job === undefined,
    run(next) {
      job = next;
      if (next !== undefined) void scan(next).then(onFree);
    },
    close: async () => scanning?.return(CRASHED),
  };
}

/** A unit under way: what came of it and was not taken yet. */
interface Job {
  readonly unit: FileUnit;
  add(batch: Batch, onTaken: () => void): void;
  end(end: UnitEnd): void;
  batches(): AsyncGenerator<Batch, UnitEnd>;
}

function createJob(unit: FileUnit): Job {
  const ready: { readonly batch: Batch; readonly onTaken: () => void }[] = [];
  let ended: UnitEnd | undefined;
  let wake = (): void => {};
  return {
    unit,
    add(batch, onTaken) {
      ready.push({ batch, onTaken });
      wake();
    },
    end(end) {
      ended ??= end;
      wake();
    },
    async *batches() {
      for (;;) {
        const next = ready.shift();
        if (next !== undefined) {
          yield next.batch;
          next.onTaken();
        } else if (ended !== undefined) return ended;
        else {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    },
  };
}
