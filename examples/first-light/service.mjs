import { createServer } from 'node:http';
import { encodedPassword, planted } from './secrets.mjs';

/**
 * A small shop. Each route logs what services log when nobody looks, to every logger it is given.
 * `inContext` runs the handling of one request with ids of its own.
 */
export function createShop(loggers, inContext) {
  return createServer((request, response) => {
    inContext(async () => {
      const body = await readBody(request);
      const route = routes[new URL(request.url, 'http://shop').pathname] ?? routes['/health'];
      for (const log of loggers) route(log, request, body);
      response.end('ok\n');
    });
  });
}

const routes = {
  '/health': (log) => log.info({ uptimeMs: 1250 }, 'healthy'),
  '/orders': (log, { method, url, headers }) => log.info({ req: { method, url, headers } }, 'request'),
  '/pay': (log, _request, body) => log.warn({ body: JSON.parse(body) }, `payment body ${body}`),
  '/report': (log) => log.error({ err: failedQuery() }, 'query failed'),
  '/login': (log, _request, body) => log.info('form body %s', body),
  '/profile': (log) =>
    log.info({ fields: [{ name: 'password', value: planted.password }], payload: encodedPassword }, 'profile saved'),
  '/deploy': (log) =>
    log.info(`push to https://ci:${planted.githubToken}@git.example.com/shop.git by ${planted.email}`),
};

function failedQuery() {
  const dsn = `postgres://shop:${planted.databasePassword}@db.internal:5432/orders`;
  const cause = new Error(`connect ECONNREFUSED ${dsn}`);
  return Object.assign(new Error('orders are unavailable', { cause }), {
    config: { headers: { 'X-Api-Key': planted.apiKey }, retries: 2 },
  });
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Real requests, with secrets where clients put them. */
export async function callShop(origin) {
  const get = (path, headers = {}) => fetch(origin + path, { headers });
  const post = (path, body, type) => fetch(origin + path, { method: 'POST', body, headers: { 'content-type': type } });
  const calls = [
    () => get('/health'),
    () =>
      get(`/orders?page=2&access_token=${planted.accessToken}`, {
        authorization: `Bearer ${planted.bearer}`,
        cookie: `theme=dark; sid=${planted.session}`,
      }),
    () => post('/pay', JSON.stringify({ card_number: planted.card, cvv: '987', amount: 12950 }), 'application/json'),
    () => get('/report'),
    () => post('/login', `user=jane&password=${planted.password}`, 'application/x-www-form-urlencoded'),
    () => get('/profile'),
    () => get('/deploy'),
  ];
  for (const call of calls) await (await call()).text();
  return calls.length;
}
