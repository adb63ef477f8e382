/**
 * What the middleware costs without a network: real requests and responses of Node's that no client sent, so that the
 * ratios are of the middleware alone. "searched whole" goes the way of lines in which somebody may change a member.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import pino from 'pino';
import pinoHttp from 'pino-http';
import { compare } from './harness.mjs';
import { comparisonColumns, comparisonRows, methodOf, report } from './report.mjs';
import { subject } from './subject.mjs';

const { createLogger } = await subject('index');
const { httpLogger } = await subject('http/index');

const headers = {
  host: 'shop.example.com',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br',
  authorization: `Bearer ${'fakeFAKE'.repeat(6)}`,
  cookie: `theme=dark; sid=${'FAKEfake'.repeat(4)}`,
};
const nowhere = { write: () => undefined };
const socket = new Socket();
Object.defineProperty(socket, 'remoteAddress', { value: '203.0.113.77' });

const service = 'bench';
const keep = (value) => value;
const quick = httpLogger({ logger: createLogger({ service }, nowhere) });
const shaped = httpLogger({ logger: createLogger({ service }, nowhere), record: 'pino-http' });
const whole = httpLogger({ logger: createLogger({ service, serializers: { http_route: keep } }, nowhere) });

const result = compare({
  contenders: [
    { name: 'pino-http, AsyncLocalStorage, uuid and header by hand', call: requestThrough(byHand()) },
    { name: 'logveil', call: requestThrough(quick) },
    { name: "logveil in pino-http's shape", call: requestThrough(shaped) },
    { name: 'logveil, searched whole', call: requestThrough(whole) },
  ],
});
report({
  name: 'http-line',
  title: 'HTTP: the middleware without a network',
  columns: comparisonColumns,
  rows: comparisonRows(result),
  notes: ['Speeds are multiples of the set-up by hand, which redacts nothing.'],
  method: methodOf(result),
  data: result,
});

function requestThrough(middleware) {
  return () => {
    const req = new IncomingMessage(socket);
    Object.assign(req, { method: 'GET', url: '/orders/17?page=2&sort=date', headers: { ...headers } });
    Object.assign(req, { httpVersionMajor: 1, httpVersion: '1.1', complete: true });
    const res = new ServerResponse(req);
    middleware(req, res, () => undefined);
    res.emit('finish');
    res.emit('close');
  };
}

function byHand() {
  const storage = new AsyncLocalStorage();
  const genReqId = (req, res) => {
    const id = req.headers['x-request-id'] ?? randomUUID();
    res.setHeader('x-request-id', id);
    return id;
  };
  const logger = pino({ mixin: () => ({ correlation_id: storage.getStore()?.id }) }, nowhere);
  const log = pinoHttp({ logger, genReqId });
  return (req, res, next) => {
    log(req, res);
    storage.run({ id: req.id }, next);
  };
}
