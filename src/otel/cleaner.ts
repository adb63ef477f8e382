import { describe, OptionsError, type Problem } from '../errors/index.ts';
import { checkRedactOptions } from '../redact/check.ts';
import { createEngine } from '../redact/engine.ts';
import { rulesOf } from '../redact/of-logger.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import type { RedactInput } from '../redact/settings.ts';
import { withheldText } from '../redact/withheld.ts';

/** Which rules telemetry is cleaned with. Without any, those of a logger with default options. */
export interface TelemetryRules {
  /** As the logger's option of that name. */
  readonly redact?: RedactInput;
  /** One of `createLogger`'s: its rules are used. Beside `redact`, both are. */
  readonly logger?: object;
}

/** Attributes of a span, an event, a link, a log record or a resource. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Cleans the parts of telemetry. Never throws; what cannot be cleaned is replaced by a marker. */
export class Cleaner {
  /** In the order they are applied. */
  #engines: readonly RedactorEngine[];
  #isDefault: boolean;
  /** Counts changes of the rules, so that what was cleaned before can be told from what must be cleaned again. */
  generation = 0;

  constructor({ redact, logger }: TelemetryRules) {
    const ofLogger = rulesOf(logger)?.engine;
    this.#isDefault = redact === undefined && ofLogger === undefined;
    const own = redact === undefined && ofLogger !== undefined ? [] : [createEngine(redact, warn)];
    this.#engines = ofLogger === undefined ? own : [...own, ofLogger];
  }

  /** Takes another logger's rules as well. They replace the default ones, never rules that were asked for. */
  add(engine: RedactorEngine): void {
    if (this.#engines.includes(engine)) return;
    this.#engines = this.#isDefault ? [engine] : [...this.#engines, engine];
    this.#isDefault = false;
    this.generation++;
  }

  /** Findings by rule since the start, and how often something could not be cleaned. */
  get engines(): readonly RedactorEngine[] {
    return this.#engines;
  }

  /** Any text: a name, a message. */
  text(text: string): string {
    try {
      let clean = String(text);
      for (const engine of this.#engines) clean = engine.text(clean);
      return clean;
    } catch {
      return withheldText();
    }
  }

  /** Any value, a log record's body for example: a clean copy. */
  value(value: unknown): unknown {
    try {
      let clean = value;
      for (const engine of this.#engines) clean = engine.value(clean);
      return isUnchanged(value, clean) ? value : clean;
    } catch {
      return withheldText();
    }
  }

  /** Attributes, as one record, so that rules about keys and paths see each value's key. */
  attributes(given: Attributes | undefined): Record<string, unknown> {
    if (given === undefined || given === null) return {};
    try {
      if (Object.keys(given).length === 0) return {};
      const clean = this.value({ ...given });
      return isRecord(clean) ? withOriginals(given, clean) : this.#oneByOne(given);
    } catch {
      return { redaction_error: 'LOGVEIL_REDACTION_FAILED' };
    }
  }

  /** After a failure: what can be cleaned alone is kept, the rest is replaced. */
  #oneByOne(given: Attributes): Record<string, unknown> {
    const result: Record<string, unknown> = Object.create(null);
    for (const [key, value] of Object.entries(given)) {
      const clean = this.value({ [key]: value });
      if (isRecord(clean)) Object.assign(result, withOriginals(given, clean));
      else result[this.text(key)] = withheldText();
    }
    return result;
  }
}

/** Numbers such as NaN and lists of them have no JSON; where nothing was hidden, the value stays what it was. */
function withOriginals(given: Attributes, clean: Record<string, unknown>): Record<string, unknown> {
  for (const key of Object.keys(clean)) {
    if (Object.hasOwn(given, key) && isUnchanged(given[key], clean[key])) clean[key] = given[key];
  }
  return clean;
}

/**
 * Whether a primitive, or a list of them, came through cleaning as it was. Any other object is exported as the copy that
 * was looked at: with a getter or a `toJSON` the original could show an exporter something else.
 */
function isUnchanged(before: unknown, after: unknown): boolean {
  if (Array.isArray(before)) {
    return (
      Array.isArray(after) &&
      before.length === after.length &&
      before.every((one, index) => !isObject(one) && isUnchanged(one, after[index]))
    );
  }
  if (isObject(before)) return false;
  if (before === after || before === undefined) return true;
  return typeof before === 'number' && !Number.isFinite(before) && after === String(before);
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function' || typeof value === 'symbol';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const warn = ({ code, message }: { readonly code: string; readonly message: string }): void => {
  process.emitWarning(message, { type: 'LogveilWarning', code });
};

/** Everything wrong with rules for telemetry. */
export function rulesProblems({ redact, logger }: TelemetryRules): Problem[] {
  const problems = checkRedactOptions(redact, 'redact');
  if (logger !== undefined && rulesOf(logger) === undefined) {
    problems.push({ option: 'logger', message: `must be a logger of createLogger, got ${describe(logger)}` });
  }
  return problems;
}

/** @throws OptionsError that lists everything wrong with the rules */
export function createCleaner(what: string, rules: TelemetryRules): Cleaner {
  const isObjectGiven = isRecord(rules);
  const problems: Problem[] = isObjectGiven
    ? rulesProblems(rules)
    : [{ option: 'rules', message: `must be an object with redact or logger, got ${describe(rules)}` }];
  if (problems.length > 0) throw new OptionsError(`${what} was refused`, problems);
  return new Cleaner(rules);
}
