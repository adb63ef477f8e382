import { createEngine } from '../redact/engine.ts';
import type { RedactOptions } from '../redact/options.ts';
import { candidateFinder, everywhere } from './candidates.ts';
import { createFingerprinter } from './fingerprint.ts';
import type { CleanerEngine } from './line-cleaner.ts';
import { createLokiChecks } from './loki/checks.ts';
import { lokiRules } from './loki/rules.ts';
import { markersIn } from './markers.ts';

/** What an engine is made from; plain data, unless the options hold functions. */
export interface EngineSettings {
  readonly redact: RedactOptions;
  readonly fingerprintKey: Uint8Array;
  /** The time of the run, by which dates without a year are read; one for all threads. */
  readonly now: number;
  /** Tell what Loki would refuse or misread, as well. */
  readonly loki?: boolean;
  /** Tell where something was redacted already, as well. */
  readonly markers?: boolean;
}

/** Compiles the rules once for a run. Throws `OptionsError` for bad options. */
export function createLintEngine({
  redact,
  fingerprintKey,
  now,
  loki = false,
  markers = false,
}: EngineSettings): CleanerEngine {
  const redactor = createEngine(redact);
  // Known secrets are no rules, and the finder knows only rules; a check may speak of any line.
  const isEveryLine = redact.knownSecrets !== undefined || loki || markers;
  return {
    redactor,
    rules: new Map([...redactor.rules, ...(loki ? lokiRules : [])].map((rule) => [rule.id, rule])),
    candidates: isEveryLine ? everywhere : candidateFinder(redactor.rules),
    fingerprint: createFingerprinter(fingerprintKey),
    now,
    checks: checksOf({ loki, markers }),
  };
}

function checksOf({ loki, markers }: { readonly loki: boolean; readonly markers: boolean }): CleanerEngine['checks'] {
  if (!loki && !markers) return undefined;
  const lokiChecks = loki ? createLokiChecks() : () => [];
  return (line) => [...lokiChecks(line), ...(markers ? markersIn(line) : [])];
}

/**
 * The same settings for another thread, or undefined when they hold functions that searching needs. Functions that
 * only say what is written instead of a finding are left out.
 */
export function portableSettings({ redact, ...others }: EngineSettings): EngineSettings | undefined {
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
    ...others,
  };
  try {
    return structuredClone(settings);
  } catch {
    return undefined;
  }
}
