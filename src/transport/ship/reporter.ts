import type { Position } from '../spool/position.ts';
import type { CounterName, Drop } from './counters.ts';
import type { WorkerReport } from './messages.ts';
import type { ShipperEvents, ShipperState } from './shipper.ts';

/** Gathers what a shipper tells and passes it on together, once for each turn of the event loop. */
export function createReporter(post: (report: WorkerReport) => void): ShipperEvents & { flush(): void } {
  let counts = new Map<CounterName, number>();
  let drops: Drop[] = [];
  let resumed: Drop[] = [];
  let position: Position | undefined;
  let state: ShipperState | undefined;
  let isDue = false;

  function flush(): void {
    isDue = false;
    post({ counts: [...counts], drops, resumed, position, state });
    counts = new Map();
    drops = [];
    resumed = [];
    position = undefined;
    state = undefined;
  }

  function due(): void {
    if (isDue) return;
    isDue = true;
    setImmediate(() => {
      if (isDue) flush();
    });
  }

  return {
    flush() {
      if (isDue) flush();
    },
    onCount(counter, lines) {
      counts.set(counter, (counts.get(counter) ?? 0) + lines);
      due();
    },
    onDrop(drop) {
      drops.push(drop);
      due();
    },
    onResumed(gone) {
      resumed.push(...gone);
      due();
    },
    onProgress(reached) {
      position = reached;
      due();
    },
    onState(now) {
      state = now;
      due();
    },
  };
}
