// A shop that never closes: requests to log, some of them slow, some of them failing, some with secrets in them.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, runWithContext } from 'logveil';

const url = process.env['LOKI_URL'] ?? 'http://127.0.0.1:3100';
const requestLimit = Number(process.env['REQUESTS'] ?? Number.POSITIVE_INFINITY);

const services = ['checkout', 'cart'].map((service) =>
  createLogger({ service, env: 'example', version: '1.4.2', loki: { url } }),
);
const routes = ['/cart/:id', '/pay/:id', '/orders'];

function hex(digits) {
  return randomUUID().replaceAll('-', '').slice(0, digits);
}

function handle(logger, n) {
  const http_route = routes[n % routes.length];
  const duration_ms = Math.round(-Math.log(1 - Math.random()) * 80 * 10) / 10;
  const isFailed = n % 20 === 7;
  const request = { http_request_method: 'POST', http_route, duration_ms };
  logger.info({ user: { email: 'ada@example.com', plan: 'pro' } }, 'request received');
  if (isFailed) logger.error({ err: new TypeError('no such card'), card: '4111 1111 1111 1111' }, 'charge failed');
  logger.info({ ...request, http_response_status_code: isFailed ? 502 : 200 }, 'request completed');
}

let isStopped = false;
process.once('SIGINT', () => {
  isStopped = true;
});
for (let n = 0; n < requestLimit && !isStopped; n++) {
  const ids = { correlation_id: randomUUID(), trace_id: hex(32), span_id: hex(16) };
  for (const logger of services) runWithContext(ids, () => handle(logger, n));
  await sleep(20);
}
// What Loki has not taken by then waits in the spool for the next start.
await Promise.all(services.map((logger) => logger.close({ timeoutMs: 5000 })));
