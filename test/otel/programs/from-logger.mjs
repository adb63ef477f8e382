/** Starts telemetry with a logger, and adds a child that hides more; a span and a line hold what they hide. */
import { trace } from '@opentelemetry/api';
import { createLogger } from '../../../dist/index.js';
import { startTelemetry, useLogger } from '../../../dist/otel/index.js';

const logger = createLogger(
  { service: 'checkout', env: 'test', version: '1.4.2', redact: { keys: ['loyalty number'] } },
  { write: () => undefined },
);
startTelemetry({ logger, instrumentations: [] });
useLogger(logger.child({}, { redact: ['memo'] }));
trace
  .getTracer('test')
  .startSpan('a', { attributes: { loyaltyNumber: 'LN-2042', memo: 'x' } })
  .end();
logger.info({ loyaltyNumber: 'LN-2041' });
