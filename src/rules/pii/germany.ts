import { digitAt, isDay, passesMod11of10, weightedSum } from '../checks/digits.ts';
import type { CodeRule } from '../rule.ts';
import { codes, licenceWords, passportWords, plateWords } from './code.ts';

/** Germany. */
export const deRules = (): readonly CodeRule[] =>
  codes('pii.de', [
    {
      id: 'de-tax-id',
      title: 'German tax identification number',
      namedForms: ['99999999999', '99 999 999 999'],
      validate: isTaxId,
      words: [
        'steuer id',
        'steuerid',
        'steueridentifikationsnummer',
        'identifikationsnummer',
        'idnr',
        'tin',
        'tax id',
        'tax',
      ],
      source:
        'https://www.bzst.de/DE/Privatpersonen/SteuerlicheIdentifikationsnummer/steuerlicheidentifikationsnummer_node.html',
    },
    {
      id: 'de-tax-number',
      title: 'German tax number',
      namedForms: [
        '99/999/99999',
        '999/999/99999',
        '999/9999/9999',
        '99 999 99999',
        '999 999 99999',
        '999/999/9999',
        '9999999999',
        '99999999999',
        '9999999999999',
      ],
      // The unified form of 13 digits begins with the number of a federal state's tax office and has a 0 in fifth place.
      validate: (digits) => digits.length !== 13 || /^(?:1[01]|2[1-8]|3[0-2]|4[01]|5\d|9\d|0[1-9])\d\d0/.test(digits),
      alone: false,
      words: ['steuernummer', 'steuer nr', 'stnr', 'tax number'],
      source: 'https://de.wikipedia.org/wiki/Steuernummer',
    },
    {
      id: 'de-vat-id',
      title: 'German VAT identification number',
      severity: 'medium',
      forms: ['AA999999999'],
      namedForms: ['AA 999999999', 'AA 999 999 999', 'AA-999-999-999', 'AA-999999999'],
      // ISO 7064 mod 11,10 over the nine digits.
      validate: (text) => text.startsWith('DE') && passesMod11of10(text.slice(2)),
      words: ['vat', 'vat id', 'ust', 'umsatzsteuer', 'ustid', 'ust id'],
      source:
        'https://www.bzst.de/DE/Unternehmen/Identifikationsnummern/Umsatzsteuer-Identifikationsnummer/umsatzsteuer-identifikationsnummer_node.html',
    },
    {
      id: 'de-pension-insurance',
      title: 'German pension insurance number',
      forms: ['99999999A999', '99 999999 A 999'],
      validate: isPensionNumber,
      words: ['sozialversicherung', 'rentenversicherung', 'svnr', 'rvnr', 'versicherungsnummer'],
      source: 'https://www.deutsche-rentenversicherung.de/',
    },
    {
      id: 'de-identity-card',
      title: 'German identity card number',
      namedForms: ['*********', '**********'],
      // ICAO 9303-3: weights 7, 3, 1; the alphabet of the card leaves out vowels and what looks like a digit.
      validate: (text) => /^[CFGHJKLMNPRTVWXYZ]/.test(text) && isSerialNumber(text),
      words: [
        'ausweis',
        'ausweisnummer',
        'personalausweis',
        'personalausweisnummer',
        'perso',
        'identity card',
        'id card',
      ],
      source: 'https://www.personalausweisportal.de/',
    },
    {
      id: 'de-passport',
      title: 'German passport number',
      namedForms: ['*********', '**********'],
      validate: (text) => /^[CFGHJK]/.test(text) && isSerialNumber(text),
      words: [...passportWords, 'reisepass', 'reisepassnummer', 'pass', 'passnummer'],
      source: 'https://www.bmi.bund.de/DE/themen/moderne-verwaltung/ausweise-und-paesse/ausweise-und-paesse-node.html',
    },
    {
      id: 'de-driver-licence',
      title: 'German driving licence number',
      namedForms: ['***********'],
      // Authority (letter and two digits), serial, check digit, issue (Annex 8 of the FeV).
      validate: (text) => /^[A-Z]\d{2}(?=[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{6}[0-9X][A-Z0-9]$/.test(text),
      words: [...licenceWords, 'führerschein', 'fuehrerschein', 'Führerschein', 'Fuehrerschein'],
      source: 'https://www.gesetze-im-internet.de/fev_2010/anlage_8.html',
    },
    {
      id: 'de-health-insurance',
      title: 'German health insurance number',
      namedForms: ['A999999999'],
      // GKV-Spitzenverband: the letter as two digits, weights 1 and 2, digit sums, modulus 10.
      validate: isHealthInsuranceNumber,
      words: ['kvnr', 'krankenkasse', 'krankenversicherung', 'krankenversichertennummer', 'versichertennummer', 'egk'],
      source:
        'https://www.gkv-spitzenverband.de/krankenversicherung/kv_grundprinzipien/krankenversichertennummer/krankenversichertennummer.jsp',
    },
    {
      id: 'de-doctor-number',
      title: 'German doctor number',
      severity: 'medium',
      namedForms: ['999999999'],
      // KBV, "Arztnummern": weights 4 and 9, modulus 10, seventh digit.
      validate: (digits) => (10 - (weightedSum(digits, [4, 9, 4, 9, 4, 9]) % 10)) % 10 === Number(digits[6]),
      words: ['lanr', 'arztnummer', 'arzt'],
      source: 'https://www.kbv.de/',
    },
    {
      id: 'de-practice-number',
      title: 'German practice number',
      severity: 'low',
      namedForms: ['999999999'],
      // The first two digits are the association's: 01 to 99 without 00 (KBV, BSNR-Richtlinie).
      validate: (digits) => !digits.startsWith('00') && !/^(\d)\1*$/.test(digits),
      alone: false,
      words: ['bsnr', 'betriebsstätte', 'betriebsstättennummer', 'betriebsstaettennummer', 'praxis'],
      source: 'https://www.kbv.de/',
    },
    {
      id: 'de-vehicle-registration',
      title: 'German vehicle registration',
      severity: 'medium',
      namedForms: ['A', 'AA', 'AAA'].flatMap((town) =>
        ['A', 'AA'].flatMap((letters) =>
          ['9', '99', '999', '9999', '9A', '99A', '999A', '9999A'].flatMap((digits) => [
            `${town}-${letters} ${digits}`,
            `${town} ${letters} ${digits}`,
            `${town}-${letters}-${digits}`,
            `${town}-${letters}${digits}`,
            `${town} ${letters}${digits}`,
          ]),
        ),
      ),
      validate: (text) => /^[A-Z]{2,5}[1-9]\d{0,3}[EH]?$/.test(text),
      words: [...plateWords, 'kennzeichen', 'kfz', 'nummernschild'],
      source: 'https://www.kba.de/',
    },
    {
      id: 'de-postal-code',
      title: 'German postal code',
      severity: 'low',
      namedForms: ['99999'],
      validate: (digits) => digits >= '01001' && digits <= '99998',
      alone: false,
      words: ['plz', 'postleitzahl', 'postal code', 'zip'],
      source: 'https://www.deutschepost.de/de/p/plz-suche.html',
    },
    {
      id: 'de-commercial-register',
      title: 'German commercial register number',
      severity: 'low',
      namedForms: [1, 2, 3, 4, 5, 6]
        .flatMap((length) => [`AAA ${'9'.repeat(length)}`, `AAA${'9'.repeat(length)}`])
        .filter((form) => form.length > 4),
      validate: (text) => /^HR[AB]\d/.test(text),
      words: ['handelsregister', 'amtsgericht', 'registergericht', 'register'],
      source: 'https://www.handelsregister.de/',
    },
  ]);

/** Eleven digits, one of the first ten twice or three times and the others at most once (BMF, 2016), ISO 7064 mod 11,10. */
function isTaxId(digits: string): boolean {
  if (digits.startsWith('0') || !passesMod11of10(digits)) return false;
  const counts = [...'0123456789'].map((digit) => digits.slice(0, 10).split(digit).length - 1);
  // Test numbers of the tax office (`12345678903`) use every digit once.
  return Math.max(...counts) <= 3;
}

/** Area, day of birth, letter, serial, check digit: weights 2 1 2 5 7 1 2 1 2 1 2 1, digit sums (VKVV section 4). */
function isPensionNumber(text: string): boolean {
  if (!isDay(Number(text.slice(4, 6)), Number(text.slice(2, 4))) || !/^\d{8}[A-Z]\d{3}$/.test(text)) return false;
  return crossSum(spelled(text.slice(0, 11), 8), [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10 === Number(text[11]);
}

function isHealthInsuranceNumber(text: string): boolean {
  return crossSum(spelled(text.slice(0, 9), 0), [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10 === Number(text[9]);
}

/** The letter at that place written as two digits: A is 01. */
function spelled(text: string, at: number): string {
  const place = String(digitAt(text, at) - 9).padStart(2, '0');
  return text.slice(0, at) + place + text.slice(at + 1);
}

/** As a weighted sum, each product counting with the sum of its digits. */
function crossSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, at) => {
    const product = weight * digitAt(digits, at);
    return sum + Math.floor(product / 10) + (product % 10);
  }, 0);
}

/** The serial of a card or passport, with its check digit when ten signs are given. */
function isSerialNumber(text: string): boolean {
  if (!/^[A-Z][CFGHJKLMNPRTVWXYZ0-9]{8}\d?$/.test(text) || !/\d/.test(text)) return false;
  return text.length === 9 || weightedSum(text, [7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 === Number(text[9]);
}
