import { getCorrelationId, runWithContext } from '../context/index.ts';
import type { DoctorCheck } from './check.ts';

/** Whether contexts hold in this process, and whether there is one here. */
export async function checkContext(): Promise<DoctorCheck[]> {
  const id = getCorrelationId();
  const survives = await holdsAcrossAwait();
  if (!survives) {
    const says = 'A context does not survive an await in this process, so lines lose their ids.';
    const advice = 'Look for a library that replaces Promise or AsyncLocalStorage.';
    return [{ part: 'context', state: 'wrong', says, advice }];
  }
  if (id !== undefined) return [{ part: 'context', state: 'on', says: 'Lines logged here carry a correlation_id.' }];
  const says = 'Contexts work, and there is none here: a line logged here has no correlation_id.';
  const advice =
    'In a request or job, enter one with the HTTP middleware or runWithContext; in a listener or a callback of a pool, bind it with bindEmitter or bindContext.';
  return [{ part: 'context', state: 'off', says, advice }];
}

function holdsAcrossAwait(): Promise<boolean> {
  return runWithContext({ correlation_id: 'doctor' }, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return getCorrelationId() === 'doctor';
  });
}
