/**
 * One server for `bench/http.mjs`, in a process of its own: `node http-server.mjs VARIANT`. Says its port to the parent,
 * and its processor time whenever it is asked.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pino from 'pino';
import pinoHttp from 'pino-http';
import { subject } from './subject.mjs';

const destination = () => pino.destination({ dest: '/dev/null', sync: true });

const variants = {
  plain: () => (_req, res) => answer(res),
  'pino-http, AsyncLocalStorage, uuid and header by hand': byHand,
  logveil: () => logveil({}),
  "logveil in pino-http's shape": () => logveil({ record: 'pino-http' }),
};

/** What teams build today: nothing in its lines is redacted. */
function byHand() {
  const storage = new AsyncLocalStorage();
  const genReqId = (req, res) => {
    const id = req.headers['x-request-id'] ?? randomUUID();
    res.setHeader('x-request-id', id);
    return id;
  };
  const logger = pino({ mixin: () => ({ correlation_id: storage.getStore()?.id }) }, destination());
  const log = pinoHttp({ logger, genReqId });
  return (req, res) => {
    log(req, res);
    storage.run({ id: req.id }, () => answer(res));
  };
}

async function logveil(options) {
  const { createLogger } = await subject('index');
  const { httpLogger } = await subject('http/index');
  const log = httpLogger({ logger: createLogger({ service: 'bench' }, destination()), ...options });
  return (req, res) => log(req, res, () => answer(res));
}

function answer(res) {
  res.end('ok');
}

const server = createServer(await variants[process.argv[2]]());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpu: user + system });
});
process.on('disconnect', () => process.exit());
