import { weightedSum } from '../checks/digits.ts';
import { passesLuhn } from '../checks/luhn.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords } from './code.ts';

/** Canada. */
export const caRules = (): readonly CodeRule[] =>
  codes('pii.ca', [
    {
      id: 'ca-sin',
      title: 'Canadian social insurance number',
      namedForms: grouped('999 999 999'),
      // Service Canada: Luhn; 0 and 8 are not given out.
      validate: (digits) => /^[1-79]/.test(digits) && passesLuhn(digits),
      words: ['sin', 'social insurance', 'numero assurance sociale', 'nas'],
      source: 'https://www.canada.ca/en/employment-social-development/services/sin.html',
    },
    {
      id: 'ca-passport',
      title: 'Canadian passport number',
      namedForms: ['AA999999', 'A999999AA'],
      words: passportWords,
      source: 'https://www.canada.ca/en/immigration-refugees-citizenship/services/canadian-passports.html',
    },
    {
      id: 'ca-driver-licence',
      title: "Canadian driver's licence number",
      namedForms: ['A9999-99999-99999', 'A99999999999999', 'A9999-999999-99', 'A999999999999', '999999-999', '9999999'],
      words: licenceWords,
      source: 'https://www.ontario.ca/page/drivers-licences',
    },
  ]);

/** Australia. */
export const auRules = (): readonly CodeRule[] =>
  codes('pii.au', [
    {
      id: 'au-tfn',
      title: 'Australian tax file number',
      namedForms: grouped('999 999 999'),
      // Australian Taxation Office: weighted sum divisible by 11.
      validate: (digits) => weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
      words: ['tfn', 'tax file', 'tax file number'],
      source: 'https://www.ato.gov.au/individuals-and-families/tax-file-number',
    },
    {
      id: 'au-medicare',
      title: 'Australian Medicare number',
      forms: ['9999 99999 9', '9999-99999-9'],
      namedForms: ['9999999999', '99999999999'],
      // Services Australia: 2 to 6 first, weights 1, 3, 7, 9 give the ninth digit.
      validate: (digits) =>
        /^[2-6]/.test(digits) && weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]),
      words: ['medicare'],
      source: 'https://www.servicesaustralia.gov.au/medicare-card',
    },
    {
      id: 'au-abn',
      title: 'Australian business number',
      severity: 'medium',
      forms: ['99 999 999 999'],
      namedForms: ['99999999999', '99-999-999-999'],
      // Australian Business Register: one off the first digit, weighted sum divisible by 89.
      validate: (digits) =>
        /^[1-9]/.test(digits) && (weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
      words: ['abn', 'australian business number', 'business number'],
      source: 'https://abr.business.gov.au/Help/AbnFormat',
    },
    {
      id: 'au-acn',
      title: 'Australian company number',
      severity: 'low',
      namedForms: grouped('999 999 999'),
      // ASIC: weights 8 to 1, modulus 10.
      validate: (digits) => weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0,
      words: ['acn', 'company number', 'australian company number'],
      source: 'https://www.asic.gov.au/for-business/registering-a-company/',
    },
    {
      id: 'au-passport',
      title: 'Australian passport number',
      namedForms: ['A9999999', 'AA9999999'],
      words: passportWords,
      source: 'https://www.passports.gov.au/',
    },
    {
      id: 'au-driver-licence',
      title: 'Australian driver licence number',
      namedForms: ['99999999', '999999999', '9999999999'],
      words: licenceWords,
      source: 'https://austroads.gov.au/',
    },
  ]);
