import { passesLuhn } from '../checks/luhn.ts';
import type { CodeRule } from '../rule.ts';
import { codes } from './code.ts';

/** Numbers of telephones, cards in them, and cars: each belongs to one person. */
export const deviceRules = (): readonly CodeRule[] =>
  codes('pii.device', [
    {
      id: 'imei',
      title: 'IMEI of a mobile phone',
      severity: 'medium',
      forms: ['99-999999-999999-9'],
      namedForms: ['999999999999999', '9999999999999999', '99 999999 999999 9', '999999-99-999999-9'],
      // 3GPP TS 23.003, section 6.2: Luhn over the first fifteen; a software version has sixteen.
      validate: (digits) => digits.length === 16 || passesLuhn(digits),
      alone: false,
      words: ['imei', 'imeisv', 'device id', 'device'],
      source: 'https://www.3gpp.org/dynareport/23003.htm',
    },
    {
      id: 'imsi',
      title: 'IMSI of a mobile subscriber',
      severity: 'medium',
      namedForms: ['999999999999999', '99999999999999'],
      // 3GPP TS 23.003, section 2.2: a mobile country code from 2 to 7 first.
      validate: (digits) => /^[2-7]/.test(digits),
      alone: false,
      words: ['imsi', 'subscriber'],
      source: 'https://www.3gpp.org/dynareport/23003.htm',
    },
    {
      id: 'iccid',
      title: 'Number of a SIM card',
      severity: 'medium',
      namedForms: ['9999999999999999999', '99999999999999999999', '9999999999999999999A'],
      // ITU-T E.118: 89 first.
      validate: (digits) => digits.startsWith('89'),
      alone: false,
      words: ['iccid', 'sim', 'sim card'],
      source: 'https://www.itu.int/rec/T-REC-E.118',
    },
    {
      id: 'vin',
      title: 'Vehicle identification number',
      severity: 'medium',
      namedForms: ['*****************'],
      validate: isVin,
      alone: false,
      words: ['vin', 'vehicle', 'vehicle identification', 'chassis', 'fahrgestellnummer', 'fin'],
      source: 'https://www.iso.org/standard/52200.html',
    },
  ]);

/** ISO 3779:2009: no I, O or Q, a serial that ends in four digits. The check digit holds in North America alone. */
function isVin(text: string): boolean {
  return /^[A-HJ-NPR-Z0-9]{13}\d{4}$/.test(text) && /[A-Z]/.test(text);
}
