import type { RedactorEngine } from './redactor.ts';

/** What telemetry takes over from a logger. */
export interface LoggerRules {
  readonly engine: RedactorEngine;
  /** The same object for a logger and its children, which count together. */
  readonly root: object;
  /** `service_name`, `env`, `version`, as far as the logger has them. */
  readonly service: Readonly<Record<string, string>>;
}

type Lookup = (logger: object) => LoggerRules | undefined;

let lookup: Lookup = () => undefined;

/**
 * Called once by the logger's module. Telemetry starts before anything else is loaded, and must not load pino itself:
 * what is loaded before the instrumentation is not instrumented.
 */
export function answerRulesOf(answer: Lookup): void {
  lookup = answer;
}

/** The rules of a logger of `createLogger`, its children included; `undefined` for anything else. */
export function rulesOf(logger: unknown): LoggerRules | undefined {
  return (typeof logger === 'object' || typeof logger === 'function') && logger !== null ? lookup(logger) : undefined;
}
