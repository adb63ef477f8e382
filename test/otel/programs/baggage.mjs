/** A service whose requests bring baggage; prints the line of each, and that of a job. */
import { once } from 'node:events';
import { startTelemetry } from '../../../dist/otel/index.js';

startTelemetry({ baggage: ['tenant', 'plan'], spanExporters: [], logRecordExporters: [] });
const { createServer } = await import('node:http');
const { createLogger } = await import('../../../dist/index.js');
const { httpLogger } = await import('../../../dist/http/index.js');

const { extractContext, startContext } = await import('../../../dist/context/index.js');

const logger = createLogger();
const watch = httpLogger({ logger, inbound: { trust: (request) => request.headers['x-trusted'] !== 'no' } });
const server = createServer((request, response) => {
  watch(request, response);
  logger.info('handling');
  response.end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;
for (const headers of [
  { baggage: 'tenant=acme,password=hunter2,other=x' },
  { baggage: `tenant=${'a'.repeat(2_000)},plan=pro%20plus` },
  { baggage: 'tenant=acme', 'x-trusted': 'no' },
  {},
]) {
  await (await fetch(url, { headers })).text();
}
server.close();
const job = { baggage: 'tenant=acme,password=hunter2,other=x' };
startContext(extractContext(job), () => logger.info('job'));
