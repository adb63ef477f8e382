import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * True when the last six characters of a GitHub or npm token are the CRC-32 of the thirty before them, in base 62
 * (GitHub, "Behind GitHub's new authentication token formats", 2021-04-05; npm took the same form over).
 *
 * @param token - with its prefix: four characters and 36 more
 */
export function passesGithubChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  return body.length === 36 && inBase62(crc32(body.slice(0, 30))) === body.slice(30);
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
