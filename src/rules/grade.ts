import { createHash } from 'node:crypto';
import type { Confidence, Rule, Severity } from './rule.ts';

/** How a finding is told, where its value says more than its rule. */
export interface Grade {
  readonly severity: Severity;
  /** Only where the issuer's check digits were asked. */
  readonly confidence?: Confidence;
}

/**
 * Grades one finding. A key from a provider's documentation opens nothing, so it is `info`; it is hidden all the same,
 * for nothing in its form tells it from a real one. Check digits that fit make a finding surer, wrong ones less sure.
 *
 * @param secret - the text that was found; it is looked at and not kept
 *
 * @example
 * ```ts
 * gradeOf(rule, 'AKIA' + 'IOSFODNN7EXAMPLE').severity; // 'info'
 * ```
 */
export function gradeOf(rule: Rule, secret: string): Grade {
  const severity = isDocumented(secret) ? 'info' : rule.severity;
  const passes = rule.kind === 'value' ? rule.checksum?.(secret) : undefined;
  return passes === undefined ? { severity } : { severity, confidence: passes ? 'high' : 'low' };
}

// What providers write into a key that is to be read and not to be used: `AKIAIOSFODNN7EXAMPLE`.
const EXAMPLE = /EXAMPLE(?:KEY|TOKEN|SECRET)?(?![a-z])|(?:^|[-_.])example(?:[-_.]|$)/;
/** No documented key is longer. */
const MAX_LENGTH = 512;

function isDocumented(secret: string): boolean {
  if (secret.length > MAX_LENGTH || secret.includes('@')) return false;
  return EXAMPLE.test(secret) || DOCUMENTED.has(createHash('sha256').update(secret).digest('hex'));
}

/** SHA-256 of keys printed in documents (looked at on 2026-11-21), so that this file holds none of them. */
const DOCUMENTED: ReadonlySet<string> = new Set([
  // Stripe, API reference.
  '2cafc0970149a84f3b9e62eaf169f36f59907a3b3e31f7b82e68c69cd27f7326',
  // Stripe, API reference of 2019.
  'f2d6ca16515033e5dce14eba840b979d27b5cbae24bb3e5bf484339667f86397',
  // Stripe, API reference of 2020.
  '7e8de44ea9ecf6d53415c90f5b249a8591f7abafbf7d65a2c0d855afeca3ec09',
  // RFC 6750, section 2.1.
  'b8e148545b13c78bc74da2f1a7275dd71e56ddece129d7d2f7b3ecc06f7994da',
  // RFC 7617, section 2.
  'cf4d418ed3de92d71f767db5391d5a2dacd40e1ce49e75d1137e2ecf4982d844',
  // RFC 6749, section 5.1.
  '6c96130f130ab0d6d158397e24d2bcc1c9a5e73ae081f6e983f1c7b545d24a4c',
  // RFC 6749, section 4.1.2.
  'a35b81a7d7927b70ec99270dd2362b88580a28574af812f2c02f56469579186f',
  // RFC 6749, section 5.1, refresh token.
  '00cf4c781dc37003f7c7dd7d4c9a6ef1e0f4c62d9a291aa8bc398774e3fefd32',
  // RFC 6749, section 2.3.1.
  'ca7459e2b26776de081b9a07e40227fd6cff232a1e3233ff6b6aa6d036ca9981',
  // jwt.io, first page.
  '7f75367e7881255134e1375e723d1dea8ad5f6a4fdb79d938df1f1754a830606',
  // Azurite, the storage emulator.
  '0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059',
  // Azure Cosmos DB emulator.
  'aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615',
]);
