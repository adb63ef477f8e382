import { toJson } from '../record/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import type { Shared } from './state.ts';

/** Text of an object inside a message: any value, never a throw, configured paths already censored. */
export function stringifier(engine: RedactorEngine, shared: Shared): (value: unknown) => string | undefined {
  return (value) => {
    const { cleanPaths } = engine;
    if (cleanPaths === undefined || typeof value !== 'object' || value === null) {
      return toJson(value, shared.limits);
    }
    try {
      // A cast that holds: the cleaner only reads, and any object can be read by its keys.
      return toJson(cleanPaths(value as Readonly<Record<string, unknown>>), shared.limits);
    } catch {
      return '[REDACTED:redaction-failed]';
    }
  };
}
