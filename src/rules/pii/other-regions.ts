import { digitAt, hasDay, isOneDigit, weightedSum } from '../checks/digits.ts';
import { passesLuhn } from '../checks/luhn.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords, plateWords } from './code.ts';

/** Brazil. */
export const brRules = (): readonly CodeRule[] =>
  codes('pii.br', [
    {
      id: 'br-cpf',
      title: 'Brazilian CPF',
      forms: ['999.999.999-99'],
      namedForms: ['99999999999', '999999999-99'],
      // Receita Federal: weights 10 to 2 and 11 to 2, modulus 11.
      validate: (digits) =>
        !isOneDigit(digits) &&
        checkDigit(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 9) &&
        checkDigit(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 10),
      words: ['cpf', 'documento', 'tax id'],
      source: 'https://www.gov.br/receitafederal/pt-br/assuntos/meu-cpf',
    },
    {
      id: 'br-cnpj',
      title: 'Brazilian CNPJ',
      severity: 'low',
      forms: ['99.999.999/9999-99'],
      namedForms: ['99999999999999', '99999999/9999-99'],
      validate: (digits) =>
        !isOneDigit(digits) &&
        checkDigit(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 12) &&
        checkDigit(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === digitAt(digits, 13),
      words: ['cnpj'],
      source: 'https://www.gov.br/receitafederal/pt-br/assuntos/orientacao-tributaria/cadastros/cnpj',
    },
    {
      id: 'br-driver-licence',
      title: 'Brazilian driving licence number',
      namedForms: ['99999999999'],
      words: [...licenceWords, 'cnh', 'habilitacao'],
      source: 'https://www.gov.br/transportes/pt-br',
    },
    {
      id: 'br-passport',
      title: 'Brazilian passport number',
      namedForms: ['AA999999'],
      words: [...passportWords, 'passaporte'],
      source: 'https://www.gov.br/pf/pt-br/assuntos/passaporte',
    },
  ]);

function checkDigit(digits: string, weights: readonly number[]): number {
  const rest = weightedSum(digits, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** Türkiye. */
export const trRules = (): readonly CodeRule[] =>
  codes('pii.tr', [
    {
      id: 'tr-identity-number',
      title: 'Turkish identity number',
      namedForms: ['99999999999'],
      validate: isTurkishId,
      words: ['tc', 'tckn', 'kimlik', 'kimlik no', 'turkish id', 'tc kimlik'],
      source: 'https://www.nvi.gov.tr/',
    },
    {
      id: 'tr-phone',
      title: 'Turkish mobile number',
      forms: ['99999999999', '9999 999 99 99', '9 999 999 99 99', '9999 999 9999', '9999-999-99-99'],
      namedForms: ['999 999 99 99', '9999999999', '999 999 9999', '999-999-99-99', '999.999.99.99'],
      validate: (digits) => /^0?5[0-9]{9}$/.test(digits),
      words: ['telefon', 'tel', 'phone', 'gsm', 'cep', 'mobile', 'numara'],
      source: 'https://www.btk.gov.tr/',
    },
    {
      id: 'tr-landline',
      title: 'Turkish telephone number of a landline',
      severity: 'medium',
      namedForms: ['9999 999 99 99', '9999 999 9999', '99999999999', '999 999 99 99', '9999999999'],
      // Area codes of the numbering plan: 2, 3 or 4, a digit, and an even one.
      validate: (digits) => /^0?[2-4][1-9][2468][1-9][0-9]{6}$/.test(digits),
      words: ['telefon', 'tel', 'phone', 'santral', 'numara'],
      source: 'https://www.btk.gov.tr/',
    },
    {
      id: 'tr-vehicle-registration',
      title: 'Turkish vehicle registration',
      severity: 'medium',
      namedForms: ['A 9999', 'A 99999', 'AA 999', 'AA 9999', 'AAA 99', 'AAA 999', 'A 999', 'AAA 9999'].flatMap((tail) =>
        grouped(`99 ${tail}`),
      ),
      validate: (text) => /^(?:0[1-9]|[1-7]\d|8[01])[A-PR-VYZ]{1,3}\d{2,5}$/.test(text),
      words: [...plateWords, 'plaka'],
      source: 'https://www.egm.gov.tr/',
    },
    {
      id: 'tr-passport',
      title: 'Turkish passport number',
      namedForms: ['A99999999'],
      words: [...passportWords, 'pasaport'],
      source: 'https://www.nvi.gov.tr/pasaport',
    },
  ]);

/** The tenth digit from odd and even places, the eleventh from all (Law 5490). */
function isTurkishId(digits: string): boolean {
  if (digits.startsWith('0')) return false;
  const odd = weightedSum(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === digitAt(digits, 9) && (odd + even + tenth) % 10 === digitAt(digits, 10);
}

/** South Africa. */
export const zaRules = (): readonly CodeRule[] =>
  codes('pii.za', [
    {
      id: 'za-id-number',
      title: 'South African identity number',
      namedForms: ['9999999999999', '999999 9999 999', '999999 9999 99 9'],
      // Identification Act 68 of 1997: day of birth, sex, citizenship 0 to 2, Luhn.
      validate: (digits) => hasDay(digits, 0) && /^\d{10}[012]/.test(digits) && passesLuhn(digits),
      words: ['id number', 'rsa id', 'sa id', 'za id', 'south african id', 'identity number', 'refugee id'],
      source: 'https://www.dha.gov.za/',
    },
    {
      id: 'za-passport',
      title: 'South African passport number',
      namedForms: ['A99999999'],
      words: passportWords,
      source: 'https://www.dha.gov.za/',
    },
  ]);

/** Nigeria. */
export const ngRules = (): readonly CodeRule[] =>
  codes('pii.ng', [
    {
      id: 'ng-nin',
      title: 'Nigerian national identification number',
      namedForms: ['99999999999'],
      validate: (digits) => !isOneDigit(digits),
      alone: false,
      words: ['nin', 'national identification', 'national id', 'nimc'],
      source: 'https://nimc.gov.ng/',
    },
    {
      id: 'ng-bvn',
      title: 'Nigerian bank verification number',
      namedForms: ['99999999999'],
      validate: (digits) => digits.startsWith('22'),
      alone: false,
      words: ['bvn', 'bank verification'],
      source: 'https://nibss-plc.com.ng/',
    },
    {
      id: 'ng-vehicle-registration',
      title: 'Nigerian vehicle registration',
      severity: 'medium',
      namedForms: ['AAA-999AA', 'AAA 999AA', 'AAA999AA', 'AAA-999-AA'],
      alone: true,
      words: plateWords,
      source: 'https://frsc.gov.ng/',
    },
    {
      id: 'ng-passport',
      title: 'Nigerian passport number',
      namedForms: ['A99999999'],
      words: passportWords,
      source: 'https://immigration.gov.ng/',
    },
  ]);
