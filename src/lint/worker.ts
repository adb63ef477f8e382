/** A thread that scans units one after the other; started by `pool.ts` by way of `thread.ts`. */
import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { type Batch, TELL_BYTES } from './batch.ts';
import { createLintEngine } from './engine.ts';
import { type FromWorker, MOST_WAITING, type ToWorker, type WorkerSettings } from './messages.ts';
import type { FileUnit } from './plan.ts';
import { scanUnit, type UnitTools } from './scan-unit.ts';

if (parentPort !== null) serve(parentPort);

function serve(port: NonNullable<typeof parentPort>): void {
  // The cast holds: only `pool.ts` starts such a thread.
  const { engine: settings, read } = workerData as WorkerSettings;
  const tools: UnitTools = { engine: createLintEngine(settings), read: { ...read, blocking: true } };
  const send = (message: FromWorker): void => port.postMessage(message);
  let waiting = 0;

  const scan = async (unit: FileUnit): Promise<void> => {
    const teller = createTeller((batch) => {
      waiting += batch.findings.length;
      send({ kind: 'batch', batch });
    });
    const ask = createAsk(unit, () => send({ kind: 'ready' }));
    const scanning = scanUnit(unit, tools);
    for (;;) {
      const next = await scanning.next();
      if (next.done) {
        ask.atEnd();
        teller.flush();
        return send({ kind: 'end', end: next.value });
      }
      ask.after(next.value);
      teller.add(next.value);
      while (waiting > MOST_WAITING) await once(port, 'message');
    }
  };

  let last = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'taken') waiting -= message.findings;
    else last = last.then(() => scan(message.unit));
  });
}

/** Asks for the next unit once, a little before this one is through, so that it is there when this one ends. */
function createAsk({ from, to = from }: FileUnit, ready: () => void): { after(batch: Batch): void; atEnd(): void } {
  let left = to - from;
  let isAsked = false;
  const atEnd = (): void => {
    if (!isAsked) ready();
    isAsked = true;
  };
  return {
    atEnd,
    after({ bytesRead }) {
      left -= bytesRead;
      if (left <= TELL_BYTES) atEnd();
    },
  };
}

/** Tells of findings at once, and of bytes without any some at a time. */
function createTeller(send: (batch: Batch) => void): { add(batch: Batch): void; flush(): void } {
  let [bytes, bytesRead] = [0, 0];
  const tell = (findings: Batch['findings']): void => {
    if (findings.length > 0 || bytesRead > 0) send({ findings, bytes, bytesRead });
    [bytes, bytesRead] = [0, 0];
  };
  return {
    add(batch) {
      bytes += batch.bytes;
      bytesRead += batch.bytesRead;
      if (batch.findings.length > 0 || bytes >= TELL_BYTES) tell(batch.findings);
    },
    flush: () => tell([]),
  };
}
