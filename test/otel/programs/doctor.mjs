/** Prints what the doctor says of OpenTelemetry. */
import { doctor } from '../../../dist/doctor/index.js';

const parts = ['opentelemetry', 'telemetry', 'loader hook'];
for (const { part, state, says } of (await doctor()).checks) {
  if (parts.includes(part)) console.log(`${part} ${state}: ${says}`);
}
process.exit();
