import { createHmac, type Hmac } from 'node:crypto';
import { readValue } from '../redact/allow.ts';

/** Makes fingerprints under one key. */
export interface Fingerprinter {
  /** Of a value as it is written in a line. */
  of(rule: string, written: string): string;
  /** Of a value that comes in parts; nothing of it is kept but the state of the hash. */
  inParts(rule: string): { add(part: string): void; end(): string };
}

/** 128 bits: equal values meet, others do not, and the report stays short (NIST SP 800-107 r1 section 5.1, 2012-08). */
const HEX_DIGITS = 32;

/** HMAC-SHA256 over rule and value. Escapes of JSON are undone, so that a value is the same one in every notation. */
export function createFingerprinter(key: Uint8Array): Fingerprinter {
  const begin = (rule: string): Hmac => createHmac('sha256', key).update(`logveil:finding:1:${rule}\0`, 'utf8');
  return {
    of(rule, written) {
      return finish(begin(rule).update(String(readValue(written)).normalize('NFC'), 'utf8'));
    },
    inParts(rule) {
      const hmac = begin(rule);
      return { add: (part) => hmac.update(part, 'utf8'), end: () => finish(hmac) };
    },
  };
}

function finish(hmac: Hmac): string {
  return hmac.digest('hex').slice(0, HEX_DIGITS);
}
