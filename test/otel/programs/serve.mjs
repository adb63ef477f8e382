/**
 * What a service does, with secrets in every place of a span and a log record that can hold one. It calls itself once
 * with fetch, logs one line, and ends by itself.
 */
import { once } from 'node:events';

const secret = process.env.FAKE_SECRET;

export async function serve({ express, logger, api, logs }) {
  const tracer = api.trace.getTracer('test');
  const app = express();
  app.get('/pay', (_request, response) => {
    logger.info('paying');
    const active = api.trace.getActiveSpan();
    active.setAttribute('http.request.header.authorization', [`Bearer ${secret}`]);
    active.setAttribute('rpc.request.metadata.x-api-key', [secret]);
    active.setAttribute('order.id', 17);
    const link = { context: active.spanContext(), attributes: { note: `password=${secret}`, kept: 'yes' } };
    const span = tracer.startSpan(`SELECT token=${secret}`, { links: [link] });
    span.setAttribute('db.query.text', `SELECT * FROM users WHERE password='${secret}' AND id=7`);
    span.setAttribute('db.statement', `UPDATE users SET api_key='${secret}'`);
    span.addEvent(`retry with token=${secret}`, { password: secret, attempt: 2 });
    span.recordException(new Error(`login failed: password=${secret}`));
    span.setStatus({ code: api.SpanStatusCode.ERROR, message: `refused password=${secret}` });
    span.end();
    logs.getLogger('other').emit({
      body: { text: `token=${secret}`, password: secret, kept: 'yes' },
      attributes: { 'http.request.header.cookie': `sid=${secret}`, kept: 'yes' },
    });
    logs.getLogger('other').emit({ body: `password=${secret} was wrong` });
    response.end('paid');
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/pay?token=${secret}&page=2`;
  await (await fetch(url, { headers: { tracestate: `vendor=token:${secret}` } })).text();
  server.close();
}
