import { isDay, weightedSum } from '../checks/digits.ts';
import { passesLuhn } from '../checks/luhn.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords } from './code.ts';

/** Poland. */
export const plRules = (): readonly CodeRule[] =>
  codes('pii.pl', [
    {
      id: 'pl-pesel',
      title: 'Polish PESEL',
      namedForms: ['99999999999'],
      // Ministerstwo Cyfryzacji: weights 1 3 7 9; the century is added to the month.
      validate: (digits) =>
        isDay(Number(digits.slice(2, 4)) % 20, Number(digits.slice(4, 6))) &&
        weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
      words: ['pesel'],
      source: 'https://www.gov.pl/web/gov/czym-jest-numer-pesel',
    },
    {
      id: 'pl-nip',
      title: 'Polish NIP',
      forms: ['999-999-99-99', '999-99-99-999'],
      namedForms: ['9999999999'],
      validate: (digits) => weightedSum(digits, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === Number(digits[9]),
      words: ['nip', 'tax id', 'tax'],
      source: 'https://www.podatki.gov.pl/',
    },
    {
      id: 'pl-identity-card',
      title: 'Polish identity card number',
      namedForms: ['AAA999999', 'AAA 999999'],
      // Weights 7 3 1 9 7 3 1 7 3, letters from 10 on, modulus 10.
      validate: (text) => weightedSum(text, [7, 3, 1, 9, 7, 3, 1, 7, 3]) % 10 === 0,
      words: ['dowod', 'dowód', 'dowodu', 'identity card', 'id card'],
      source: 'https://www.gov.pl/web/gov/uzyskaj-dowod-osobisty',
    },
    {
      id: 'pl-passport',
      title: 'Polish passport number',
      namedForms: ['AA9999999'],
      words: [...passportWords, 'paszport', 'paszportu'],
      source: 'https://www.gov.pl/web/gov/uzyskaj-paszport',
    },
  ]);

/** Sweden. */
export const seRules = (): readonly CodeRule[] =>
  codes('pii.se', [
    {
      id: 'se-personal-number',
      title: 'Swedish personal number',
      forms: ['999999-9999', '99999999-9999', '999999+9999'],
      namedForms: ['9999999999', '999999999999', '99999999 9999', '999999 9999'],
      // Skatteverket: Luhn over ten digits; coordination numbers add 60 to the day.
      validate: isPersonalNumber,
      words: ['personnummer', 'personal number', 'pnr', 'samordningsnummer', 'ssn', 'identity number'],
      source: 'https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html',
    },
    {
      id: 'se-organisation-number',
      title: 'Swedish organisation number',
      severity: 'low',
      namedForms: ['999999-9999', '9999999999', '99999999-9999', '999999999999'],
      validate: (digits) => /^(?:16)?[1-9]\d[2-9]/.test(digits) && passesLuhn(digits.slice(-10)),
      words: ['organisationsnummer', 'orgnummer', 'orgnr', 'org nr', 'organisation number', 'company', 'identity code'],
      source: 'https://www.skatteverket.se/foretag/drivaforetag.4.html',
    },
    {
      id: 'se-passport',
      title: 'Swedish passport number',
      namedForms: ['99999999', 'AA9999999'],
      words: [...passportWords, 'passnummer'],
      source: 'https://polisen.se/tjanster-tillstand/pass-och-nationellt-id-kort/',
    },
  ]);

function isPersonalNumber(digits: string): boolean {
  if (digits.length === 12 && !/^(?:18|19|20)/.test(digits)) return false;
  const ten = digits.slice(-10);
  const day = Number(ten.slice(4, 6));
  return isDay(Number(ten.slice(2, 4)), day > 60 ? day - 60 : day) && passesLuhn(ten);
}

/** Finland. */
export const fiRules = (): readonly CodeRule[] =>
  codes('pii.fi', [
    {
      id: 'fi-personal-code',
      title: 'Finnish personal identity code',
      forms: ['999999-999A', '999999+999A', '999999A999A', '999999-9999', '999999+9999', '999999A9999'],
      validate: isFinnishCode,
      words: ['hetu', 'henkilötunnus', 'henkilotunnus', 'personal identity code', 'personbeteckning'],
      source: 'https://dvv.fi/en/personal-identity-code',
    },
    {
      id: 'fi-passport',
      title: 'Finnish passport number',
      namedForms: ['AA9999999'],
      words: [...passportWords, 'passi'],
      source: 'https://poliisi.fi/en/passport',
    },
    {
      id: 'fi-driver-licence',
      title: 'Finnish driving licence number',
      namedForms: grouped('999999 999A', ['-']),
      words: [...licenceWords, 'ajokortti'],
      source: 'https://www.traficom.fi/en',
    },
  ]);

/** Day, month, year; the sign of the century; a number; nine digits by 31 give the last (DVV; new signs since 2023). */
function isFinnishCode(text: string): boolean {
  const code = /^(\d{6})([A-FU-Y]?)(\d{3})([0-9A-Y])$/.exec(text);
  const [, day = '', , serial = '', check = ''] = code ?? [];
  if (code === null || Number(serial) < 2) return false;
  if (!isDay(Number(day.slice(2, 4)), Number(day.slice(0, 2)))) return false;
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(day + serial) % 31] === check;
}
