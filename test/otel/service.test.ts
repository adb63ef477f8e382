import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Collector, type ReceivedSpan, startCollector } from './collector.ts';
import { type Run, runProgram, secret } from './programs/run.ts';

const register = './dist/otel/register.js';
const telemetry = './test/otel/programs/telemetry.mjs';

describe.each([
  ['of ES modules', 'service.mjs', register, {}],
  ['of ES modules, over OTLP as JSON', 'service.mjs', register, { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }],
  ['of ES modules, over gRPC', 'service.mjs', register, { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
  ['of CommonJS modules', 'service.cjs', register, {}],
  ['of ES modules, started with options', 'service.mjs', telemetry, {}],
])('a service %s', (_, program, preload, env) => {
  let collector: Collector;
  let run: Run;

  beforeAll(async () => {
    collector = await startCollector({
      isGrpc: 'OTEL_EXPORTER_OTLP_PROTOCOL' in env && env.OTEL_EXPORTER_OTLP_PROTOCOL === 'grpc',
    });
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, COLLECTOR: collector.url };
    run = await runProgram(program, {
      preload: [preload],
      env: { ...endpoint, OTEL_SERVICE_NAME: 'checkout', ...env },
    });
  });
  afterAll(() => collector.close());

  /** The one span of a scope. */
  const spanOf = (scope: string): ReceivedSpan => {
    const found = collector.spans.filter((span) => span.scope.endsWith(scope));
    expect(found).toHaveLength(1);
    // A cast that holds: its number was looked at.
    return found[0] as ReceivedSpan;
  };

  it('ends by itself, and prints nothing but its line', () => {
    expect(run).toMatchObject({ stderr: '', exit: 0 });
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('exports no secret, in no span, log record or resource', () => {
    expect(collector.raw.length).toBeGreaterThanOrEqual(2);
    expect(collector.raw.join('\n')).not.toContain(secret);
  });

  it('has one trace, from client to server to the span inside, and its ids on the log line', () => {
    const [client, server, inner] = [spanOf('undici'), spanOf('http'), spanOf('test')];
    expect(server).toMatchObject({ traceId: client.traceId, parentSpanId: client.spanId });
    expect(inner).toMatchObject({ traceId: client.traceId, parentSpanId: server.spanId });
    expect(JSON.parse(run.stdout)).toMatchObject({
      msg: 'paying',
      trace_id: server.traceId,
      span_id: server.spanId,
      trace_flags: '01',
    });
    for (const log of collector.logs) expect(log).toMatchObject({ traceId: server.traceId, spanId: server.spanId });
  });

  it('keeps the form of URLs, queries and statements', () => {
    expect(spanOf('undici').attributes['url.full']).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/pay\?token=\[REDACTED:token\]&page=2$/,
    );
    expect(spanOf('http').attributes).toMatchObject({
      'url.path': '/pay',
      'url.query': 'token=[REDACTED:token]&page=2',
      'http.response.status_code': 200,
      'http.request.header.authorization': ['Bearer [REDACTED:authorization]'],
      'rpc.request.metadata.x-api-key': '[REDACTED:api-key]',
      'order.id': 17,
    });
    expect(spanOf('test').attributes).toEqual({
      'db.query.text': "SELECT * FROM users WHERE password='[REDACTED:password]' AND id=7",
      'db.statement': "UPDATE users SET api_key='[REDACTED:api-key]'",
    });
  });

  it('has clean names, states, status, events, exceptions and links', () => {
    const span = spanOf('test');
    expect(span).toMatchObject({
      name: 'SELECT token=[REDACTED:token]',
      traceState: 'vendor=token:[REDACTED:token]',
      status: { code: 2, message: 'refused password=[REDACTED:password]' },
      links: [{ traceId: span.traceId, attributes: { note: 'password=[REDACTED:password]', kept: 'yes' } }],
    });
    expect(span.events).toMatchObject([
      { name: 'retry with token=[REDACTED:token]', attributes: { password: '[REDACTED:password]', attempt: 2 } },
      {
        name: 'exception',
        attributes: {
          'exception.type': 'Error',
          'exception.message': 'login failed: password=[REDACTED:password]',
          'exception.stacktrace': expect.stringMatching(
            /^Error: login failed: password=\[REDACTED:password\]\n {4}at .*serve\.mjs/,
          ),
        },
      },
    ]);
  });

  it('has clean bodies and attributes of log records', () => {
    expect(collector.logs).toMatchObject([
      {
        body: { text: 'token=[REDACTED:token]', password: '[REDACTED:password]', kept: 'yes' },
        attributes: { 'http.request.header.cookie': 'sid=[REDACTED:cookie]', kept: 'yes' },
      },
      { body: 'password=[REDACTED:password] was wrong' },
    ]);
  });

  it('names itself in the resource', () => {
    for (const { resource } of [...collector.spans, ...collector.logs]) {
      expect(resource).toMatchObject({ 'service.name': 'checkout', 'process.runtime.name': 'nodejs' });
    }
    if (preload !== telemetry) return;
    expect(spanOf('http').resource).toMatchObject({
      'deployment.environment.name': 'test',
      'service.version': '1.4.2',
      'k8s.pod.name': 'a',
      note: 'password=[REDACTED:password]',
    });
    expect(spanOf('http').attributes['http.request.header.tracestate']).toEqual(['vendor=token:[REDACTED:token]']);
  });
});
