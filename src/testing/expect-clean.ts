import { AssertionError } from 'node:assert';
import { toJson } from '../record/index.ts';
import { createEngine } from '../redact/engine.ts';
import type { RedactOptions } from '../redact/index.ts';
import type { RedactorEngine } from '../redact/redactor.ts';

/** What {@link expectClean} looks for; the same option as the logger's. */
export interface CleanOptions {
  readonly redact?: RedactOptions;
}

/** What `expect.extend` asks of a matcher, in vitest and in jest. */
export interface CleanMatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Throws when a secret or personal data stands in a line, a list of lines, or any other value, which is looked at as it
 * would be logged. Needs no test framework, so it works in vitest, jest and node:test alike. The error (node's
 * `AssertionError`) names rule and place and never holds the value.
 *
 * @example
 * ```ts
 * import { expectClean } from 'logveil/testing';
 * expectClean('{"level":"info","msg":"order 17 stored"}');
 * ```
 */
export function expectClean(value: unknown, options: CleanOptions = {}): void {
  const places = placesIn(value, options);
  if (places.length === 0) return;
  throw new AssertionError({ message: describeAll(places), actual: places, expected: [], stackStartFn: expectClean });
}

/**
 * The matcher `toBeClean` for `expect.extend`, in vitest and in jest.
 *
 * @example
 * ```ts
 * import { cleanMatchers } from 'logveil/testing';
 * // expect.extend(cleanMatchers);
 * // expect(line).toBeClean();
 * cleanMatchers.toBeClean('{"msg":"order 17 stored"}').pass; // true
 * ```
 */
export const cleanMatchers: {
  readonly toBeClean: (received: unknown, options?: CleanOptions) => CleanMatcherResult;
} = {
  toBeClean(received, options = {}) {
    const places = placesIn(received, options);
    const message = places.length === 0 ? 'a secret was expected, and nothing was found' : describeAll(places);
    return { pass: places.length === 0, message: () => message };
  },
};

/** More would hide the first. */
const MAX_PLACES = 20;

function describeAll(places: readonly string[]): string {
  const shown = places.slice(0, MAX_PLACES).map((place) => `  - ${place}`);
  const more = places.length > MAX_PLACES ? [`  and ${places.length - MAX_PLACES} more`] : [];
  const things =
    places.length === 1 ? 'something that must not be logged' : `${places.length} things that must not be logged`;
  return [`found ${things}:`, ...shown, ...more].join('\n');
}

function placesIn(value: unknown, { redact }: CleanOptions): string[] {
  const engine = engineFor(redact);
  const lines = Array.isArray(value) && value.every((line) => typeof line === 'string') ? value : [textOf(value)];
  return lines.flatMap((line, index) =>
    engine.find(line).map(({ rule, severity, start, path }) => {
      const where = lines.length > 1 ? `line ${index + 1}, character ${start + 1}` : `character ${start + 1}`;
      return `${rule} (${severity}) at ${where}${path === undefined ? '' : `, ${engine.text(path).slice(0, 200)}`}`;
    }),
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (toJson(value) ?? '');
}

const engines = new WeakMap<RedactOptions, RedactorEngine>();
const defaults: RedactOptions = {};

/** Rules are compiled once for each options object. */
function engineFor(options: RedactOptions = defaults): RedactorEngine {
  const known = engines.get(options) ?? createEngine(options);
  engines.set(options, known);
  return known;
}
