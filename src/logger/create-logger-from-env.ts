import { describe, didYouMean, OptionsError } from '../errors/index.ts';
import { knownLevels } from './check-options.ts';
import type { LogveilLogger } from './controls.ts';
import { createLogger } from './create-logger.ts';
import type { LoggerDestination, LoggerOptions } from './options.ts';

/** Environment variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * {@link createLogger} with options from the environment, which win over the ones given here: `LOG_LEVEL`,
 * `SERVICE_NAME` or `OTEL_SERVICE_NAME`, `SERVICE_VERSION`, `APP_ENV` or `NODE_ENV`, `LOG_PRETTY` (true, false, 1, 0),
 * `LOGVEIL_PSEUDONYM_KEY` (32 bytes or more) and `LOGVEIL_PSEUDONYM_KEY_ID`. A variable that is empty counts as not set.
 *
 * @throws OptionsError with the code `LOGVEIL_ENV` that names every variable that is wrong, and never shows a value
 *
 * @example
 * ```ts
 * import { createLoggerFromEnv } from 'logveil';
 * const logger = createLoggerFromEnv({ level: 'info' });
 * logger.info('ready');
 * ```
 */
export function createLoggerFromEnv<CustomLevels extends string = never, UseOnlyCustomLevels extends boolean = boolean>(
  options: LoggerOptions<CustomLevels, UseOnlyCustomLevels> = {},
  destination?: LoggerDestination,
  environment: Environment = process.env,
): LogveilLogger<CustomLevels, UseOnlyCustomLevels> {
  const problems = variables.flatMap(({ names, check }) => {
    const found = firstSet(names, environment);
    const message = found === undefined ? undefined : check(found.value, options);
    return found === undefined || message === undefined ? [] : [{ option: found.name, message }];
  });
  if (problems.length > 0) throw new OptionsError('the environment was refused', problems, 'LOGVEIL_ENV');
  const given = variables.map(({ names, read }) => {
    const found = firstSet(names, environment);
    return found === undefined ? {} : read(found.value);
  });
  const redact = withPseudonym(options, environment);
  return createLogger(Object.assign({}, options, ...given, redact), destination);
}

interface Variable {
  /** The first one that is set counts. */
  readonly names: readonly string[];
  /** What must hold, and what was got without showing it. */
  readonly check: (value: string, options: object) => string | undefined;
  readonly read: (value: string) => LoggerOptions;
}

const variables: readonly Variable[] = [
  { names: ['LOG_LEVEL'], check: checkLevel, read: (level) => ({ level: level.toLowerCase() }) },
  { names: ['SERVICE_NAME', 'OTEL_SERVICE_NAME'], check: checkText, read: (service) => ({ service }) },
  { names: ['SERVICE_VERSION'], check: checkText, read: (version) => ({ version }) },
  { names: ['APP_ENV', 'NODE_ENV'], check: checkText, read: (env) => ({ env }) },
  { names: ['LOG_PRETTY'], check: checkFlag, read: (value) => ({ pretty: yes.has(value.toLowerCase()) }) },
  { names: ['LOGVEIL_PSEUDONYM_KEY'], check: checkKey, read: () => ({}) },
  { names: ['LOGVEIL_PSEUDONYM_KEY_ID'], check: checkKeyId, read: () => ({}) },
];

const yes: ReadonlySet<string> = new Set(['true', '1', 'yes', 'on']);
const no: ReadonlySet<string> = new Set(['false', '0', 'no', 'off']);

function firstSet(names: readonly string[], environment: Environment): { name: string; value: string } | undefined {
  for (const name of names) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') return { name, value };
  }
  return undefined;
}

function checkLevel(value: string, options: object): string | undefined {
  const levels = knownLevels(options);
  if (levels.includes(value.toLowerCase())) return undefined;
  return `must be one of ${levels.join(', ')}, got ${describe(value)}${didYouMean(value, levels)}`;
}

function checkText(value: string): string | undefined {
  const isShort = /^[^\p{Cc}]{1,256}$/u.test(value);
  return isShort ? undefined : `must be 1 to 256 printable characters, got ${describe(value)}`;
}

function checkFlag(value: string): string | undefined {
  const word = value.toLowerCase();
  return yes.has(word) || no.has(word) ? undefined : `must be true or false, got ${describe(value)}`;
}

function checkKey(value: string): string | undefined {
  const bytes = Buffer.byteLength(value);
  return bytes >= 32 ? undefined : `must have at least 32 bytes, got ${bytes}`;
}

function checkKeyId(value: string): string | undefined {
  const isId = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,15}$/.test(value);
  return isId ? undefined : `must be 1 to 16 letters, digits, dots, dashes or underscores, got ${describe(value)}`;
}

function withPseudonym({ redact }: Pick<LoggerOptions, 'redact'>, environment: Environment): LoggerOptions {
  const key = firstSet(['LOGVEIL_PSEUDONYM_KEY'], environment)?.value;
  if (key === undefined) return {};
  const keyId = firstSet(['LOGVEIL_PSEUDONYM_KEY_ID'], environment)?.value;
  const pseudonym = keyId === undefined ? { key } : { key, keyId };
  const given = isPaths(redact) ? { paths: redact } : redact;
  return { redact: { ...given, pseudonym } };
}

// Array.isArray does not tell a readonly array from the other members of the union.
function isPaths(redact: LoggerOptions['redact']): redact is readonly string[] {
  return Array.isArray(redact);
}
