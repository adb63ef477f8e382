/** Prints whether an SDK runs here and in a worker thread, which inherits --import. */
import { isMainThread, Worker } from 'node:worker_threads';

const hasSdk = globalThis[Symbol.for('opentelemetry.js.api.1')]?.trace !== undefined;
console.log(isMainThread ? 'main' : 'worker', hasSdk);
if (isMainThread) new Worker(new URL(import.meta.url));
