import { describe, didYouMean, OptionsError, type Problem } from '../errors/index.ts';
import type { Environment } from './create-logger-from-env.ts';

/** What a variable's text must be. */
export type EnvironmentType = 'text' | 'url' | 'number' | 'integer' | 'port' | 'flag';

/** One variable that a service needs. Without `optional` or `default` it must be set; empty counts as not set. */
export interface EnvironmentVariable {
  /** `flag` is true, 1, yes, on or their opposites; `port` is 0 to 65535. @defaultValue `'text'` */
  readonly type?: EnvironmentType;
  /** The only texts allowed; for the type `text`. */
  readonly choices?: readonly string[];
  /** Fewest characters; for the type `text`. 32 is a good start for keys. */
  readonly minLength?: number;
  /** `undefined` when it is not set. */
  readonly optional?: true;
  /** The value when it is not set. */
  readonly default?: string | number | boolean;
}

/** Variables by name: a type, or a type with conditions. */
export type EnvironmentWishes = Readonly<Record<string, EnvironmentType | EnvironmentVariable>>;

type TypeOf<Wish> = Wish extends EnvironmentType ? Wish : Wish extends { readonly type: infer Type } ? Type : 'text';

type Read<Wish> = Wish extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : TypeOf<Wish> extends 'flag'
    ? boolean
    : TypeOf<Wish> extends 'number' | 'integer' | 'port'
      ? number
      : TypeOf<Wish> extends 'url'
        ? URL
        : string;

/** The values by name, each with the type that was asked for. */
export type EnvironmentValues<Wishes> = {
  readonly [Name in keyof Wishes]: Wishes[Name] extends { readonly optional: true }
    ? Read<Wishes[Name]> | undefined
    : Read<Wishes[Name]>;
};

/**
 * Reads the variables a service cannot run without, before it listens. Everything that is missing or malformed is told
 * at once, by name; a value is never shown, for many of them are secrets.
 *
 * @throws OptionsError with the code `LOGVEIL_ENV` and one problem for each variable
 *
 * @example
 * ```ts
 * import { requireEnv } from 'logveil';
 * const env = requireEnv({
 *   DATABASE_URL: 'url',
 *   PORT: { type: 'port', default: 3000 },
 *   SESSION_KEY: { minLength: 32 },
 *   MODE: { choices: ['live', 'test'] },
 * });
 * const port: number = env.PORT;
 * ```
 */
export function requireEnv<const Wishes extends EnvironmentWishes>(
  wishes: Wishes,
  environment: Environment = process.env,
): EnvironmentValues<Wishes> {
  const mistakes = checkWishes(wishes);
  if (mistakes.length > 0) throw new OptionsError('requireEnv was refused', mistakes);
  const problems: Problem[] = [];
  const values: Record<string, unknown> = Object.create(null);
  for (const [name, wish] of Object.entries<EnvironmentType | EnvironmentVariable>(wishes)) {
    const variable = typeof wish === 'string' ? { type: wish } : wish;
    const read = readVariable(name, variable, environment);
    if ('problem' in read) problems.push({ option: name, message: read.problem });
    else values[name] = read.value;
  }
  if (problems.length > 0) throw new OptionsError('the environment was refused', problems, 'LOGVEIL_ENV');
  // A cast that holds: every wish was read by the reader of its type.
  return values as EnvironmentValues<Wishes>;
}

type Reading = { readonly value: unknown } | { readonly problem: string };

function readVariable(name: string, variable: EnvironmentVariable, environment: Environment): Reading {
  const text = (Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined) ?? '';
  if (text === '') {
    if (variable.default !== undefined) return { value: defaultOf(variable) };
    if (variable.optional === true) return { value: undefined };
    return { problem: `must be set${nearMiss(name, environment)}` };
  }
  if (variable.choices !== undefined && !variable.choices.includes(text)) {
    return { problem: `must be one of ${variable.choices.join(', ')}, got ${describe(text)}` };
  }
  const { minLength = 0 } = variable;
  if (text.length < minLength) return { problem: `must have at least ${minLength} characters, got ${text.length}` };
  const { read, wanted } = readers[variable.type ?? 'text'];
  const value = read(text);
  return value === undefined ? { problem: `must be ${wanted}, got ${describe(text)}` } : { value };
}

function defaultOf({ type, default: value }: EnvironmentVariable): unknown {
  return type === 'url' ? readers.url.read(String(value)) : value;
}

/** A variable of nearly this name that is set: its name only. */
function nearMiss(name: string, environment: Environment): string {
  return didYouMean(
    name,
    Object.keys(environment).filter((other) => other !== name),
  );
}

const flags: ReadonlyMap<string, boolean> = new Map([
  ...['true', '1', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', '0', 'no', 'off'].map((word) => [word, false] as const),
]);

const readers = {
  text: { wanted: 'a text', read: (text) => text },
  url: { wanted: 'an absolute URL', read: (text) => (URL.canParse(text) ? new URL(text) : undefined) },
  number: { wanted: 'a number', read: readNumber },
  integer: { wanted: 'a whole number', read: (text) => onlyIf(readNumber(text), Number.isSafeInteger) },
  port: {
    wanted: 'a port, 0 to 65535',
    read: (text) => onlyIf(readNumber(text), (port) => Number.isInteger(port) && port >= 0 && port <= 65_535),
  },
  flag: { wanted: 'true or false', read: (text) => flags.get(text.toLowerCase()) },
} satisfies Record<
  EnvironmentType,
  { wanted: string; read: (text: string) => string | number | boolean | URL | undefined }
>;

/** Decimal notation only: `Number` would also take `0x1F`, and an empty text for zero. */
function readNumber(text: string): number | undefined {
  return /^[+-]?\d{1,15}(?:\.\d{1,15})?$/.test(text) ? Number(text) : undefined;
}

function onlyIf(value: number | undefined, holds: (value: number) => boolean): number | undefined {
  return value !== undefined && holds(value) ? value : undefined;
}

/** Mistakes of the caller's, told apart from those of the environment. */
function checkWishes(wishes: unknown): Problem[] {
  if (typeof wishes !== 'object' || wishes === null || Array.isArray(wishes)) {
    return [{ option: 'variables', message: `must be an object of names and types, got ${describe(wishes)}` }];
  }
  return Object.entries(wishes).flatMap(([name, wish]) => {
    const given: unknown = typeof wish === 'object' && wish !== null ? wish : { type: wish };
    return checkWish(name, Object(given));
  });
}

const members: readonly string[] = ['type', 'choices', 'minLength', 'optional', 'default'];

function checkWish(name: string, wish: object): Problem[] {
  const unknown = Object.keys(wish).filter((member) => !members.includes(member));
  const problems = unknown.map((member) => ({
    option: `${name}.${member}`,
    message: `is not an option${didYouMean(member, members)}`,
  }));
  const type: unknown = Reflect.get(wish, 'type') ?? 'text';
  if (typeof type === 'string' && Object.hasOwn(readers, type)) return problems;
  const types = Object.keys(readers);
  const meant = typeof type === 'string' ? didYouMean(type, types) : '';
  return [...problems, { option: name, message: `must be one of ${types.join(', ')}, got ${describe(type)}${meant}` }];
}
