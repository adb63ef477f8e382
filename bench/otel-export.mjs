/**
 * What cleaning a batch of server spans costs: the exporter wrapped, against making the same spans in the first place
 * (in one process, so that the ratio holds on any machine). `npm run build && node bench/otel-export.mjs`
 */
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { redactSpanExporter } from '../dist/otel/index.js';

const batch = 512;
const rounds = 15;

const memory = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(memory)] });
const tracer = provider.getTracer('bench');

function makeSpans() {
  memory.reset();
  for (let index = 0; index < batch; index++) {
    const query = `page=2&token=${index}abcdef0123456789`;
    const attributes = {
      'http.request.method': 'GET',
      'http.route': '/users/:id',
      'url.scheme': 'https',
      'url.path': `/users/${index}`,
      'url.query': query,
      'url.full': `https://api.example.com/users/${index}?${query}`,
      'server.address': 'api.example.com',
      'server.port': 443,
      'client.address': '10.0.0.2',
      'network.peer.address': '10.0.0.1',
      'network.protocol.version': '1.1',
      'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
      'http.response.status_code': 200,
    };
    tracer.startSpan('GET /users/:id', { attributes }).end();
  }
  return memory.getFinishedSpans();
}

const none = { export: (_spans, done) => done({ code: 0 }), shutdown: async () => undefined };
const exporter = redactSpanExporter(none);
const times = { make: [], clean: [] };
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const spans = makeSpans();
  const made = performance.now();
  exporter.export(spans, () => undefined);
  times.make.push(made - start);
  times.clean.push(performance.now() - made);
}
const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const [make, clean] = [median(times.make), median(times.clean)];
const perSpan = (ms) => `${((ms / batch) * 1000).toFixed(1)} µs`;
console.log(`making a span ${perSpan(make)}, cleaning it ${perSpan(clean)} (${(clean / make).toFixed(1)} times)`);
console.log(`a batch of ${batch}: ${clean.toFixed(1)} ms`);
