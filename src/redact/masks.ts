import type { ValueKind } from './kinds.ts';

/** Hides a value but for a part that is safe to keep; `****` when it has not the form of its kind. */
export function maskValue(value: string, kind: ValueKind): string {
  const masked = kind === 'other' || value.length > MAX_LENGTH ? undefined : MASKS[kind](value);
  return masked ?? '****';
}

// The longest of these forms is an address of 254 characters (RFC 5321 section 4.5.3.1.3).
const MAX_LENGTH = 320;

const MASKS: Readonly<Record<Exclude<ValueKind, 'other'>, (value: string) => string | undefined>> = {
  email: maskEmail,
  phone: maskPhone,
  card: maskCard,
  iban: maskIban,
  ssn: maskSsn,
  ip: maskIp,
};

/** `j***@example.com`: the host tells who the provider is, one letter tells nobody. */
function maskEmail(value: string): string | undefined {
  const match = /^([A-Za-z0-9])?[^@]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)$/.exec(value);
  return match === null ? undefined : `${match[1] ?? ''}***@${match[2]}`;
}

/** `****1111`: at most the last four may be kept with no first six (PCI DSS 4.0.1, 3.4.1, 2024-06). */
function maskCard(value: string): string | undefined {
  const digits = onlyDigits(value);
  return digits.length < 13 || digits.length > 19 ? undefined : `****${digits.slice(-4)}`;
}

/** `+41****67`: country code and the last two. Country codes have one to three digits (ITU-T E.164, 2010-11). */
function maskPhone(value: string): string | undefined {
  const digits = onlyDigits(value);
  if (digits.length < 8 || digits.length > 15) return undefined;
  const international = /^\s*(?:\+|00)/.test(value);
  const number = digits.replace(/^00/, '');
  return `${international ? `+${number.slice(0, countryLength(number))}` : ''}****${number.slice(-2)}`;
}

/** 1 and 7 stand alone; the two-digit codes are listed; all others have three digits (ITU-T E.164 annex, 2016-11). */
function countryLength(number: string): number {
  if (/^[17]/.test(number)) return 1;
  return /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/.test(number) ? 2 : 3;
}

/** `CH****4567`. */
function maskIban(value: string): string | undefined {
  const compact = value.replace(/[\s-]/g, '').toUpperCase();
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) ? `${compact.slice(0, 2)}****${compact.slice(-4)}` : undefined;
}

/** `****6789`. */
function maskSsn(value: string): string | undefined {
  const digits = onlyDigits(value);
  return digits.length === 9 ? `****${digits.slice(-4)}` : undefined;
}

/** `203.0.113.***`: the /24 network, for version 4 only. */
function maskIp(value: string): string | undefined {
  const match = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(value);
  return match === null ? undefined : `${match[1]}.***`;
}

function onlyDigits(value: string): string {
  return value.normalize('NFKC').replace(/[^0-9]/g, '');
}
