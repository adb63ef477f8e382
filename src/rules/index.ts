import { connectionStringRules } from './connection-strings.ts';
import { contactRules } from './contact.ts';
import { credentialKeys } from './credentials/keys.ts';
import { oneTimeCodes } from './credentials/one-time-codes.ts';
import { credentialSchemes } from './credentials/schemes.ts';
import { internalNetworkRules, networkRules } from './network.ts';
import { paymentRules } from './payment.ts';
import { personRules } from './person.ts';
import { type PiiPackName, piiPackNames, piiPacks } from './pii/index.ts';
import type { PackGroup, PackName, Rule } from './rule.ts';
import { secretRules } from './secrets/index.ts';

export type {
  CensorName,
  CodeRule,
  Confidence,
  KeyRule,
  PackGroup,
  PackName,
  PathRule,
  ReaderName,
  ReaderRule,
  Reference,
  Rule,
  Severity,
  ValueForm,
  ValueRule,
  ValueShape,
} from './rule.ts';

/** The packs logveil ships, frozen. */
export const packs: Readonly<Record<PackName, readonly Rule[]>> = withPii({
  credentials: Object.freeze([...credentialKeys, ...credentialSchemes, ...oneTimeCodes]),
  secrets: Object.freeze([...secretRules]),
  payment: Object.freeze([...paymentRules]),
  contact: Object.freeze([...contactRules]),
  network: Object.freeze([...networkRules]),
  'network.internal': Object.freeze([...internalNetworkRules]),
  'connection-strings': Object.freeze([...connectionStringRules]),
  person: Object.freeze([...personRules]),
});

/** Adds the packs that few have on: their rules are made when somebody asks for them. */
function withPii(
  packs: Readonly<Record<Exclude<PackName, PiiPackName>, readonly Rule[]>>,
): Readonly<Record<PackName, readonly Rule[]>> {
  const made = new Map<PiiPackName, readonly Rule[]>();
  for (const name of piiPackNames) {
    const get = (): readonly Rule[] => {
      const rules = made.get(name) ?? Object.freeze([...piiPacks[name]()]);
      made.set(name, rules);
      return rules;
    };
    Object.defineProperty(packs, name, { get, enumerable: true });
  }
  // The cast holds: each name has its property now.
  return Object.freeze(packs) as Readonly<Record<PackName, readonly Rule[]>>;
}

/** Packs that have one name together: `pii` is everything that points to a person, wherever the person lives. */
export const packGroups: Readonly<Record<PackGroup, readonly PackName[]>> = Object.freeze({
  pii: Object.freeze(['contact', 'network', 'person', ...piiPackNames] as const),
});

/** The packs that a name in the option `packs` stands for: itself, or those of its group. */
export function packsOf(name: PackName | PackGroup): readonly PackName[] {
  return name === 'pii' ? packGroups.pii : [name];
}

/** What runs when nobody says otherwise. `network` and `person` are off: many services must log them. */
export const defaultPacks: readonly PackName[] = Object.freeze(['credentials', 'secrets', 'payment', 'contact']);
