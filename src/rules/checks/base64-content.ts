/** Proofs for tokens that are JSON or text in base64, whose beginning alone any other JSON could share. */

/** True for a legacy Grafana key: `{"k":"…","n":"…","id":1}`. */
export function isGrafanaKey(base64: string): boolean {
  return /^\{"k":"[^"]+","n":"/.test(decode(base64));
}

/** True for a Cloudflare tunnel token: `{"a":account,"t":tunnel,"s":secret}`. */
export function isTunnelToken(base64: string): boolean {
  return /^\{"a":"[0-9a-f]{32}","[ts]":"/.test(decode(base64));
}

/** True when the text inside begins like a JSON web token (RFC 7519, May 2015). */
export function holdsJsonWebToken(base64: string): boolean {
  return /^eyJ[\w-]{8,}\.(?:eyJ|[\w-]{8,})/.test(decode(base64));
}

// Enough for every test above; the rest of a long value need not be decoded.
const MAX_LOOK = 1024;

function decode(base64: string): string {
  return Buffer.from(base64.slice(0, MAX_LOOK), 'base64').toString('latin1');
}
