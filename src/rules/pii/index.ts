import type { PackName, Rule } from '../rule.ts';
import { auRules, caRules } from './commonwealth.ts';
import { cryptoRules } from './crypto.ts';
import { deviceRules } from './device.ts';
import { cnRules, inRules, jpRules, krRules } from './east-asia.ts';
import { deRules } from './germany.ts';
import { fiRules, plRules, seRules } from './northern-europe.ts';
import { brRules, ngRules, trRules, zaRules } from './other-regions.ts';
import { phRules, sgRules, thRules } from './south-east-asia.ts';
import { esRules, itRules } from './southern-europe.ts';
import { ukRules } from './uk.ts';
import { usRules } from './us.ts';
import { beRules, frRules, nlRules } from './western-europe.ts';

export type PiiPackName = Extract<PackName, `pii.${string}`>;

/** Numbers that states, makers and networks give people, a pack for each. All off by default, and made when asked for. */
export const piiPacks: Readonly<Record<PiiPackName, () => readonly Rule[]>> = {
  'pii.us': usRules,
  'pii.uk': ukRules,
  'pii.ca': caRules,
  'pii.au': auRules,
  'pii.fr': frRules,
  'pii.de': deRules,
  'pii.es': esRules,
  'pii.it': itRules,
  'pii.nl': nlRules,
  'pii.be': beRules,
  'pii.pl': plRules,
  'pii.se': seRules,
  'pii.fi': fiRules,
  'pii.br': brRules,
  'pii.in': inRules,
  'pii.cn': cnRules,
  'pii.kr': krRules,
  'pii.jp': jpRules,
  'pii.sg': sgRules,
  'pii.th': thRules,
  'pii.tr': trRules,
  'pii.za': zaRules,
  'pii.ng': ngRules,
  'pii.ph': phRules,
  'pii.crypto': cryptoRules,
  'pii.device': deviceRules,
};

// The cast holds: these are the names of the record's own members.
export const piiPackNames: readonly PiiPackName[] = Object.keys(piiPacks) as PiiPackName[];
