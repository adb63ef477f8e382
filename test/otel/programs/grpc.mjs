/** Prints why headers are refused. */
import { startTelemetry } from '../../../dist/otel/index.js';

try {
  startTelemetry({ headers: { a: 'b' }, instrumentations: [] });
} catch (error) {
  console.log(error.message);
}
