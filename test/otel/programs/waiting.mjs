/** A service that ends one span, and then runs until a signal comes. WHO says who else listens for it. */
import { trace } from '@opentelemetry/api';
import { createLogger, installProcessHandlers } from '../../../dist/index.js';

if (process.env.WHO === 'handlers') installProcessHandlers({ logger: createLogger({}, { write: () => undefined }) });
if (process.env.WHO === 'application') {
  process.on('SIGTERM', () => {
    console.log('closing');
    setTimeout(() => process.exit(7), 300);
  });
}
trace.getTracer('test').startSpan('last').end();
setInterval(() => undefined, 1_000);
console.log('ready');
