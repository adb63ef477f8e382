/**
 * A service with a liveness and a readiness route: `/live` says that the process runs, `/ready` that it can do its work,
 * which includes that its log lines arrive. `node examples/http-ready.mjs` asks both once and ends.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createLogger, installProcessHandlers, loggerStats, requireEnv } from 'logveil';
import { asyncHandler, errorHandler, httpLogger, notFoundHandler } from 'logveil/http';

const env = requireEnv({ PORT: { type: 'port', default: 0 }, SERVICE_NAME: { default: 'shop' } });
const logger = createLogger({ service: env.SERVICE_NAME });
installProcessHandlers({ logger });

const log = httpLogger({ logger, silence: ['/live', '/ready'] });
const nothing = notFoundHandler({ logger });
const handle = asyncHandler(route, errorHandler({ logger }));
const server = createServer((req, res) => log(req, res, () => handle(req, res)));

server.listen(env.PORT, '127.0.0.1');
await once(server, 'listening');
const origin = `http://127.0.0.1:${server.address().port}`;
for (const path of ['/live', '/ready', '/orders/17']) {
  const answer = await fetch(origin + path);
  console.log(path, answer.status, await answer.text());
}
server.close();

async function route(req, res) {
  const path = req.url.split('?')[0];
  if (path === '/live') return res.end('ok');
  if (path === '/ready') return ready(res);
  if (path.startsWith('/orders/')) return res.end('{"total":129.5}');
  nothing(req, res);
}

/** 503 takes the service out of the load balancer; the body says why, in states and counts only. */
function ready(res) {
  const { isOk, ...logging } = healthOf(logger);
  res.writeHead(isOk ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify({ ready: isOk, logging }));
}

/** `logger.health()` knows the destination, the spool and the last delivery; without it, refused lines tell of trouble. */
function healthOf(logger) {
  if (typeof logger.health === 'function') return logger.health();
  const { refused, withheld } = loggerStats(logger);
  return { isOk: refused === 0, refused, withheld };
}
