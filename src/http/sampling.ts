/**
 * Whether the request of an id is kept at a rate. The last 13 hex digits of a trace id are random (W3C Trace Context
 * Level 2, section 2.3.2: the last seven bytes), so that all services with the same rate keep the same traces, and one
 * with a higher rate keeps theirs as well.
 */
export function isKept(id: string, rate: number): boolean {
  if (rate >= 1) return true;
  if (rate <= 0) return false;
  return fractionOf(id) >= 1 - rate;
}

const hexDigits = 13;
const range = 16 ** hexDigits;

/** 0 to 1, evenly spread. UUIDs and trace ids bring their own random bits; any other id is hashed. */
function fractionOf(id: string): number {
  const tail = id.replaceAll('-', '').slice(-hexDigits);
  return /^[0-9a-f]{13}$/.test(tail) ? Number.parseInt(tail, 16) / range : hash(id) / 2 ** 32;
}

/** FNV-1a, 32 bits, with a last mix: short ids that differ in one letter must spread. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
