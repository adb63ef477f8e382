/** Starts telemetry that waits for an endpoint for a short time only; prints whether everything was exported. */
import { trace } from '@opentelemetry/api';
import { startTelemetry } from '../../../dist/otel/index.js';

const telemetry = startTelemetry({ url: process.env.COLLECTOR, shutdownWithinMs: 300, instrumentations: [] });
trace.getTracer('test').startSpan('last').end();
console.log(await telemetry.shutdown(), await telemetry.shutdown());
process.exit();
