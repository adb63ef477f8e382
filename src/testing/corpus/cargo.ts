import type { RedactorEngine } from '../../redact/redactor.ts';
import { ordinaryWords } from '../../rules/credentials/words.ts';
import type { Rule } from '../../rules/index.ts';
import type { RuleFixture } from './rule-fixtures.ts';

/** One positive, made ready to travel. */
export interface Cargo {
  readonly rule: string;
  /** `github-pat.txt:3`. */
  readonly fixture: string;
  readonly secret: string;
  /** What stands for the secret in the case `value`: the secret, or its whole line where the form alone does not tell it. */
  readonly carried: string;
  /** What some carriers cannot do with it; see {@link CargoTrait}. */
  readonly traits: readonly CargoTrait[];
  /** The name it has in the case `named`, as rules spell names; undefined when it can stand under none. */
  readonly name: string | undefined;
}

/**
 * Why a carrier's case `named` may not be for it. `weak`: its name has other meanings. `counted`: its name counts things,
 * too. `short`: fewer than 8 characters. `ordinary`: its name ends in a word of ordinary text. `surroundings`: only the
 * text it stands in tells it.
 */
export type CargoTrait = 'weak' | 'counted' | 'short' | 'ordinary' | 'surroundings';

/** Any secret may stand under this name; a rule about names uses one of its own. */
const COMMON_NAME = 'password';

/** Makes positives ready to travel. What a secret's form tells is judged by the reference, whatever is configured. */
export function createLoader(reference: RedactorEngine): (fixture: RuleFixture) => Cargo {
  const rules = new Map(reference.rules.map((rule) => [rule.id, rule]));
  return (fixture) => {
    const secret = fixture.text.slice(fixture.secret?.start, fixture.secret?.end);
    const rule = rules.get(fixture.rule);
    const isTold = findsWhole(reference, secret, rule);
    const name = nameFor(rule, secret, reference);
    return {
      rule: fixture.rule,
      fixture: `${fixture.rule}.txt:${fixture.line}`,
      secret,
      carried: isTold ? secret : fixture.text,
      traits: [...traitsOf(rule, secret, name ?? ''), ...(isTold ? [] : (['surroundings'] as const))],
      name,
    };
  };
}

// Repeats of shorter values are not looked for: docs/limits.md.
const SHORT = 8;

function traitsOf(rule: Rule | undefined, secret: string, name: string): CargoTrait[] {
  const traits: CargoTrait[] = secret.length < SHORT ? ['short'] : [];
  if (rule?.kind !== 'key') return traits;
  if ((rule.form ?? 'any') !== 'any') traits.push('weak');
  if (rule.numbers === false) traits.push('counted');
  if (ordinaryWords.has(name.split(' ').at(-1) ?? '')) traits.push('ordinary');
  return traits;
}

/** In a sentence: some rules take a text that is nothing but their value, which most carriers are not. */
function findsWhole(engine: RedactorEngine, secret: string, rule: Rule | undefined): boolean {
  const [before, after] = ['got ', ' from the queue'];
  return engine
    .find(`${before}${secret}${after}`)
    .some(
      ({ start, end, rule: id }) =>
        start === before.length && end === before.length + secret.length && (rule === undefined || id === rule.id),
    );
}

/** A rule about names hides what stands under the first of its names that takes this value. */
function nameFor(rule: Rule | undefined, secret: string, engine: RedactorEngine): string | undefined {
  if (rule?.kind !== 'key') return COMMON_NAME;
  if (rule.shape !== undefined && rule.shape !== 'plain' && rule.shape !== 'words') return undefined;
  return rule.names.find((name) => {
    const key = name.split(' ').join('_');
    return engine.find(JSON.stringify({ [key]: secret })).some((finding) => finding.rule === rule.id);
  });
}
