import { createHash } from 'node:crypto';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

/** True when the last four bytes are the double SHA-256 of those before (Bitcoin's Base58Check, 2009). */
export function passesBase58Check(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  let number = 0n;
  for (const character of text) {
    const value = BASE58.indexOf(character);
    if (value < 0) return false;
    number = number * 58n + BigInt(value);
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  const hex = number.toString(16);
  const bytes = Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')]);
  if (bytes.length < 5) return false;
  return sha256(sha256(bytes.subarray(0, -4)))
    .subarray(0, 4)
    .equals(bytes.subarray(-4));
}

/** An extended key has 111 characters; the multiplication above grows with the square. */
const MAX_LENGTH = 120;

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** True for Bech32 (BIP 173, 2017-03) and Bech32m (BIP 350, 2020-12) with a right checksum. */
export function passesBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const split = lower.lastIndexOf('1');
  if (split < 1 || lower.length - split < 7 || (text !== lower && text !== text.toUpperCase())) return false;
  const prefix = [...lower.slice(0, split)].map((character) => character.charCodeAt(0));
  const data = [...lower.slice(split + 1)].map((character) => BECH32.indexOf(character));
  if (data.includes(-1)) return false;
  const sum = polymod([...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data]);
  return sum === 1 || sum === 0x2bc830a3;
}

const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

function polymod(values: readonly number[]): number {
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, generator] of GENERATOR.entries()) if (((top >> bit) & 1) === 1) check ^= generator;
  }
  return check >>> 0;
}
