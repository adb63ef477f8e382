import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from './clock.ts';
import type { WorkerCommand, WorkerOrder } from './messages.ts';
import { createReporter } from './reporter.ts';
import { createSender } from './senders.ts';
import { Shipper } from './shipper.ts';

/** The worker thread of a logger: ships until it is told to stop. Whatever goes wrong ends the thread, and a new one begins. */
async function main({ shipper: settings, sender: spec, beat }: WorkerOrder): Promise<void> {
  const pulse = new Int32Array(beat);
  const beating = setInterval(() => Atomics.add(pulse, 0, 1), 250);
  const sender = await createSender(spec, () => systemClock.now());
  const events = createReporter((report) => parentPort?.postMessage(report));
  const shipper = new Shipper(settings, sender, events, systemClock);
  parentPort?.on('message', (command: WorkerCommand) => {
    if (command === 'hurry') shipper.hurry();
    else shipper.stop();
  });
  await shipper.run();
  clearInterval(beating);
  // What is not told now is never told.
  events.flush();
  parentPort?.close();
}

// A cast that holds: only the supervisor starts this file. A rejection ends the thread.
void main(workerData as WorkerOrder);
