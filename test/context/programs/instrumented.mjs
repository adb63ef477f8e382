/** Logs in a span with instrumented pino: bare, to show that it is instrumented, and through createLogger. */
import { trace } from '@opentelemetry/api';
import { pino } from 'pino';
import { runWithContext } from '../../../dist/context/index.js';
import { createLogger } from '../../../dist/index.js';

const mixin = () => {
  const { traceId, spanId } = trace.getActiveSpan().spanContext();
  return { trace_id: traceId, span_id: spanId, trace_flags: '01', region: 'eu' };
};
trace.getTracer('test').startActiveSpan('a', () => {
  pino(pino.destination({ dest: 1, sync: true })).info('bare');
  createLogger().info('ours');
  createLogger({ mixin }).info('with a mixin of its own');
  runWithContext({ correlation_id: 'c' }, () => createLogger().child({ a: 1 }).info('in a context'));
});
