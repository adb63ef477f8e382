import type { CheckPart, DoctorCheck } from './check.ts';
import { checkContext } from './context-checks.ts';
import { checkLogger } from './logger-checks.ts';
import { checkOpenTelemetry, checkTelemetry } from './otel-checks.ts';
import { checkPropagation } from './propagation-checks.ts';
import { checkTraceId } from './trace-id-checks.ts';

/** What the doctor found, in the order a line goes. */
export interface DoctorReport {
  /** False when something is wrong; what is merely off does not count. */
  readonly healthy: boolean;
  readonly checks: readonly DoctorCheck[];
}

/** What the doctor is asked about. */
export interface DoctorOptions {
  /** The logger to look into. Without one, the doctor says what default options would give. */
  readonly logger?: object;
}

// A part of logveil that has something to say adds its check here.
const parts: readonly CheckPart[] = [
  checkLogger,
  checkContext,
  checkOpenTelemetry,
  checkTelemetry,
  checkTraceId,
  checkPropagation,
];

/**
 * Says in plain words what is active in this process and at this place of it: context, OpenTelemetry, propagation,
 * redaction, destination; and why a line logged here would have no trace id. Call it where an id is missing.
 *
 * @example
 * ```ts
 * import { doctor } from 'logveil/doctor';
 * const { checks } = await doctor();
 * for (const { part, state, says } of checks) console.log(`${part} ${state}: ${says}`);
 * ```
 */
export async function doctor(options: DoctorOptions = {}): Promise<DoctorReport> {
  const subject = { logger: options.logger };
  // All start here and now: what a part says depends on the place the doctor was called at.
  const checks = (await Promise.all(parts.map((check) => check(subject)))).flat();
  return { healthy: checks.every(({ state }) => state !== 'wrong'), checks };
}
