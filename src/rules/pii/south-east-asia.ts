import { weightedSum } from '../checks/digits.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, passportWords } from './code.ts';

/** Singapore. */
export const sgRules = (): readonly CodeRule[] =>
  codes('pii.sg', [
    {
      id: 'sg-nric',
      title: 'Singapore NRIC or FIN',
      forms: ['A9999999A'],
      validate: isNric,
      words: ['nric', 'fin', 'identity card'],
      source: 'https://www.ica.gov.sg/',
    },
    {
      id: 'sg-uen',
      title: 'Singapore entity number',
      severity: 'low',
      namedForms: ['99999999A', '999999999A', 'A99AA9999A'],
      validate: (text) => /^(?:\d{8}[A-Z]|(?:18|19|20)\d{7}[A-Z]|[RST]\d\d[A-Z]{2}\d{4}[A-Z])$/.test(text),
      words: ['uen', 'entity number', 'acra'],
      source: 'https://www.uen.gov.sg/',
    },
    {
      id: 'sg-passport',
      title: 'Singapore passport number',
      namedForms: ['A9999999A', 'A99999999'],
      words: passportWords,
      source: 'https://www.ica.gov.sg/documents/passport',
    },
  ]);

// Weights 2, 7, 6, 5, 4, 3, 2; four more for T and G, three for M (since 2022-01-01).
const NRIC_LETTERS: Readonly<Record<string, string>> = {
  S: 'JZIHGFEDCBA',
  T: 'JZIHGFEDCBA',
  F: 'XWUTRQPNMLK',
  G: 'XWUTRQPNMLK',
  M: 'KLJNPQRTUWX',
};

function isNric(text: string): boolean {
  const kind = text.charAt(0);
  const extra = kind === 'T' || kind === 'G' ? 4 : kind === 'M' ? 3 : 0;
  const rest = (weightedSum(text.slice(1), [2, 7, 6, 5, 4, 3, 2]) + extra) % 11;
  const letters = NRIC_LETTERS[kind];
  return letters !== undefined && letters[kind === 'M' ? 10 - rest : rest] === text.charAt(8);
}

/** Thailand. */
export const thRules = (): readonly CodeRule[] =>
  codes('pii.th', [
    {
      id: 'th-citizen-id',
      title: 'Thai citizen number',
      forms: ['9-9999-99999-99-9', '9 9999 99999 99 9'],
      namedForms: ['9999999999999'],
      // Bureau of Registration Administration: kind 1 to 8, the code of a province (ISO 3166-2:TH), weights 13 to 2.
      validate: (digits) =>
        /^[1-8](?:1[0-9]|2[0-7]|3[0-9]|4[0-9]|5[0-8]|6[0-7]|7[0-7]|8[0-6]|9[0-6])/.test(digits) &&
        (11 - (weightedSum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === Number(digits[12]),
      words: ['thai', 'thai id', 'citizen id', 'national id', 'tnin', 'เลขประจำตัวประชาชน', 'บัตรประชาชน'],
      source: 'https://www.bora.dopa.go.th/',
    },
    {
      id: 'th-passport',
      title: 'Thai passport number',
      namedForms: ['AA9999999', 'A999999'],
      words: [...passportWords, 'หนังสือเดินทาง'],
      source: 'https://consular.mfa.go.th/',
    },
  ]);

/** Philippines. */
export const phRules = (): readonly CodeRule[] =>
  codes('pii.ph', [
    {
      id: 'ph-mobile',
      title: 'Philippine mobile number',
      forms: ['99999999999', ...grouped('9999 999 9999', [' ', '-'])],
      // National Telecommunications Commission: 0 and the prefixes 8xx and 9xx.
      validate: (digits) => /^09[0-9]/.test(digits) || /^08(?:1[37]|9[5-8])/.test(digits),
      words: ['phone', 'mobile', 'cellphone', 'contact'],
      source: 'https://ntc.gov.ph/',
    },
    {
      id: 'ph-tin',
      title: 'Philippine taxpayer number',
      namedForms: ['999-999-999', '999-999-999-999', '999-999-999-99999', '999999999', '999999999999'],
      validate: (digits) => !digits.startsWith('000'),
      alone: false,
      words: ['tin', 'taxpayer', 'tax identification', 'bir'],
      source: 'https://www.bir.gov.ph/',
    },
    {
      id: 'ph-social-security',
      title: 'Philippine social security number',
      namedForms: ['99-9999999-9', '9999999999', '9999-9999999-9'],
      alone: false,
      words: ['sss', 'social security', 'umid', 'crn'],
      source: 'https://www.sss.gov.ph/',
    },
    {
      id: 'ph-health-insurance',
      title: 'Philippine health insurance number',
      namedForms: ['99-999999999-9', '999999999999'],
      alone: false,
      words: ['philhealth', 'phil health', 'health insurance', 'phic'],
      source: 'https://www.philhealth.gov.ph/',
    },
    {
      id: 'ph-passport',
      title: 'Philippine passport number',
      namedForms: ['A9999999A', 'AA9999999'],
      words: passportWords,
      source: 'https://www.dfa.gov.ph/',
    },
  ]);
