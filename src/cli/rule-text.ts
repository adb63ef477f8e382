import { packs, type Rule } from '../rules/index.ts';

/** A rule's title; a rule of the user's own that is not known here is named by its id. */
export function titleOf(id: string): string {
  return rule(id)?.title ?? id;
}

/** What to do about a finding, one sentence. */
export function adviceFor(id: string): string {
  const pack = rule(id)?.pack ?? '';
  return (
    ADVICE.get(pack.startsWith('pii.') ? 'contact' : pack) ??
    'Stop logging it at its source; clean the copies with logveil scrub.'
  );
}

function rule(id: string): Rule | undefined {
  return Object.values(packs)
    .flat()
    .find((each) => each.id === id);
}

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['credentials', 'Change it: whoever reads the log has it. Then clean the copies with logveil scrub.'],
  ['secrets', 'Revoke it at its issuer and make a new one. Then clean the copies with logveil scrub.'],
  ['payment', 'Delete the copies: card data may not be kept readable (PCI DSS 4.0.1, 3.3.1 and 3.5.1).'],
  ['contact', 'Delete or clean the copies, or log a pseudonym instead.'],
  ['network', 'Delete or clean the copies, or log a truncated address instead.'],
  ['network.internal', 'Log the name of the service instead.'],
  [
    'connection-strings',
    'Change the password: whoever reads the log has it. Then clean the copies with logveil scrub.',
  ],
  ['person', 'Delete or clean the copies, or log a pseudonym instead.'],
]);
