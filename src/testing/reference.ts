import { createEngine } from '../redact/engine.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import { type PackName, packs } from '../rules/index.ts';

/** Every pack there is, with the built-in mask: what a secret is, whatever the user's configuration says. */
export function createReference(): RedactorEngine {
  // The cast holds: these are the keys of the very object.
  return createEngine({ packs: Object.keys(packs) as PackName[], censor: 'mask' });
}
