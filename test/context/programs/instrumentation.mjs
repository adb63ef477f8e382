/** What a service preloads with --import: a tracer, and instrumentation of pino with the hook that ESM needs. */
import { register } from 'node:module';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
new PinoInstrumentation({
  disableLogSending: true,
  logHook: (_span, record) => Object.assign(record, { hooked: true }),
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider());
