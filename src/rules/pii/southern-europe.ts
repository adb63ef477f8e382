import { digitAt } from '../checks/digits.ts';
import { passesLuhn } from '../checks/luhn.ts';
import type { CodeRule } from '../rule.ts';
import { codes, licenceWords, passportWords } from './code.ts';

/** Spain. */
export const esRules = (): readonly CodeRule[] =>
  codes('pii.es', [
    {
      id: 'es-nif',
      title: 'Spanish DNI or NIF',
      forms: ['99999999A', '99999999-A', '99.999.999-A', '99999999 A'],
      namedForms: ['9999999A', '9999999-A'],
      // Ministerio del Interior: the number modulo 23 gives the letter.
      validate: (text) => isControlLetter(text.slice(0, -1), text.slice(-1)),
      words: ['dni', 'nif', 'documento nacional'],
      source: 'https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/',
    },
    {
      id: 'es-nie',
      title: 'Spanish foreigner number',
      forms: ['A9999999A', 'A9999999-A', 'A-9999999-A', 'A-9999999A'],
      namedForms: ['A99999999A'],
      validate: (text) =>
        /^[XYZ]/.test(text) && isControlLetter('XYZ'.indexOf(text.charAt(0)) + text.slice(1, -1), text.slice(-1)),
      words: ['nie', 'extranjero'],
      source: 'https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/extranjeria/',
    },
    {
      id: 'es-passport',
      title: 'Spanish passport number',
      namedForms: ['AAA999999'],
      alone: true,
      words: [...passportWords, 'pasaporte'],
      source: 'https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/pasaporte/',
    },
  ]);

function isControlLetter(number: string, letter: string): boolean {
  return /^\d{7,9}$/.test(number) && 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23] === letter;
}

/** Italy. */
export const itRules = (): readonly CodeRule[] =>
  codes('pii.it', [
    {
      id: 'it-fiscal-code',
      title: 'Italian fiscal code',
      forms: ['AAAAAA99A99A999A', 'AAA AAA 99A99 A999A'],
      namedForms: ['****************'],
      validate: isFiscalCode,
      words: ['codice fiscale', 'fiscal code', 'cf'],
      source:
        'https://www.agenziaentrate.gov.it/portale/web/guest/schede/istanze/richiesta-ts_cf/informazioni-codificazione-pf',
    },
    {
      id: 'it-vat-number',
      title: 'Italian VAT number',
      severity: 'medium',
      namedForms: ['99999999999', 'AA99999999999'],
      validate: (text) => /^(?:IT)?(?!0{7})\d{11}$/.test(text) && passesLuhn(text.slice(-11)),
      words: ['partita iva', 'piva', 'p iva', 'vat'],
      source: 'https://www.agenziaentrate.gov.it/',
    },
    {
      id: 'it-identity-card',
      title: 'Italian identity card number',
      namedForms: ['AA99999AA', 'AA9999999', '9999999AA'],
      words: ['carta identita', "carta d'identit", 'identity card', 'cie'],
      source: 'https://www.cartaidentita.interno.gov.it/',
    },
    {
      id: 'it-driver-licence',
      title: 'Italian driving licence number',
      namedForms: ['AA9999999A', 'A9A999999A', 'A9AAAAAAAA'],
      alone: true,
      words: [...licenceWords, 'patente', 'guida'],
      source: 'https://www.ilportaledellautomobilista.it/',
    },
    {
      id: 'it-passport',
      title: 'Italian passport number',
      namedForms: ['AA9999999'],
      words: [...passportWords, 'passaporto'],
      source: 'https://www.poliziadistato.it/',
    },
  ]);

// Decree of 23 December 1976: values of the signs in odd places, 0 to 9 and A to Z.
const ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22,
  25, 24, 23,
];

/** Six letters, year, month, day (plus 40 for women), place, check letter; digits may be L to V where two people agree. */
function isFiscalCode(text: string): boolean {
  if (!/^[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/.test(text)) return false;
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const value = digitAt(text, at);
    sum += at % 2 === 0 ? (ODD[value] ?? 0) : value > 9 ? value - 10 : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === text.charAt(15);
}
