/** Calls a service in a span, with every kind of client, and prints what each sent: OpenTelemetry's headers and ours. */
import http from 'node:http';
import { trace } from '@opentelemetry/api';
import axios from 'axios';
import { propagateContext, runWithContext } from '../../../dist/context/index.js';

const server = http.createServer((request, response) => response.end(JSON.stringify(request.headersDistinct)));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
const viaHttp = () =>
  new Promise((resolve) => {
    http.get(url, async (response) => resolve(JSON.parse(Buffer.concat(await response.toArray()))));
  });
const clients = {
  fetch: async () => (await fetch(url)).json(),
  'http.get': viaHttp,
  axios: async () => (await axios.get(url)).data,
};

propagateContext();
for (const [client, call] of Object.entries(clients)) {
  await runWithContext({ correlation_id: 'order-17' }, () =>
    trace.getTracer('test').startActiveSpan('a', async (span) => {
      const { traceparent, 'x-request-id': id } = await call();
      console.log(JSON.stringify({ client, traceparent, id, ...span.spanContext() }));
    }),
  );
}
server.closeAllConnections();
server.close();
