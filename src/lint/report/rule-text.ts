import { type PackName, packs, type Rule, type Severity } from '../../rules/index.ts';

/** What a report says about a rule. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  /** What somebody can do who reads the value. */
  readonly why: string;
  readonly pack: string;
  readonly severity: Severity;
  /** What to do with what is in the log already: one sentence. */
  readonly remedy: string;
  /** What to change so that it is not logged again: one sentence, with the option to set. */
  readonly prevention: string;
  /** The value stands under a name of its own, so a path can say where it is. */
  readonly isNamed: boolean;
  /** A page on the rule's subject. */
  readonly helpUrl?: string;
}

/** Looks a rule up by its id; always has an answer. */
export type RuleBook = (id: string) => RuleText;

/** The texts of the rules logveil ships and of others, such as a user's own. */
export function createRuleBook(rules: readonly Rule[] = [], others: readonly RuleText[] = []): RuleBook {
  const texts = new Map<string, RuleText>();
  for (const rule of rules) texts.set(rule.id, textOf(rule));
  for (const text of others) texts.set(text.id, text);
  return (id) => {
    const text = texts.get(id) ?? shippedText(id) ?? unknownRule(id);
    texts.set(id, text);
    return text;
  };
}

/** Pack by pack, for most have a rule of those that are on: the others need not be made. */
function shippedText(id: string): RuleText | undefined {
  // The cast holds: these are the names of its own members.
  for (const name of Object.keys(packs) as PackName[]) {
    const rules = packs[name];
    const rule = rules.find((one) => one.id === id);
    if (rule !== undefined) return textOf(rule);
  }
  return undefined;
}

function textOf({ id, title, why, pack, severity, kind, references }: Rule): RuleText {
  const helpUrl = references[0]?.url;
  const { remedy, prevention } = ADVICE.get(pack) ?? (isShipped(pack) ? adviceOn(pack) : OWN_ADVICE);
  const isNamed = kind === 'key' || kind === 'path';
  return { id, title, why, pack, severity, remedy, prevention, isNamed, ...(helpUrl === undefined ? {} : { helpUrl }) };
}

function isShipped(pack: string): boolean {
  return Object.hasOwn(packs, pack);
}

/** For a pack that is off by default and has no advice of its own. */
function adviceOn(pack: string): Advice {
  return {
    remedy: `Delete the copies or clean them with logveil scrub --packs ${pack}.`,
    prevention: `Turn the pack on with redact: { packs: [..., '${pack}'] }, or do not log it.`,
  };
}

function unknownRule(id: string): RuleText {
  return {
    id,
    title: id,
    why: 'A rule of your own.',
    pack: 'configured',
    severity: 'high',
    isNamed: false,
    ...OWN_ADVICE,
  };
}

type Advice = Pick<RuleText, 'remedy' | 'prevention'>;

/** By pack, because what to do depends on what kind of thing leaked. */
const ADVICE: ReadonlyMap<string, Advice> = new Map([
  [
    'credentials',
    {
      remedy: 'Rotate it: whoever reads the log has it. Then clean the copies with logveil scrub.',
      prevention: 'Log through createLogger(), which hides it (pack credentials, on by default), or drop the field.',
    },
  ],
  [
    'secrets',
    {
      remedy: 'Revoke it at its issuer and make a new one. Then clean the copies with logveil scrub.',
      prevention: 'Log through createLogger(), which hides it (pack secrets, on by default), or do not log it.',
    },
  ],
  [
    'payment',
    {
      remedy: 'Delete the copies: card data may not be kept readable (PCI DSS 4.0.1, 3.3.1 and 3.5.1).',
      prevention:
        "Log through createLogger() (pack payment, on by default); redact: { censor: 'mask' } keeps four digits.",
    },
  ],
  [
    'contact',
    {
      remedy: 'Delete the copies or clean them with logveil scrub.',
      prevention: "Log an id, or a pseudonym: redact: { censors: { contact: 'pseudonym' } }.",
    },
  ],
  [
    'network',
    {
      remedy: 'Delete the copies or clean them with logveil scrub --packs network.',
      prevention: "Turn the pack on with redact: { packs: [..., 'network'] }; the censor mask keeps the /24 network.",
    },
  ],
  [
    'person',
    {
      remedy: 'Delete the copies or clean them with logveil scrub --packs person.',
      prevention: "Turn the pack on with redact: { packs: [..., 'person'] }, or log an id instead.",
    },
  ],
  [
    'known',
    {
      remedy: 'Rotate it: this very secret of the service stands in the log. Then clean the copies with logveil scrub.',
      prevention: 'Give it to the logger as well: redact: { knownSecrets }.',
    },
  ],
]);

const OWN_ADVICE: Advice = {
  remedy: 'Clean the copies with logveil scrub and the same configuration.',
  prevention: 'Use the same redact option in createLogger(), which then hides it.',
};
