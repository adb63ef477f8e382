import type { Logger } from 'pino';
import { getCorrelationId } from '../../context/index.ts';
import { describe, didYouMean, type Problem as OptionProblem, OptionsError } from '../../errors/index.ts';
import { type Exchange, noteError } from '../exchange/exchange.ts';
import { knownState, stateOf } from '../internals.ts';
import { classify } from './classify.ts';
import { readMember } from './facts.ts';
import { toLoggable } from './loggable.ts';
import { type ProblemResponse, type ProblemSettings, problemResponse } from './problem.ts';
import type { ErrorRule } from './rule.ts';

/** Options of an error handler, whatever the framework. */
export interface ErrorHandlerOptions {
  /** One of `createLogger`'s: for errors that no completion line will show. */
  readonly logger: Logger;
  /** Rows of your own, tried before the built-in table. */
  readonly rules?: readonly ErrorRule[];
  /** Where problems are described: the `type` becomes this and the status, `https://errors.example.com/404`. @defaultValue about:blank */
  readonly typeBase?: string;
}

/** Logs errors and finds answers for them. */
export interface Boundary {
  /** Logs an error once, with everything in it that is not secret, and gives what the client is told. Never throws. */
  answer(error: unknown, exchange: Exchange | undefined): ProblemResponse;
  /** Logs an error that came when the answer was on its way already. Never throws. */
  tooLate(error: unknown, exchange: Exchange | undefined): void;
  /** A problem document without an error. */
  plain(status: number, exchange: Exchange | undefined): ProblemResponse;
}

/** Throws an OptionsError that lists everything wrong with the options. */
export function createBoundary(options: ErrorHandlerOptions, who: string): Boundary {
  const problems = checkOptions(options);
  if (problems.length > 0) throw new OptionsError(`${who} was refused`, problems);
  const { logger, rules = [], typeBase } = options;
  const { engine, shared } = knownState(logger);
  const settings: ProblemSettings = {
    engine,
    typeOf: (status) => (typeBase === undefined ? 'about:blank' : `${typeBase.replace(/\/+$/, '')}/${status}`),
  };
  const log = (error: unknown, rule: string, exchange: Exchange | undefined, message: string): void => {
    const record = { [shared.errorKey]: toLoggable(error), error_rule: rule };
    (exchange?.logs.req ?? logger).error(record, message);
  };
  const idOf = (exchange: Exchange | undefined): string | undefined => exchange?.correlationId ?? getCorrelationId();
  return {
    answer(error, exchange) {
      const { rule, answer } = classify(error, rules);
      const isShown = exchange !== undefined && noteError(exchange, error, rule);
      if (!isShown) log(error, rule, exchange, 'request errored');
      return problemResponse(answer, idOf(exchange), settings);
    },
    tooLate(error, exchange) {
      if (exchange?.isLeft === true && isEndOfConnection(error)) return;
      const { rule } = classify(error, rules);
      const isShown = exchange !== undefined && noteError(exchange, error, rule);
      if (!isShown) log(error, rule, exchange, 'error after the response');
    },
    plain: (status, exchange) => problemResponse({ status }, idOf(exchange), settings),
  };
}

/** What streams and parsers make of a client that went away; the line that says so has been written. */
function isEndOfConnection(error: unknown): boolean {
  return endOfConnection.has(String(readMember(error, 'code')));
}

const endOfConnection: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
  'ERR_HTTP2_STREAM_ERROR',
]);

const names = ['logger', 'rules', 'typeBase'] satisfies readonly (keyof ErrorHandlerOptions)[];

function checkOptions(options: unknown): OptionProblem[] {
  if (typeof options !== 'object' || options === null) {
    return [{ option: 'options', message: `must be an object with a logger, got ${describe(options)}` }];
  }
  const problems: OptionProblem[] = Object.keys(options)
    .filter((name) => !names.some((known) => known === name))
    .map((name) => ({ option: name, message: `is not an option${didYouMean(name, names)}` }));
  const { logger, rules, typeBase }: { [Name in keyof ErrorHandlerOptions]?: unknown } = options;
  if (stateOf(logger) === undefined) {
    problems.push({ option: 'logger', message: `must be one of createLogger's, got ${describe(logger)}` });
  }
  if (rules !== undefined && !(Array.isArray(rules) && rules.every(isRule))) {
    problems.push({
      option: 'rules',
      message: 'must be an array of rules, each with an id, an answer and a condition',
    });
  }
  if (typeBase !== undefined && !(typeof typeBase === 'string' && URL.canParse(typeBase))) {
    problems.push({ option: 'typeBase', message: `must be an absolute URL, got ${describe(typeBase)}` });
  }
  return problems;
}

function isRule(rule: unknown): boolean {
  if (typeof rule !== 'object' || rule === null) return false;
  const { id, answer, codes, names: given, when }: { [Name in keyof ErrorRule]?: unknown } = rule;
  const hasCondition = Array.isArray(codes) || Array.isArray(given) || typeof when === 'function';
  const hasAnswer = typeof answer === 'function' || (typeof answer === 'object' && answer !== null);
  return typeof id === 'string' && hasAnswer && hasCondition;
}
