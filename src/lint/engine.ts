import { createEngine } from '../redact/engine.ts';
import type { RedactOptions } from '../redact/options.ts';
import { candidateFinder, everywhere } from './candidates.ts';
import type { LintEngine } from './file-scanner.ts';
import { createFingerprinter } from './fingerprint.ts';

/** What an engine is made from; plain data, unless the options hold functions. */
export interface EngineSettings {
  readonly redact: RedactOptions;
  readonly fingerprintKey: Uint8Array;
}

/** Compiles the rules once for a run. Throws `OptionsError` for bad options. */
export function createLintEngine({ redact, fingerprintKey }: EngineSettings): LintEngine {
  const redactor = createEngine(redact);
  return {
    redactor,
    rules: new Map(redactor.rules.map((rule) => [rule.id, rule])),
    // Known secrets are no rules, and the finder knows only rules.
    candidates: redact.knownSecrets === undefined ? candidateFinder(redactor.rules) : everywhere,
    fingerprint: createFingerprinter(fingerprintKey),
  };
}

/**
 * The same settings for another thread, or undefined when they hold functions that searching needs. Functions that
 * only say what is written instead of a finding are left out.
 */
export function portableSettings({ redact, fingerprintKey }: EngineSettings): EngineSettings | undefined {
  const { censor, censors = {}, knownSecrets, ...rest } = redact;
  const texts = Object.entries(censors).filter(([, each]) => typeof each !== 'function');
  const settings = {
    redact: {
      ...rest,
      ...(censor === undefined || typeof censor === 'function' ? {} : { censor }),
      censors: Object.fromEntries(texts),
      ...(knownSecrets === undefined
        ? {}
        : { knownSecrets: typeof knownSecrets === 'function' ? knownSecrets() : knownSecrets }),
    },
    fingerprintKey,
  };
  try {
    return structuredClone(settings);
  } catch {
    return undefined;
  }
}
