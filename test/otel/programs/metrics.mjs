/** A service with delivery of its own and with metrics: everything goes to the collector. */
import { trace } from '@opentelemetry/api';
import { startTelemetry, useLogger } from '../../../dist/otel/index.js';

const telemetry = startTelemetry({ instrumentations: [] });
const { createLogger } = await import('../../../dist/index.js');
const logger = createLogger({
  redact: { keys: ['loyalty number'] },
  otlp: { url: process.env.OTEL_EXPORTER_OTLP_ENDPOINT, local: false, spool: { directory: process.env.SPOOL } },
});
console.log(useLogger(logger));
logger.info({ password: process.env.FAKE_SECRET, loyaltyNumber: 'LN-2041' }, 'paying');
logger.info({ password: process.env.FAKE_SECRET }, 'paid');
await logger.flush();
trace
  .getTracer('test')
  .startSpan('a', { attributes: { loyaltyNumber: 'LN-2042' } })
  .end();
await telemetry.shutdown();
await logger.close();
