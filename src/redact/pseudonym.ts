import { createHmac } from 'node:crypto';
import type { ValueKind } from './kinds.ts';

/** Key and name of the key, ready to use. */
export interface PseudonymSettings {
  readonly key: Uint8Array;
  readonly keyId: string;
}

/** What a pseudonym stands for: equal values of one kind get the same pseudonym, of two kinds never. */
export interface PseudonymSource {
  readonly value: string;
  readonly kind: ValueKind;
  /** Separates values of no known kind. */
  readonly ruleId: string;
}

/**
 * `[email:k1:…]`: the same for one value under one key, and not to be guessed without the key. 128 bits of
 * HMAC-SHA256 (NIST SP 800-107 r1 section 5.1, 2012-08) as base64url, so that it fits into any notation unescaped.
 * Nothing is cached: a cache would keep the values it hides.
 */
export function pseudonymOf(source: PseudonymSource, { key, keyId }: PseudonymSettings): string {
  const name = source.kind === 'other' ? source.ruleId : source.kind;
  const mac = createHmac('sha256', key)
    .update(`logveil:1:${name}\0${canonicalForm(source.value, source.kind)}`, 'utf8')
    .digest()
    .subarray(0, 16)
    .toString('base64url');
  return `[${name}:${keyId}:${mac}]`;
}

/** Spellings of one value become one text. */
function canonicalForm(value: string, kind: ValueKind): string {
  const text = value.normalize('NFKC').trim();
  switch (kind) {
    case 'email':
      return text.toLowerCase();
    case 'phone':
      return text.replace(/[^0-9]/g, '').replace(/^00/, '');
    case 'card':
    case 'ssn':
      return text.replace(/[^0-9]/g, '');
    case 'iban':
      return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
    case 'ip':
      return text.toLowerCase();
    case 'other':
      return text;
  }
}
