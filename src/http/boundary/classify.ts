import { type ErrorFacts, factsOf, unwrap } from './facts.ts';
import { applies, type ErrorAnswer, type ErrorRule } from './rule.ts';
import { databaseRules } from './rules-database.ts';
import { networkRules } from './rules-network.ts';
import { statusRules, webRules } from './rules-web.ts';
import { ownStatus } from './status.ts';

/**
 * The table that turns errors into answers, in the order in which it is tried: databases, then other services, then
 * the request itself, then what errors say of themselves. Rules of your own come before it:
 * `errorHandler({ logger, rules: [mine] })`.
 */
export const errorRules: readonly ErrorRule[] = Object.freeze([
  ...databaseRules,
  ...networkRules,
  ...webRules,
  ...statusRules,
]);

/** What an error comes to. */
export interface Classified {
  /** `unknown` when no rule spoke for it. */
  readonly rule: string;
  readonly answer: ErrorAnswer;
}

/** Finds the answer for anything thrown. An error that no rule knows is a 500 that says nothing. Never throws. */
export function classify(error: unknown, ownRules: readonly ErrorRule[] = []): Classified {
  try {
    const top = factsOf(error);
    // Who gives an error a status has decided: what it wraps is only the reason.
    const chain = ownStatus(top) === undefined ? unwrap(error) : [top];
    return find(ownRules, chain) ?? find(errorRules, chain) ?? unknownError;
  } catch {
    return unknownError;
  }
}

const unknownError: Classified = { rule: 'unknown', answer: { status: 500 } };

function find(rules: readonly ErrorRule[], chain: readonly ErrorFacts[]): Classified | undefined {
  for (const rule of rules) {
    const looked = rule.wrapped === true ? chain : chain.slice(0, 1);
    const facts = looked.find((each) => applies(rule, each));
    if (facts === undefined) continue;
    const answer = answerOf(rule, facts);
    if (answer !== undefined) return { rule: rule.id, answer };
  }
  return undefined;
}

/** An answer with a status that is none of an error, or a function that throws, counts as no answer. */
function answerOf({ answer }: ErrorRule, facts: ErrorFacts): ErrorAnswer | undefined {
  try {
    const given = typeof answer === 'function' ? answer(facts) : answer;
    const { status } = given;
    return Number.isInteger(status) && status >= 400 && status <= 599 ? given : undefined;
  } catch {
    return undefined;
  }
}
