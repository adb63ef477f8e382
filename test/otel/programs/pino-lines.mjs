/** Logs through createLogger and bare pino under instrumentation-pino; DELIVER adds a delivery of the logger's own. */
import { trace } from '@opentelemetry/api';
import pino from 'pino';
import { doctor } from '../../../dist/doctor/index.js';
import { createLogger } from '../../../dist/index.js';

const secret = process.env.FAKE_SECRET;
const endpoint = { url: process.env.OTEL_EXPORTER_OTLP_ENDPOINT, spool: { directory: process.env.SPOOL } };
const logger = createLogger(process.env.DELIVER === '1' ? { otlp: endpoint } : {});
trace.getTracer('test').startActiveSpan('a', (span) => {
  logger.info({ password: secret }, `token=${secret}`);
  pino(pino.destination({ dest: 2, sync: true })).warn({ password: secret }, `bare token=${secret}`);
  span.end();
});
const { checks } = await doctor({ logger });
for (const { part, state } of checks) console.log(`${part} ${state}`);
await logger.close();
