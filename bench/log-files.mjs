/** Log files as services and web servers write them, made the same way each time, to measure `lint` with. */
import { closeSync, mkdirSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { planted } from './records.mjs';
import { repository } from './subject.mjs';

const folder = join(repository, '.bench', 'logs');

/** Kinds of files: how a line is made, and in how many of a thousand lines there is something to hide. */
const kinds = {
  'clean.ndjson': { line: jsonLine, dirty: 0 },
  'clean.log': { line: textLine, dirty: 0 },
  'dirty-1-percent.ndjson': { line: jsonLine, dirty: 10 },
  'dirty-30-percent.ndjson': { line: jsonLine, dirty: 300 },
};

export const logFiles = Object.keys(kinds);

/** The path of a log file of about that many bytes; made if it is not there yet. */
export function logFile(name, bytes) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= bytes) return path;
  const random = randomNumbers(20261120);
  const { line, dirty } = kinds[name];
  const file = openSync(path, 'w');
  for (let written = 0; written < bytes; ) {
    let text = '';
    for (let count = 0; count < 1000; count++) text += `${line(random, random() * 1000 < dirty)}\n`;
    written += writeSync(file, text);
  }
  closeSync(file);
  return path;
}

/** Mulberry32 (Tommy Ettinger, 2017): small, and the same on every machine. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pick(random, values) {
  return values[Math.floor(random() * values.length)];
}

function hex(random, length) {
  let text = '';
  while (text.length < length)
    text += Math.floor(random() * 0x10000)
      .toString(16)
      .padStart(4, '0');
  return text.slice(0, length);
}

function uuid(random) {
  const text = hex(random, 32);
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-a${text.slice(17, 20)}-${text.slice(20)}`;
}

const routes = ['/v1/orders', '/v1/orders/48213/items', '/healthz', '/v2/catalogue/search?q=lamp&page=3', '/metrics'];
const messages = [
  'request completed',
  'order placed',
  'cache refreshed in background',
  'connection pool: 7 of 20 in use',
  'retrying after timeout, attempt 2',
  'consumer group rebalanced',
];
const agents = [
  'curl/8.5.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  'kube-probe/1.31',
];

function jsonLine(random, isDirty) {
  const time = 1795176000000 + Math.floor(random() * 86_400_000);
  const record = {
    level: pick(random, ['info', 'info', 'info', 'warn', 'debug', 'error']),
    time: new Date(time).toISOString(),
    service_name: 'checkout',
    env: 'production',
    version: '1.4.2',
    correlation_id: uuid(random),
    trace_id: hex(random, 32),
    span_id: hex(random, 16),
    trace_flags: '01',
    startedAt: time,
    orderId: Math.floor(random() * 1e6),
    durationMs: Math.round(random() * 4e4) / 100,
    ...pick(random, jsonParts)(random),
    msg: pick(random, messages),
  };
  return JSON.stringify(isDirty ? { ...record, ...dirtyPart(random) } : record);
}

const jsonParts = [
  (random) => ({
    req: { method: 'GET', url: pick(random, routes), remotePort: 40000 + Math.floor(random() * 20000) },
    res: { statusCode: pick(random, [200, 200, 201, 304, 404]), contentLength: Math.floor(random() * 90000) },
  }),
  (random) => ({
    pool: { size: 20, used: Math.floor(random() * 20), waiting: 0 },
    host: `db-${Math.floor(random() * 9)}.internal`,
  }),
  (random) => ({
    topic: 'orders.placed',
    partition: Math.floor(random() * 12),
    offset: Math.floor(random() * 1e9),
    sha: hex(random, 40),
  }),
  () => ({
    err: {
      type: 'TypeError',
      message: "Cannot read properties of undefined (reading 'id')",
      stack:
        "TypeError: Cannot read properties of undefined (reading 'id')\n    at charge (/app/dist/payments/charge.js:41:17)\n    at async handler (/app/dist/routes/checkout.js:88:5)",
    },
  }),
];

function textLine(random, isDirty) {
  const time = new Date(1795176000000 + Math.floor(random() * 86_400_000)).toISOString();
  const line =
    random() < 0.6
      ? `10.${Math.floor(random() * 256)}.4.7 - - [20/Nov/2026:${time.slice(11, 19)} +0000] "GET ${pick(random, routes)} HTTP/1.1" ${pick(random, [200, 304, 404])} ${Math.floor(random() * 90000)} "-" "${pick(random, agents)}" rt=${(random() * 2).toFixed(3)}`
      : `${time} ${pick(random, ['INFO ', 'WARN ', 'DEBUG'])} [worker-${Math.floor(random() * 8)}] ${pick(random, messages)} order=${Math.floor(random() * 1e6)} trace_id=${hex(random, 32)} took ${Math.floor(random() * 900)} ms`;
  return isDirty ? `${line} ${JSON.stringify(dirtyPart(random))}` : line;
}

function dirtyPart(random) {
  return pick(random, [
    { user: { email: planted['e-mail'] } },
    { headers: { authorization: `Bearer ${planted.bearer}` } },
    { login: { password: planted.password } },
    { url: `/callback?access_token=${planted['url token']}` },
  ]);
}
