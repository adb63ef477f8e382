/** Obviously fake secrets, put together here so that no file holds one as a literal. */

const FAKE = 'FAKE'.repeat(9);

export const githubToken: string = `gh${'p_'}${FAKE}`;

export const password = 'correct-horse-9-battery';

const label = 'PRIVATE KEY';

/** A PEM private key of the given number of body lines. */
export function privateKey(bodyLines = 3): string {
  const body = Array.from({ length: bodyLines }, () => 'FAKEfakeFAKEfake'.repeat(4)).join('\n');
  return `-----BEGIN RSA ${label}-----\n${body}\nFAKE==\n-----END RSA ${label}-----`;
}
