import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * True when the last six characters of a GitHub or npm token are the CRC-32 of the thirty before them, in base 62
 * (GitHub, "Behind GitHub's new authentication token formats", 2021-04-05; npm took the same form over). Undefined for
 * other lengths, as of app tokens that hold a JSON web token: they have no such digits.
 *
 * @param token - with its prefix: four characters and 36 more
 */
export function passesGithubChecksum(token: string): boolean | undefined {
  const body = token.slice(token.indexOf('_') + 1);
  return body.length === 36 ? inBase62(crc32(body.slice(0, 30))) === body.slice(30) : undefined;
}

function inBase62(number: number): string {
  let digits = '';
  for (let rest = number, place = 0; place < 6; place++, rest = Math.floor(rest / 62)) {
    digits = `${BASE62[rest % 62]}${digits}`;
  }
  return digits;
}

/** True when a Grafana service account token ends in the CRC-32 of the rest, least significant byte first (Grafana 9, 2022). */
export function passesGrafanaChecksum(token: string): boolean {
  const cut = token.lastIndexOf('_');
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(token.slice(0, cut)));
  return bytes.toString('hex') === token.slice(cut + 1).toLowerCase();
}

/**
 * True when the last seven characters of a routable GitLab token are the CRC-32 of all before them, its prefix included,
 * in base 36 (`lib/authn/token_field/generator/routable_token.rb` in GitLab's source, seen 2026-11-21). Undefined for a
 * token of the older form, which has none.
 *
 * @param token - with its prefix: `glpat-<payload>.01.<length><crc>`, or without the version between two dots
 */
export function passesGitlabChecksum(token: string): boolean | undefined {
  if (!ROUTABLE.test(token)) return undefined;
  return crc32(token.slice(0, -CRC_DIGITS)).toString(36).padStart(CRC_DIGITS, '0') === token.slice(-CRC_DIGITS);
}

const CRC_DIGITS = 7;
// The shortest payload is 16 random bytes, a routing key and a length.
const ROUTABLE = /[A-Za-z0-9_-]{27}(?:\.[0-9a-z]{2})?\.[0-9a-z]{9}$/;
