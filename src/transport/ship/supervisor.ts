import { Worker } from 'node:worker_threads';
import type { WorkerCommand, WorkerOrder, WorkerReport } from './messages.ts';

/** `running` says that the thread was started, not that the endpoint answers. */
export type SupervisorState = 'running' | 'restarting' | 'stopped';

/** How a {@link Supervisor} treats its worker thread. */
export interface SupervisorSettings {
  readonly order: Omit<WorkerOrder, 'beat'>;
  readonly onReport: (report: WorkerReport) => void;
  /** The thread died or was stuck; it is started again. */
  readonly onDeath: (reason: string) => void;
  /** The file of the worker; tests of the sources point to the build. */
  readonly worker?: URL;
  /** Without a sign of life for so long the thread counts as stuck. @defaultValue 30000 */
  readonly stuckAfterMs?: number;
}

const minRestartMs = 500;
const maxRestartMs = 30_000;
// Old space of the worker. It works with a few batches; more than this is a leak, and it is better to begin anew.
const maxHeapMb = 96;
// New space. Left to itself it grows to three times as much, for lines that live for a moment.
const maxYoungMb = 16;

/** Keeps a worker thread going. Never holds up the end of the program, except while somebody waits for a flush. */
export class Supervisor {
  state: SupervisorState = 'running';
  private readonly settings: SupervisorSettings;
  private readonly beat = new SharedArrayBuffer(4);
  private worker: Worker | undefined;
  private deaths = 0;
  private startedAt = 0;
  private lastBeat = 0;
  private lastBeatAt = 0;
  private waits = 0;
  private readonly watching: NodeJS.Timeout;
  private restarting: NodeJS.Timeout | undefined;

  constructor(settings: SupervisorSettings) {
    this.settings = settings;
    this.start();
    this.watching = setInterval(() => this.look(), 1_000);
    this.watching.unref();
  }

  /** Asks for everything to be sent now. */
  hurry(): void {
    this.post('hurry');
  }

  /** Keeps the program alive until {@link release}, as somebody waits for the worker. */
  hold(): void {
    if (this.waits++ === 0) this.worker?.ref();
  }

  release(): void {
    if (--this.waits === 0) this.worker?.unref();
  }

  /** Ends the thread: friendly first, so that it gives up its claims, then by force. Resolves when it is gone. */
  async stop(timeoutMs: number): Promise<void> {
    this.state = 'stopped';
    clearInterval(this.watching);
    clearTimeout(this.restarting);
    const { worker } = this;
    if (worker === undefined) return;
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.ref();
    this.post('stop');
    const force = setTimeout(() => void worker.terminate(), timeoutMs);
    await gone;
    clearTimeout(force);
  }

  private start(): void {
    this.startedAt = performance.now();
    this.lastBeatAt = this.startedAt;
    const { NODE_OPTIONS: _, ...env } = process.env;
    try {
      const worker = new Worker(this.settings.worker ?? new URL('./worker.js', import.meta.url), {
        name: 'logveil',
        workerData: { ...this.settings.order, beat: this.beat },
        // What is preloaded into the application, such as instrumentation, has no business here.
        execArgv: [],
        env,
        resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: maxYoungMb },
      });
      worker.on('message', (report: WorkerReport) => this.settings.onReport(report));
      worker.on('error', (error: Error) => this.settings.onDeath('code' in error ? String(error.code) : error.name));
      worker.on('exit', () => this.onExit(worker));
      if (this.waits === 0) worker.unref();
      this.worker = worker;
      if (this.state !== 'stopped') this.state = 'running';
    } catch (error) {
      this.settings.onDeath(error instanceof Error ? error.name : 'unknown');
      this.restartLater();
    }
  }

  private onExit(worker: Worker): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    if (this.state !== 'stopped') this.restartLater();
  }

  private restartLater(): void {
    this.state = 'restarting';
    // Whoever ran for a minute has proved that it can; the next death is another story.
    if (performance.now() - this.startedAt > 60_000) this.deaths = 0;
    const longest = Math.min(maxRestartMs, minRestartMs * 2 ** Math.min(this.deaths++, 10));
    this.restarting = setTimeout(() => this.start(), Math.random() * longest);
    if (this.waits === 0) this.restarting.unref();
  }

  private look(): void {
    const beat = Atomics.load(new Int32Array(this.beat), 0);
    const now = performance.now();
    // Our own loop may have been blocked: then nothing is known of the other.
    if (beat !== this.lastBeat || this.worker === undefined) {
      this.lastBeat = beat;
      this.lastBeatAt = now;
    } else if (now - this.lastBeatAt > (this.settings.stuckAfterMs ?? 30_000)) {
      this.lastBeatAt = now;
      this.settings.onDeath('stuck');
      void this.worker.terminate();
    }
  }

  private post(command: WorkerCommand): void {
    this.worker?.postMessage(command);
  }
}
