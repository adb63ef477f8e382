/** Preloaded: an SDK that logveil has not started; WRAPPED wraps its exporter. */
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { redactSpanExporter } from '../../../dist/otel/index.js';

const memory = new InMemorySpanExporter();
const exporter = process.env.WRAPPED === '1' ? redactSpanExporter(memory) : memory;
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
