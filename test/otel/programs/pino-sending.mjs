/** Preloaded: telemetry with instrumentation-pino, which sends log records. */
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino';
import { startTelemetry } from '../../../dist/otel/index.js';

startTelemetry({ instrumentations: [new PinoInstrumentation()] });
