import { weightedSum } from '../checks/digits.ts';
import { passesLuhn } from '../checks/luhn.ts';
import { isUsSsn } from '../checks/ssn.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords } from './code.ts';

const TAX_WORDS = ['tin', 'tax id', 'taxpayer', 'taxpayer id', 'tax payer'];

/** United States. */
export const usRules = (): readonly CodeRule[] =>
  codes('pii.us', [
    {
      id: 'us-ssn-unhyphenated',
      title: 'US social security number without hyphens',
      // Three groups of these lengths are no other number people write; nine digits alone are many.
      forms: ['999 99 9999', '999.99.9999'],
      namedForms: ['999999999'],
      validate: isUsSsn,
      alone: false,
      words: ['ssn', 'social security', 'social security number', 'soc sec', ...TAX_WORDS],
      source: 'https://www.ssa.gov/employer/randomization.html',
    },
    {
      id: 'us-itin',
      title: 'US individual taxpayer identification number',
      forms: ['999-99-9999'],
      namedForms: grouped('999 99 9999', ['', ' ']),
      // IRS, Internal Revenue Manual 3.21.263: 9xx, group 50-65, 70-88, 90-92, 94-99.
      validate: (digits) => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(digits),
      words: ['itin', 'individual taxpayer', ...TAX_WORDS],
      source: 'https://www.irs.gov/individuals/individual-taxpayer-identification-number',
    },
    {
      id: 'us-ein',
      title: 'US employer identification number',
      severity: 'medium',
      namedForms: ['99-9999999', '999999999'],
      // IRS, "How EINs are assigned and valid EIN prefixes".
      validate: (digits) => !/^(?:0[07-9]|1[7-9]|2[89]|49|69|7[089]|89|9[67])/.test(digits),
      alone: false,
      words: ['ein', 'fein', 'employer identification', 'employer id', 'federal tax id', ...TAX_WORDS],
      source:
        'https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes',
    },
    {
      id: 'us-medicare-beneficiary',
      title: 'US Medicare beneficiary identifier',
      forms: ['', '-'].flatMap((joint) =>
        ['9AA9 AA9 AA99', '9A99 AA9 AA99', '9AA9 A99 AA99', '9A99 A99 AA99'].map((form) => form.replaceAll(' ', joint)),
      ),
      // CMS, "Understanding the MBI format": no S, L, O, I, B, Z.
      validate: (text) =>
        /^[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d\d$/.test(
          text,
        ),
      words: ['mbi', 'medicare'],
      source: 'https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi-format',
    },
    {
      id: 'us-provider-id',
      title: 'US national provider identifier',
      severity: 'medium',
      namedForms: ['9999999999', '9999-999-999', '9999 999 999', '999-999-9999'],
      // 45 CFR 162.406: Luhn over 80840 and the number.
      validate: (digits) => /^[12]/.test(digits) && !/^(\d)\1*$/.test(digits) && passesLuhn(`80840${digits}`),
      words: ['npi', 'national provider', 'provider'],
      source: 'https://www.cms.gov/regulations-and-guidance/administrative-simplification/nationalprovidentstand',
    },
    {
      id: 'us-dea-number',
      title: 'US DEA registration of a prescriber',
      severity: 'medium',
      forms: ['AA9999999', 'AA-9999999'],
      // Digits 1, 3, 5 plus twice 2, 4, 6 end in the seventh (21 CFR 1301).
      validate: (text) =>
        /^[ABCDEFGHJKLMPRSTUX]/.test(text) && weightedSum(text.slice(2), [1, 2, 1, 2, 1, 2]) % 10 === Number(text[8]),
      words: ['dea', 'medical license', 'prescriber'],
      source: 'https://www.deadiversion.usdoj.gov/',
    },
    {
      id: 'us-routing-number',
      title: 'US bank routing number',
      namedForms: ['999999999', '9999-9999-9', '9999 9999 9'],
      // ABA, Routing Number Policy: 3-7-1, and the first two digits of a Federal Reserve district.
      validate: (digits) =>
        /^(?:0[1-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)/.test(digits) &&
        weightedSum(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
      words: ['routing', 'aba', 'rtn', 'routing number', 'bank'],
      source: 'https://www.aba.com/about-us/routing-number',
    },
    {
      id: 'us-bank-account',
      title: 'US bank account number',
      namedForms: [8, 9, 10, 11, 12, 13, 14, 15, 16, 17].map((length) => '9'.repeat(length)),
      validate: (digits) => !/^(\d)\1*$/.test(digits) && !EPOCH.test(digits),
      alone: false,
      words: ['bank account', 'checking account', 'savings account', 'account number', 'acct', 'bank'],
      source: 'https://www.nacha.org/',
    },
    {
      id: 'us-phone',
      title: 'North American telephone number',
      severity: 'medium',
      namedForms: grouped('999 999 9999', ['-', '.', ' ', '']),
      // North American Numbering Plan: neither area nor exchange begins with 0 or 1.
      validate: (digits) => /^[2-9][0-9]{2}[2-9][0-9]{6}$/.test(digits),
      alone: false,
      words: ['phone', 'telephone', 'tel', 'cell', 'mobile', 'call', 'callback', 'fax', 'sms'],
      source: 'https://www.nanpa.com/',
    },
    {
      id: 'us-passport',
      title: 'US passport number',
      namedForms: ['999999999', 'A99999999'],
      words: passportWords,
      source: 'https://travel.state.gov/content/travel/en/passports.html',
    },
    {
      id: 'us-driver-license',
      title: "US driver's licence number",
      // AAMVA: lengths and letters by state; the commonest forms of the fifty.
      namedForms: [
        'A9999999',
        'A99999999',
        'A999999999999',
        'AA999999',
        'AA9999999',
        'A999-9999-9999',
        'A999-999-99-999-9',
        'A9999-99999-99999',
        'A99999999999999',
        '9999999',
        '99999999',
        '999999999',
        '999 999 999',
      ],
      words: licenceWords,
      source: 'https://www.aamva.org/',
    },
  ]);

/** Milliseconds or microseconds since 1970 of this quarter of the century. */
const EPOCH = /^1[6-9]\d{11}(?:\d{3})?$/;
