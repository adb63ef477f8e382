import { isFiller } from '../checks/filler.ts';
import type { Confidence, Severity, ValueRule } from '../rule.ts';

/** What differs from one token's rule to the next. */
export interface TokenSpec {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  /** @defaultValue `'high'` */
  readonly confidence?: Confidence;
  readonly anchors: readonly string[];
  readonly caseless?: boolean;
  readonly lead?: NonNullable<ValueRule['lead']>;
  readonly pattern: RegExp;
  readonly bounded?: boolean;
  /** A proof beyond the pattern; that the secret is no filler is always asked. */
  readonly validate?: (secret: string) => boolean;
  /** The issuer's own check digits, where they are public; undefined for a secret of a form without them. */
  readonly checksum?: (secret: string) => boolean | undefined;
  /** The provider's own page on its tokens. */
  readonly source: string;
}

/** The day somebody last looked at the sources of this pack. */
export const seen = '2026-11-20';

/**
 * A rule of the `secrets` pack from what is particular to it. Filler in the token's form is never a finding.
 *
 * @example
 * ```ts
 * token({
 *   id: 'acme-key',
 *   title: 'Acme API key',
 *   why: 'Orders goods at the owner\'s cost.',
 *   severity: 'high',
 *   anchors: ['acme_'],
 *   pattern: /acme_[a-z0-9]{32}/y,
 *   source: 'https://docs.acme.example/',
 * });
 * ```
 */
export function token({ source, validate, ...spec }: TokenSpec): ValueRule {
  return {
    kind: 'value',
    pack: 'secrets',
    confidence: 'high',
    ...spec,
    validate: validate ? (secret) => !isFiller(secret) && validate(secret) : isReal,
    references: [{ url: source, seen }],
  };
}

function isReal(secret: string): boolean {
  return !isFiller(secret);
}
