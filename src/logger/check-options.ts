import { pino } from 'pino';
import { describe, didYouMean, type Problem } from '../errors/index.ts';
import { reservedKeys } from '../record/index.ts';
import { checkRedactOptions } from '../redact/check.ts';
import { resolveLoki } from '../transport/loki/loki-options.ts';
import { resolveOtlp } from '../transport/otlp/otlp-options.ts';
import { checkFormatters, checkLevels, checkTimestamp } from './check-formats.ts';
import type { LoggerOptions } from './options.ts';

type Check = (value: unknown, option: string) => Problem[];

/** Everything wrong with a logger's options, in one list; empty when nothing is. */
export function checkLoggerOptions(options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [{ option: 'options', message: `must be an object, got ${describe(options)}` }];
  }
  const problems: Problem[] = [];
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? Reflect.get(checks, name) : undefined;
    if (Object.hasOwn(refused, name)) problems.push({ option: name, message: String(Reflect.get(refused, name)) });
    else if (check === undefined) problems.push(unknownOption(name, value));
    else if (value !== undefined) problems.push(...check(value, name));
  }
  return [...problems, ...checkLevels(options), ...checkTogether(options)];
}

function unknownOption(name: string, value: unknown): Problem {
  const isStream = typeof value === 'function' && name === 'write';
  if (isStream) return { option: 'options', message: 'must be an object of options; the destination comes second' };
  return { option: name, message: `is not an option${didYouMean(name, Object.keys(checks))}` };
}

const text: Check = (value, option) => wanted(typeof value === 'string', option, 'a string', value);
const flag: Check = (value, option) => wanted(typeof value === 'boolean', option, 'true or false', value);
const callable: Check = (value, option) => wanted(typeof value === 'function', option, 'a function', value);
const anObject: Check = (value, option) => wanted(isObject(value), option, 'an object', value);
const count: Check = (value, option) =>
  wanted(Number.isSafeInteger(value) && Number(value) >= 1, option, 'a whole number >= 1', value);

// 256 characters for each of three keep the head of a record small; Loki's own limit for a label value is 2,048 bytes.
const shortText: Check = (value, option) =>
  wanted(
    typeof value === 'string' && /^[^\p{Cc}]{1,256}$/u.test(value),
    option,
    '1 to 256 printable characters',
    value,
  );

const key: Check = (value, option) => {
  if (typeof value !== 'string' || value === '') return wanted(false, option, 'a string that is not empty', value);
  if (!reservedKeys.includes(value)) return [];
  return [{ option, message: `must not be ${value}, which only logveil writes` }];
};

// The compiler asks for a line here when an option is added to the types, ours or pino's.
const checks = {
  service: shortText,
  version: shortText,
  env: shortText,
  redact: (value, option) => checkRedactOptions(value, option),
  loki: (value, option) => checkEndpoint(resolveLoki, value, option),
  otlp: (value, option) => checkEndpoint(resolveOtlp, value, option),
  pretty: (value, option) => wanted(typeof value === 'boolean' || isObject(value), option, 'true or an object', value),
  clock: callable,
  onInternalError: callable,
  level: () => [],
  customLevels: () => [],
  useOnlyCustomLevels: flag,
  levelComparison: (value, option) =>
    wanted(
      value === 'ASC' || value === 'DESC' || typeof value === 'function',
      option,
      "'ASC', 'DESC' or a function",
      value,
    ),
  name: text,
  enabled: flag,
  base: (value, option) => (value === null ? [] : checkBase(value, option)),
  serializers: (value, option) => membersAre('function', value, option),
  formatters: checkFormatters,
  hooks: (value, option) => membersAre('function', value, option, ['logMethod', 'streamWrite']),
  mixin: callable,
  mixinMergeStrategy: callable,
  onChild: callable,
  messageKey: key,
  errorKey: key,
  nestedKey: (value, option) => (value === null ? [] : key(value, option)),
  msgPrefix: text,
  timestamp: checkTimestamp,
  crlf: flag,
  depthLimit: count,
  edgeLimit: count,
  transport: anObject,
} satisfies Record<keyof LoggerOptions, Check>;

const refused: Readonly<Record<string, string>> = {
  prettyPrint: 'is not supported, as in pino since version 7: use pretty: true',
  browser: 'is not supported: logveil runs on Node',
  safe: 'is not supported: pino ignores it since version 7; cycles are always safe here',
  levelVal: 'is not supported, as in pino since version 5: use customLevels',
  useLevelLabels: 'is not needed: levels are always labels',
};

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wanted(isRight: boolean, option: string, what: string, got: unknown): Problem[] {
  return isRight ? [] : [{ option, message: `must be ${what}, got ${describe(got)}` }];
}

function membersAre(type: 'function', value: unknown, option: string, names?: readonly string[]): Problem[] {
  if (typeof value !== 'object' || value === null) return anObject(value, option);
  return Object.entries(value).flatMap(([name, member]) => {
    const at = `${option}.${name}`;
    if (names?.includes(name) === false) return [{ option: at, message: `is not an option${didYouMean(name, names)}` }];
    return member === undefined ? [] : wanted(typeof member === type, at, `a ${type}`, member);
  });
}

/** `base` is the owner's: it may name the service, and cannot write what belongs to each line. */
function checkBase(value: unknown, option: string): Problem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return anObject(value, option);
  return Object.keys(value)
    .filter((name) => reservedKeys.includes(name))
    .map((name) => ({
      option: `${option}.${name}`,
      message: name === 'service_name' ? 'is written from the option service' : 'is written by logveil alone',
    }));
}

function checkEndpoint(resolve: typeof resolveLoki | typeof resolveOtlp, value: unknown, option: string): Problem[] {
  const problems: Problem[] = [];
  resolve(value, { option, own: {} }, problems);
  return problems;
}

function checkTogether(options: object): Problem[] {
  const given = (name: string): boolean => Boolean(Reflect.get(options, name));
  const problems: Problem[] = [];
  if (given('pretty') && given('transport')) {
    problems.push({
      option: 'pretty',
      message: 'cannot go with transport: name pino-pretty as a transport target instead',
    });
  }
  if (given('loki') && given('otlp')) {
    problems.push({ option: 'otlp', message: 'cannot go with loki: a collector can send to several places' });
  }
  const mixed: unknown = Reflect.get(options, 'messageKey') ?? 'msg';
  if (mixed === (Reflect.get(options, 'errorKey') ?? 'err')) {
    problems.push({ option: 'messageKey', message: 'must differ from errorKey' });
  }
  const { transport }: { transport?: unknown } = options;
  if (typeof transport === 'object' && transport !== null && 'write' in transport) {
    problems.push({ option: 'transport', message: 'must be transport options; a stream is the second argument' });
  }
  return problems;
}

/** Levels a logger of these options knows, `silent` included. */
export function knownLevels(options: object): string[] {
  const custom: unknown = Reflect.get(options, 'customLevels');
  const own = typeof custom === 'object' && custom !== null ? Object.keys(custom) : [];
  const standard = Reflect.get(options, 'useOnlyCustomLevels') === true ? [] : Object.keys(pino.levels.values);
  return [...standard, ...own, 'silent'];
}
