import { checkInboundOptions } from '../context/index.ts';
import { describe, didYouMean, type Problem } from '../errors/index.ts';
import { checkLoggerOptions } from '../logger/check-options.ts';
import type { RedactorEngine } from '../redact/redactor.ts';
import { isSecretHeader } from './headers.ts';
import { stateOf } from './internals.ts';
import type { HttpLoggerOptions } from './options.ts';

type Check = (value: unknown, option: string) => Problem[];
type LoggerOnly = 'logger' | 'stream';
type HttpName = Exclude<keyof HttpLoggerOptions, keyof import('../logger/index.ts').LoggerOptions | LoggerOnly>;

const flag: Check = (value, option) => wanted(typeof value === 'boolean', option, 'true or false', value);
const callable: Check = (value, option) => wanted(typeof value === 'function', option, 'a function', value);
const anObject: Check = (value, option) => wanted(isObject(value), option, 'an object', value);
const anything: Check = () => [];

// The compiler asks for a line here when an option is added to the types.
const checks = {
  record: (value, option) => oneOf(['otel', 'pino-http'], value, option),
  inbound: (value, option) => (isObject(value) ? checkInboundOptions(value, `${option}.`) : anObject(value, option)),
  responseHeader: (value, option) =>
    wanted(
      value === false || (typeof value === 'string' && headerName.test(value)),
      option,
      'a header name or false',
      value,
    ),
  remoteAddress: (value, option) =>
    typeof value === 'function' ? [] : oneOf(['masked', 'full', 'none'], value, option),
  headers: anything,
  requestBody: checkBody,
  route: callable,
  silence: (value, option) =>
    wanted(
      value === true || typeof value === 'function' || isList(value),
      option,
      'true, an array of paths or a function',
      value,
    ),
  sampling: checkSampling,
  wideEvent: flag,
  monotonic: callable,
  genReqId: callable,
  useLevel: anything,
  customLogLevel: callable,
  autoLogging: checkAutoLogging,
  customReceivedMessage: callable,
  customReceivedObject: callable,
  customSuccessMessage: callable,
  customSuccessObject: callable,
  customErrorMessage: callable,
  customErrorObject: callable,
  customAttributeKeys: checkKeys,
  customProps: (value, option) =>
    wanted(typeof value === 'function' || isObject(value), option, 'a function or an object', value),
  wrapSerializers: flag,
  quietReqLogger: flag,
  quietResLogger: flag,
} satisfies Record<HttpName, Check>;

// RFC 9110, section 5.1: a token.
const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;

// What a child of a given logger can be made with.
const childOptions: readonly string[] = ['level', 'serializers', 'redact', 'formatters', 'msgPrefix', 'customLevels'];

/** Everything wrong with the options, in one list; empty when nothing is. */
export function checkHttpOptions(options: unknown): Problem[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return [{ option: 'options', message: `must be an object, got ${describe(options)}` }];
  }
  const problems: Problem[] = [];
  const forLogger: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (name === 'logger' || name === 'stream') continue;
    const check: Check | undefined = Object.hasOwn(checks, name) ? Reflect.get(checks, name) : undefined;
    if (check === undefined) forLogger[name] = value;
    else if (value !== undefined) problems.push(...check(value, name));
  }
  return [...problems, ...checkLogger(options, forLogger), ...checkTogether(options)];
}

/** The parts of the options that are for a logger. */
export function loggerOptionsOf(options: object): Record<string, unknown> {
  const entries = Object.entries(options).filter(([name]) => !Object.hasOwn(checks, name));
  return Object.fromEntries(entries.filter(([name]) => name !== 'logger' && name !== 'stream'));
}

function checkLogger(options: object, rest: Readonly<Record<string, unknown>>): Problem[] {
  const { logger, stream }: { logger?: unknown; stream?: unknown } = options;
  const unknown = checkLoggerOptions(rest).map((problem) => withHttpNames(problem));
  if (logger === undefined) return unknown;
  const problems = unknown.filter(({ option }) => Object.hasOwn(rest, option) || option.includes('.'));
  if (stateOf(logger) === undefined) {
    const message = `must be one of createLogger's, got ${describe(logger)}; any other would hide nothing`;
    problems.push({ option: 'logger', message });
  }
  for (const name of Object.keys(rest)) {
    const isNamed = problems.some(({ option }) => option === name);
    if (childOptions.includes(name) || isNamed) continue;
    problems.push({ option: name, message: 'must be given to createLogger, since there is a logger' });
  }
  if (stream !== undefined) problems.push({ option: 'stream', message: 'cannot go with logger, which has its own' });
  return problems;
}

