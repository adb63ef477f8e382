import { isIban } from '../rules/checks/iban.ts';
import type { Rule } from '../rules/index.ts';

/** What a value is, as far as masks and pseudonyms care. */
export type ValueKind = 'email' | 'phone' | 'card' | 'iban' | 'ssn' | 'ip' | 'other';

/** As {@link kindOf}, for a rule whose names stand for several kinds of value: a bank account may be an IBAN. */
export function kindOfValue(rule: Rule, value: string): ValueKind {
  const kind = kindOf(rule);
  if (kind !== 'other' || rule.pack !== 'contact') return kind;
  return isIban(value.replace(/[\s-]/g, '').toUpperCase()) ? 'iban' : kind;
}

/** The kind of value a rule finds: told by its reader, else by the words of its id and its names. */
export function kindOf(rule: Rule): ValueKind {
  if (isAuthenticationData(rule)) return 'other';
  if (rule.kind === 'reader') return kindOfWord(rule.reader) ?? 'other';
  const words = rule.id.split('-');
  for (const word of words) {
    const kind = kindOfWord(word);
    if (kind !== undefined) return kind;
  }
  return 'other';
}

function kindOfWord(word: string): ValueKind | undefined {
  return KINDS.get(word);
}

const KINDS: ReadonlyMap<string, ValueKind> = new Map([
  ['email', 'email'],
  ['mail', 'email'],
  ['phone', 'phone'],
  ['mobile', 'phone'],
  ['msisdn', 'phone'],
  ['card', 'card'],
  ['pan', 'card'],
  ['iban', 'iban'],
  ['ssn', 'ssn'],
  ['ip', 'ip'],
]);

/**
 * Sensitive authentication data may not be kept in any form after authorisation, not even hashed or encrypted
 * (PCI DSS 4.0.1, requirement 3.3.1, 2024-06): verification values, PINs, and what a magnetic stripe or chip holds.
 */
export function isAuthenticationData(rule: Rule): boolean {
  return rule.pack === 'payment' && (rule.censor === 'remove' || AUTHENTICATION_DATA.has(rule.id));
}

const AUTHENTICATION_DATA: ReadonlySet<string> = new Set(['card-verification', 'card-pin', 'card-track']);
