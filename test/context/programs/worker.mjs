/** A worker thread that logs with the ids it was started with, and with those of each message it gets. */
import { parentPort, workerData } from 'node:worker_threads';
import { extractContext, startContext } from '../../../dist/context/index.js';
import { createLogger } from '../../../dist/index.js';

const logger = createLogger({}, { write: (line) => parentPort.postMessage({ line }) });
startContext(extractContext(workerData), () => logger.info('started'));
parentPort.on('message', ({ port, ...task }) => {
  if (task.isLast) parentPort.close();
  startContext(extractContext(task), () => logger.info({ task: task.name }, 'from the parent'));
  port?.on('message', (message) => {
    startContext(extractContext(message), () => logger.info({ task: message.name }, 'from a port'));
    port.close();
  });
});
