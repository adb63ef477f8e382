/** Starts telemetry although an SDK runs; prints why that is refused. */
import { startTelemetry } from '../../../dist/otel/index.js';

try {
  startTelemetry({ instrumentations: [] });
} catch (error) {
  console.log(error.code, error.message);
}
