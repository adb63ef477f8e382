/**
 * What a request costs with logveil's middleware, beside the set-up that teams build by hand on pino-http and beside a
 * server that logs nothing. The servers run in processes of their own and take turns of a second, so that what slows the
 * machine down slows all of them. Processor time of the server counts, since autocannon shares the machine.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { summary } from './harness.mjs';
import { range, report } from './report.mjs';
import { repository } from './subject.mjs';

const names = [
  'plain',
  'pino-http, AsyncLocalStorage, uuid and header by hand',
  'logveil',
  "logveil in pino-http's shape",
];
const [plain, byHand] = names;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 15);
const seconds = Number(process.env['BENCH_SECONDS'] ?? 1);
const connections = 50;
const bar = 1;

/** A browser's request with its credentials; half of the clients send an id. */
const headers = {
  host: 'shop.example.com',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br',
  authorization: `Bearer ${'fakeFAKE'.repeat(6)}`,
  cookie: `theme=dark; sid=${'FAKEfake'.repeat(4)}`,
};
const path = process.env['BENCH_PATH'] ?? '/orders/17?page=2&sort=date';

const servers = await Promise.all(names.map(start));
for (const server of servers) await play(server, 3);
for (const server of servers) server.rounds.length = 0;
for (let round = 0; round < rounds; round++) {
  const order = round % 2 === 0 ? servers : servers.toReversed();
  for (const server of order) await play(server, seconds);
}
for (const { child } of servers) child.disconnect();

const base = servers.find(({ name }) => name === byHand);
const idle = servers.find(({ name }) => name === plain);
const results = servers.map((server) => ({
  name: server.name,
  requests: summary(server.rounds.map(({ perSecond }) => perSecond)),
  speed: summary(against(base, server, ({ perSecond }) => perSecond)),
  cpuSpeed: summary(against(base, server, ({ cpu }) => 1 / cpu)),
  added: summary(server.rounds.map(({ cpu }, round) => cpu - idle.rounds[round].cpu)),
  p99: summary(server.rounds.map(({ p99 }) => p99)),
}));
const own = results.find(({ name }) => name === 'logveil');

report({
  name: 'http',
  title: 'HTTP: id in and out, context, one line a request',
  columns: ['', 'requests/s', 'speed, wall clock', 'speed, processor time', 'µs added', 'p99, ms'],
  rows: results.map(({ name, requests, speed, cpuSpeed, added, p99 }) => [
    name,
    requests.median.toFixed(0),
    range(speed),
    range(cpuSpeed),
    name === plain ? '' : added.median.toFixed(1),
    p99.median.toFixed(0),
  ]),
  notes: [
    `Speeds are multiples of the set-up by hand; µs are processor time of the server beyond the plain one's, per request.`,
    `Only logveil redacts. Bar: not slower than by hand (>= ${bar.toFixed(1)}x): ${own.cpuSpeed.median >= bar ? 'met' : 'missed'} by processor time, ${own.speed.median >= bar ? 'met' : 'missed'} by wall clock.`,
  ],
  method: `autocannon, ${connections} connections, ${rounds} rounds of ${seconds} s a server in turn; the median of the rounds' ratios, in brackets their middle half`,
  data: results,
});

async function start(name) {
  const child = fork(join(repository, 'bench', 'http-server.mjs'), [name], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ port }] = await once(child, 'message');
  return { name, child, url: `http://127.0.0.1:${port}${path}`, rounds: [] };
}

async function play(server, duration) {
  const before = await cpuOf(server);
  let turn = 0;
  const { requests, latency, non2xx } = await autocannon({
    url: server.url,
    connections,
    duration,
    headers,
    requests: [{}, { headers: { ...headers, 'x-request-id': `order-${turn++}` } }],
  });
  if (non2xx > 0) throw new Error(`${server.name}: ${non2xx} answers were not 2xx`);
  const cpu = ((await cpuOf(server)) - before) / requests.total;
  server.rounds.push({ perSecond: requests.total / duration, cpu, p99: latency.p99 });
}

async function cpuOf({ child }) {
  const reply = once(child, 'message');
  child.send('cpu');
  const [{ cpu }] = await reply;
  return cpu;
}

function against(one, other, value) {
  return other.rounds.map((round, index) => value(round) / value(one.rounds[index]));
}