/** What is no option of a logger may be nearly one of the middleware's. */
function withHttpNames({ option, message }: Problem): Problem {
  if (!message.startsWith('is not an option') || option.includes('.')) return { option, message };
  const close = didYouMean(option, Object.keys(checks));
  return { option, message: close === '' ? message : `is not an option${close}` };
}

function checkTogether(options: object): Problem[] {
  const given = (name: string): boolean => Reflect.get(options, name) !== undefined;
  // As in pino-http.
  if (!given('useLevel') || !given('customLogLevel')) return [];
  return [{ option: 'useLevel', message: 'cannot go with customLogLevel' }];
}

/** Headers are judged by the redactor's rules, so they are checked once there is one. */
export function checkHeaderOptions(value: unknown, engine: RedactorEngine): Problem[] {
  if (value === undefined) return [];
  if (!isObject(value)) return anObject(value, 'headers');
  return Object.entries(value).flatMap(([side, names]) => {
    const option = `headers.${side}`;
    if (side !== 'request' && side !== 'response') {
      return [{ option, message: `is not an option${didYouMean(side, ['request', 'response'])}` }];
    }
    if (!isList(names)) return wanted(false, option, 'an array of header names', names);
    return names.flatMap((name, index) => checkHeader(name, `${option}[${index}]`, engine));
  });
}

function checkHeader(name: unknown, option: string, engine: RedactorEngine): Problem[] {
  if (typeof name !== 'string' || !headerName.test(name)) return wanted(false, option, 'a header name', name);
  return isSecretHeader(name, engine)
    ? [{ option, message: `must not be ${name.toLowerCase()}, which carries a secret` }]
    : [];
}

function checkBody(value: unknown, option: string): Problem[] {
  if (typeof value === 'boolean') return [];
  const { maxBytes }: { maxBytes?: unknown } = isObject(value) ? Object(value) : {};
  // 64 KB: a quarter of the longest line.
  const isRight = Number.isSafeInteger(maxBytes) && Number(maxBytes) >= 1 && Number(maxBytes) <= 65_536;
  return wanted(isRight, option, 'true, false or { maxBytes: 1 to 65536 }', value);
}

function checkSampling(value: unknown, option: string): Problem[] {
  if (!isObject(value)) return anObject(value, option);
  const { rate, slowMs, ...others }: { rate?: unknown; slowMs?: unknown } = Object(value);
  const problems: Problem[] = Object.keys(others).map((name) => ({
    option: `${option}.${name}`,
    message: `is not an option${didYouMean(name, ['rate', 'slowMs'])}`,
  }));
  const isShare = typeof rate === 'number' && rate >= 0 && rate <= 1;
  if (!isShare) problems.push(...wanted(false, `${option}.rate`, 'a number from 0 to 1', rate));
  const isTime = slowMs === undefined || (typeof slowMs === 'number' && slowMs >= 0);
  if (!isTime) problems.push(...wanted(false, `${option}.slowMs`, 'milliseconds, 0 or more', slowMs));
  return problems;
}

function checkAutoLogging(value: unknown, option: string): Problem[] {
  if (typeof value === 'boolean') return [];
  if (!isObject(value)) return wanted(false, option, 'true, false or { ignore }', value);
  const { ignore }: { ignore?: unknown } = Object(value);
  return ignore === undefined ? [] : callable(ignore, `${option}.ignore`);
}

const attributeKeys = ['req', 'res', 'err', 'reqId', 'responseTime'];

function checkKeys(value: unknown, option: string): Problem[] {
  if (!isObject(value)) return anObject(value, option);
  return Object.entries(value).flatMap(([name, key]) => {
    const at = `${option}.${name}`;
    if (!attributeKeys.includes(name))
      return [{ option: at, message: `is not an option${didYouMean(name, attributeKeys)}` }];
    return key === undefined ? [] : wanted(typeof key === 'string' && key !== '', at, 'a key', key);
  });
}

function oneOf(choices: readonly string[], value: unknown, option: string): Problem[] {
  if (typeof value === 'string' && choices.includes(value)) return [];
  const meant = typeof value === 'string' ? didYouMean(value, choices) : '';
  return [{ option, message: `must be one of ${choices.join(', ')}, got ${describe(value)}${meant}` }];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function wanted(isRight: boolean, option: string, what: string, got: unknown): Problem[] {
  return isRight ? [] : [{ option, message: `must be ${what}, got ${describe(got)}` }];
}
