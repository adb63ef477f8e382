import { contactRules } from './contact.ts';
import { credentialKeys } from './credentials/keys.ts';
import { credentialSchemes } from './credentials/schemes.ts';
import { paymentRules } from './payment.ts';
import { networkRules, personRules } from './person.ts';
import type { PackName, Rule } from './rule.ts';
import { secretRules } from './secrets/index.ts';

export type {
  CensorName,
  Confidence,
  KeyRule,
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
export const packs: Readonly<Record<PackName, readonly Rule[]>> = Object.freeze({
  credentials: Object.freeze([...credentialKeys, ...credentialSchemes]),
  secrets: Object.freeze([...secretRules]),
  payment: Object.freeze([...paymentRules]),
  contact: Object.freeze([...contactRules]),
  network: Object.freeze([...networkRules]),
  person: Object.freeze([...personRules]),
});

/** What runs when nobody says otherwise. `network` and `person` are off: many services must log them. */
export const defaultPacks: readonly PackName[] = Object.freeze(['credentials', 'secrets', 'payment', 'contact']);
