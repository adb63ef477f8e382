import { weightedSum } from '../checks/digits.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords, plateWords } from './code.ts';

/** United Kingdom. */
export const ukRules = (): readonly CodeRule[] =>
  codes('pii.uk', [
    {
      id: 'uk-nino',
      title: 'UK national insurance number',
      forms: [...grouped('AA 99 99 99 A'), 'AA 999999 A', 'AA 999999A', 'AA999999 A'],
      // HMRC, NIM39110: no D, F, I, Q, U, V; no O in second place; not BG, GB, NK, KN, TN, NT, ZZ.
      validate: (text) => /^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]$/.test(text),
      words: ['nino', 'ni', 'national insurance', 'ni number'],
      source: 'https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110',
    },
    {
      id: 'uk-nhs-number',
      title: 'NHS number',
      namedForms: grouped('999 999 9999'),
      // NHS Data Dictionary, "NHS NUMBER": weights 10 to 2, modulus 11.
      validate: (digits) =>
        !/^(\d)\1*$/.test(digits) && weightedSum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
      words: ['nhs', 'nhs number', 'patient', 'chi'],
      source: 'https://www.datadictionary.nhs.uk/attributes/nhs_number.html',
    },
    {
      id: 'uk-tax-reference',
      title: 'UK unique taxpayer reference',
      namedForms: ['9999999999', '99999 99999', '999 9999999'],
      words: ['utr', 'taxpayer reference', 'tax reference'],
      source: 'https://www.gov.uk/find-utr-number',
    },
    {
      id: 'uk-phone',
      title: 'UK telephone number',
      severity: 'medium',
      namedForms: ['999 9999 9999', '9999 999 9999', '99999 999999', '99999999999', '99999 999 999'],
      // Ofcom's numbering plan: 01 and 02 are places, 03 is charged as these, 07 is mobile.
      validate: (digits) => /^0[1237][0-9]{9}$/.test(digits),
      alone: false,
      words: ['phone', 'telephone', 'tel', 'mobile', 'call', 'callback', 'fax', 'sms'],
      source: 'https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbering',
    },
    {
      id: 'uk-passport',
      title: 'UK passport number',
      namedForms: ['999999999', 'AA9999999'],
      words: passportWords,
      source: 'https://www.gov.uk/browse/abroad/passports',
    },
    {
      id: 'uk-driving-licence',
      title: 'UK driving licence number',
      forms: ['AAAAA', 'AAAA9', 'AAA99', 'AA999'].flatMap((name) =>
        ['AA9AA', 'A99AA', 'AAAAA', 'A9AAA'].map((tail) => `${name}999999${tail}`),
      ),
      // DVLA: five letters of the surname, decade, month (plus 50 for women), day, year, initials, check.
      validate: (text) =>
        /^[A-Z]{2,5}9{0,3}\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}[A-Z0-9][A-Z]{2}$/.test(
          text,
        ),
      words: licenceWords,
      source: 'https://www.gov.uk/browse/driving/driving-licences',
    },
    {
      id: 'uk-postcode',
      title: 'UK postcode',
      severity: 'medium',
      namedForms: ['A9', 'A99', 'AA9', 'AA99', 'A9A', 'AA9A', 'AAA'].flatMap((area) =>
        grouped(`${area} 9AA`, ['', ' ']),
      ),
      // Royal Mail, Programmers' Guide to the Postcode Address File, edition 7.
      validate: (text) =>
        /^(?:GIR0AA|(?:[A-PR-UWYZ]\d[0-9A-HJKPSTUW]?|[A-PR-UWYZ][A-HK-Y]\d[0-9ABEHMNPRVWXY]?)\d[ABD-HJLNP-UW-Z]{2})$/.test(
          text,
        ),
      words: ['postcode', 'post code', 'postal code', 'address', 'zip'],
      source: 'https://www.poweredbypaf.com/',
    },
    {
      id: 'uk-vehicle-registration',
      title: 'UK vehicle registration',
      severity: 'medium',
      namedForms: [
        ...grouped('AA99 AAA', ['', ' ']),
        ...['A9', 'A99', 'A999'].flatMap((head) => grouped(`${head} AAA`, ['', ' '])),
        ...['9A', '99A', '999A'].flatMap((tail) => grouped(`AAA ${tail}`, ['', ' '])),
      ],
      // DVLA INF104: since 2001 the half-year (02 to 29, 51 to 79), no I, Q or Z among the first two letters, no I or Q in the last three.
      validate: (text) =>
        /^(?:[A-HJ-PR-Y]{2}(?:0[2-9]|[12]\d|5[1-9]|[67]\d)[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y]\d{1,3}[A-HJ-PR-Z]{3}|[A-HJ-PR-Z]{3}\d{1,3}[A-HJ-NPR-TV-Y])$/.test(
          text,
        ),
      words: [...plateWords, 'reg'],
      source: 'https://www.gov.uk/government/publications/vehicle-registration-numbers-and-number-plates',
    },
  ]);
