import { loadedCopies } from '../context/copies.ts';
import { getCorrelationId, runWithContext } from '../context/index.ts';
import type { DoctorCheck } from './check.ts';

const part = 'context';

/** Whether contexts hold in this process, and whether there is one here. */
export async function checkContext(): Promise<DoctorCheck[]> {
  // Looked at before the first await, where the place is still the caller's.
  const id = getCorrelationId();
  const holds = await holdsAcrossAwait();
  return [...copies(), holds ? presence(id) : lost];
}

function copies(): DoctorCheck[] {
  const places = loadedCopies();
  if (places.length === 1) return [];
  const says = `${places.length} copies of logveil are loaded; a logger of one does not see the contexts of another.`;
  const advice = `Install one version, and keep logveil out of bundles. Loaded from: ${places.join(', ')}`;
  return [{ part, state: 'wrong', says, advice }];
}

const lost: DoctorCheck = {
  part,
  state: 'wrong',
  says: 'A context does not survive an await in this process, so lines lose their ids.',
  advice: 'Look for a library that replaces Promise or AsyncLocalStorage.',
};

function presence(id: string | undefined): DoctorCheck {
  if (id !== undefined) return { part, state: 'on', says: 'A line logged here carries a correlation_id.' };
  return {
    part,
    state: 'off',
    says: 'Contexts work; there is none here, so a line logged here has no correlation_id.',
    advice:
      'Enter one with the HTTP middleware or startContext; bind listeners and callbacks with bindEmitter and bindContext.',
  };
}

function holdsAcrossAwait(): Promise<boolean> {
  return runWithContext({ correlation_id: 'doctor' }, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return getCorrelationId() === 'doctor';
  });
}
