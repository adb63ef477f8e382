/**
 * A service behind another: it logs each request with the ids that came and answers with the headers it got.
 * `/redirect?to=URL` leads elsewhere. Its port and its lines go to the parent process.
 */
import { createServer } from 'node:http';
import { resolveInbound, runWithContext } from '../../../dist/context/index.js';
import { createLogger } from '../../../dist/index.js';

const logger = createLogger({ service: 'downstream' }, { write: (line) => process.send({ line }) });
const server = createServer((request, response) => {
  runWithContext(resolveInbound(request.headers).fields, () => {
    const url = new URL(request.url, 'http://localhost');
    logger.info({ path: url.pathname }, 'called');
    const to = url.searchParams.get('to');
    if (to !== null) response.writeHead(302, { location: to }).end();
    else response.setHeader('content-type', 'application/json').end(JSON.stringify(request.headers));
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
