/**
 * A service whose handler crashes in the way its first argument names. The second request is still being served when the
 * first one crashes. The last line is logged by a handler of the process, outside of everything.
 */
import { readFile } from 'node:fs';
import { createServer, get } from 'node:http';
import { resolveInbound, startContext } from '../../../dist/context/index.js';
import { createLogger } from '../../../dist/index.js';

const logger = createLogger({ service: 'crashing' });
const crash = () => {
  throw new RangeError('crashed');
};
const ways = {
  'at once': crash,
  'in a timer': () => setTimeout(crash, 1),
  'in nextTick': () => process.nextTick(crash),
  'in a callback of fs': () => readFile(import.meta.filename, crash),
  'in a promise': () => {
    Promise.resolve().then(crash);
  },
  'in an async function': async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    crash();
  },
};

for (const event of ['uncaughtException', 'unhandledRejection']) {
  process.on(event, (error) => {
    logger.fatal({ err: error, event }, 'crashed');
    process.exit(70);
  });
}

const server = createServer((request, response) => {
  startContext(resolveInbound(request.headers).fields, () => {
    logger.info('called');
    if (request.url === '/crash') ways[process.argv[2]]();
    else setTimeout(() => response.end(), 1_000);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const call = (path, id) => get({ port, path, headers: { 'x-request-id': id } }).on('error', () => undefined);
  call('/slow', 'other');
  setTimeout(() => call('/crash', 'the-one'), 30);
});
