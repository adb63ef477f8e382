import { isOneDigit, remainder, weightedSum } from '../checks/digits.ts';
import { passesLuhn } from '../checks/luhn.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords } from './code.ts';

/** France. */
export const frRules = (): readonly CodeRule[] =>
  codes('pii.fr', [
    {
      id: 'fr-nir',
      title: 'French social security number',
      forms: ['9 99 99 99 999 999 99', '9 99 99 9A 999 999 99'].flatMap((form) => grouped(form, ['', ' ', '-', '.'])),
      namedForms: ['9999999999999', '9 99 99 99 999 999'],
      validate: isNir,
      words: ['nir', 'insee', 'securite sociale', 'numero de securite sociale', 'secu', 'sécurité sociale'],
      source: 'https://www.insee.fr/fr/metadonnees/definition/c1409',
    },
    {
      id: 'fr-tax-number',
      title: 'French tax number',
      namedForms: ['9999999999999', '99 99 999 999 999'],
      validate: (digits) => /^[0-3]/.test(digits),
      alone: false,
      words: ['numero fiscal', 'spi', 'tax id', 'impot', 'fiscal'],
      source: 'https://www.impots.gouv.fr/',
    },
    {
      id: 'fr-company-number',
      title: 'French SIREN or SIRET',
      severity: 'low',
      namedForms: [...grouped('999 999 999'), '99999999999999', '999 999 999 99999'],
      validate: passesLuhn,
      words: ['siren', 'siret'],
      source: 'https://www.insee.fr/fr/metadonnees/definition/c2047',
    },
    {
      id: 'fr-passport',
      title: 'French passport number',
      namedForms: ['99AA99999'],
      words: [...passportWords, 'passeport'],
      source: 'https://www.service-public.fr/particuliers/vosdroits/N360',
    },
    {
      id: 'fr-driver-licence',
      title: 'French driving licence number',
      namedForms: ['999999999999', '99AA99999'],
      words: [...licenceWords, 'permis'],
      source: 'https://ants.gouv.fr/',
    },
  ]);

/** Sex, year, month, department, commune, order; 97 minus the rest by 97 is the key (INSEE). */
function isNir(text: string): boolean {
  const month = Number(text.slice(3, 5));
  if (!/^[123478]/.test(text) || month === 0 || (month > 12 && month < 20) || (month > 42 && month < 50)) return false;
  if (text.length === 13) return true;
  // Corsica: 2A counts as 19, 2B as 18.
  const digits = text.replace('2A', '19').replace('2B', '18');
  return /^\d{15}$/.test(digits) && 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

/** Netherlands. */
export const nlRules = (): readonly CodeRule[] =>
  codes('pii.nl', [
    {
      id: 'nl-bsn',
      title: 'Dutch citizen service number',
      namedForms: ['999999999', '9999.99.999', '999.999.999', '9999 99 999', '999 999 999'],
      // Rijksdienst voor Identiteitsgegevens: the eleven test, with -1 for the last digit.
      validate: (digits) => !isOneDigit(digits) && weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
      words: ['bsn', 'burgerservicenummer', 'sofinummer', 'citizen service number'],
      source: 'https://www.rvig.nl/bsn',
    },
    {
      id: 'nl-document-number',
      title: 'Dutch passport or identity card number',
      namedForms: ['*********'],
      // No letter O; two letters, six signs, a digit.
      validate: (text) => /^[A-NP-Z]{2}[A-NP-Z0-9]{6}\d$/.test(text),
      alone: false,
      words: [...passportWords, 'paspoort', 'identiteitskaart', 'identity card'],
      source: 'https://www.rvig.nl/paspoort-en-identiteitskaart',
    },
    {
      id: 'nl-driver-licence',
      title: 'Dutch driving licence number',
      namedForms: ['9999999999'],
      words: [...licenceWords, 'rijbewijs'],
      source: 'https://www.rdw.nl/rijbewijs',
    },
  ]);

/** Belgium. */
export const beRules = (): readonly CodeRule[] =>
  codes('pii.be', [
    {
      id: 'be-national-number',
      title: 'Belgian national number',
      forms: ['99.99.99-999.99', '99.99.99.999.99', '999999-999-99', '99 99 99 999 99'],
      namedForms: ['99999999999'],
      // Royal decree of 3 April 1984: 97 minus the rest of nine digits by 97; from 2000 on with a 2 before them.
      validate: isBelgianNumber,
      words: ['rijksregister', 'rijksregisternummer', 'registre national', 'national number', 'niss', 'insz', 'nrn'],
      source: 'https://www.ibz.rrn.fgov.be/',
    },
    {
      id: 'be-identity-card',
      title: 'Belgian identity card number',
      forms: ['999-9999999-99'],
      namedForms: ['999999999999'],
      validate: (digits) => remainder(digits.slice(0, 10), 97) === Number(digits.slice(10)) % 97,
      words: ['identity card', 'identiteitskaart', 'carte identite', 'eid'],
      source: 'https://eid.belgium.be/',
    },
    {
      id: 'be-passport',
      title: 'Belgian passport number',
      namedForms: ['AA999999'],
      words: [...passportWords, 'paspoort', 'passeport'],
      source: 'https://diplomatie.belgium.be/',
    },
  ]);

function isBelgianNumber(digits: string): boolean {
  // BIS numbers add 20 or 40 to the month.
  const month = Number(digits.slice(2, 4)) % 20;
  if (month > 12 || Number(digits.slice(4, 6)) > 31 || isOneDigit(digits)) return false;
  const [body, key] = [digits.slice(0, 9), Number(digits.slice(9))];
  return 97 - remainder(body, 97) === key || 97 - remainder(`2${body}`, 97) === key;
}
