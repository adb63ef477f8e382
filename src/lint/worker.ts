/** A thread that scans units one after the other; started by `pool.ts`. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { createLintEngine } from './engine.ts';
import type { LintFinding } from './finding.ts';
import { type FromWorker, MOST_WAITING, type ToWorker, type WorkerSettings } from './messages.ts';
import type { FileUnit } from './plan.ts';
import { scanUnit } from './scan-unit.ts';

/** How often a unit without findings tells how far it is. */
const TELL_BYTES = 4 << 20;
/** So near to the end of a unit the next one is asked for, so that it is there when this one ends. */
const ASK_BYTES = 4 << 20;

if (parentPort !== null) serve(parentPort);

function serve(port: NonNullable<typeof parentPort>): void {
  // The cast holds: only `pool.ts` starts this file.
  const { engine: settings, read } = workerData as WorkerSettings;
  const engine = createLintEngine(settings);
  const send = (message: FromWorker): void => port.postMessage(message);
  let waiting = 0;

  const scan = async (unit: FileUnit): Promise<void> => {
    const scanning = scanUnit(unit, { engine, read: { ...read, blocking: true } });
    let left = unit.to === undefined ? 0 : unit.to - unit.from;
    let [bytes, bytesRead] = [0, 0];
    let findings: LintFinding[] = [];
    let isAsked = false;
    const tell = (): void => {
      if (findings.length > 0 || bytesRead > 0) send({ kind: 'batch', batch: { findings, bytes, bytesRead } });
      waiting += findings.length;
      [findings, bytes, bytesRead] = [[], 0, 0];
    };
    const ask = (): void => {
      if (isAsked || left > ASK_BYTES) return;
      isAsked = true;
      send({ kind: 'ready' });
    };
    for (;;) {
      ask();
      const next = await scanning.next();
      if (next.done) {
        left = 0;
        ask();
        tell();
        return send({ kind: 'end', end: next.value });
      }
      for (const finding of next.value.findings) findings.push(finding);
      bytes += next.value.bytes;
      bytesRead += next.value.bytesRead;
      left -= next.value.bytesRead;
      if (findings.length > 0 || bytes >= TELL_BYTES) tell();
      while (waiting > MOST_WAITING) await once(port, 'message');
    }
  };

  let last = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'taken') waiting -= message.findings;
    else last = last.then(() => scan(message.unit));
  });
}
