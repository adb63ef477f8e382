/** What a service preloads that starts telemetry with options, headers of requests among the attributes. */
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { startTelemetry } from '../../../dist/otel/index.js';

startTelemetry({
  service: 'checkout',
  env: 'test',
  version: '1.4.2',
  url: process.env.COLLECTOR,
  headers: { 'x-scope': 'shop' },
  resource: { 'k8s.pod.name': 'a', note: `password=${process.env.FAKE_SECRET}` },
  instrumentations: [
    new HttpInstrumentation({ headersToSpanAttributes: { server: { requestHeaders: ['tracestate', 'host'] } } }),
    new UndiciInstrumentation(),
  ],
});
