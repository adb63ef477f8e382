import type { RedactorEngine } from '../../src/redact/redactor.ts';

/** An engine that hides nothing but what it is told to do, to see what the logger makes of its answers. */
export function createFakeEngine(line: (text: string) => string): RedactorEngine {
  const engine: RedactorEngine = {
    line,
    text: (text) => text,
    value: (value) => value,
    find: () => [],
    stats: () => ({ lines: 0, findings: 0, failures: 0, byRule: {} }),
    extend: () => engine,
    rules: [],
    failures: () => 0,
    isQuiet: undefined,
    members: undefined,
    cleanPaths: undefined,
  };
  return engine;
}
