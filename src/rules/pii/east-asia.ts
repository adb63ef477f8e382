import { digitAt, hasDay, passesVerhoeff, weightedSum } from '../checks/digits.ts';
import type { CodeRule } from '../rule.ts';
import { codes, grouped, licenceWords, passportWords, plateWords } from './code.ts';

/** China. */
export const cnRules = (): readonly CodeRule[] =>
  codes('pii.cn', [
    {
      id: 'cn-resident-id',
      title: 'Chinese resident identity number',
      forms: ['999999999999999999', '99999999999999999A', '999999 99999999 9999', '999999 99999999 999A'],
      // GB 11643-1999: region, day of birth, order; ISO 7064 mod 11-2.
      validate: isResidentId,
      words: ['id card', 'resident id', 'shenfenzheng', '身份证', '居民身份证'],
      source: 'https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=080D6FBF2BB468F9007657F26D60013E',
    },
    {
      id: 'cn-passport',
      title: 'Chinese passport number',
      namedForms: ['A99999999', 'AA9999999'],
      validate: (text) => /^[EGDSPH]/.test(text),
      alone: false,
      words: [...passportWords, '护照'],
      source: 'https://www.nia.gov.cn/',
    },
    {
      id: 'cn-mobile',
      title: 'Chinese mobile number',
      namedForms: ['99999999999', ...grouped('999 9999 9999', [' ', '-'])],
      validate: (digits) => /^1[3-9]/.test(digits),
      alone: false,
      words: ['mobile', 'phone', 'tel', 'shouji', '手机', '电话'],
      source: 'https://www.miit.gov.cn/',
    },
  ]);

function isResidentId(text: string): boolean {
  if (!/^[1-8]\d{5}(?:18|19|20)\d{9}[\dX]$/.test(text) || !hasDay(text, 8)) return false;
  const sum = weightedSum(text.slice(0, 17), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  return '10X98765432'[sum % 11] === text[17];
}

const KOREAN_ID_WORDS = [
  'rrn',
  'resident registration',
  'jumin',
  '주민등록번호',
  '주민번호',
  '외국인등록번호',
  'frn',
  'arc',
];

/** Korea. */
export const krRules = (): readonly CodeRule[] =>
  codes('pii.kr', [
    {
      id: 'kr-resident-number',
      title: 'Korean resident registration number',
      forms: ['999999-9999999'],
      namedForms: ['9999999999999'],
      validate: (digits) => isKoreanId(digits, /^[0-49]/),
      words: KOREAN_ID_WORDS,
      source: 'https://www.law.go.kr/LSW/eng/engLsSc.do?query=RESIDENT+REGISTRATION+ACT',
    },
    {
      id: 'kr-foreigner-number',
      title: 'Korean foreigner registration number',
      forms: ['999999-9999999'],
      namedForms: ['9999999999999'],
      validate: (digits) => isKoreanId(digits, /^[5-8]/),
      words: KOREAN_ID_WORDS,
      source: 'https://www.hikorea.go.kr/',
    },
    {
      id: 'kr-business-number',
      title: 'Korean business registration number',
      severity: 'low',
      namedForms: ['999-99-99999', '9999999999'],
      validate: isBusinessNumber,
      words: ['brn', 'business registration', 'business number', '사업자등록번호', '사업자번호'],
      source: 'https://www.nts.go.kr/english/main.do',
    },
    {
      id: 'kr-driver-licence',
      title: 'Korean driving licence number',
      forms: ['99-99-999999-99'],
      namedForms: ['999999999999', '99 99 999999 99'],
      // The region of issue: 11 Seoul to 28 Incheon.
      validate: (digits) => /^(?:1[1-9]|2[0-68])/.test(digits),
      alone: false,
      words: [...licenceWords, '운전면허', '면허'],
      source: 'https://www.safedriving.or.kr/',
    },
    {
      id: 'kr-passport',
      title: 'Korean passport number',
      namedForms: ['A99999999', 'A999A9999'],
      validate: (text) => /^[MSRODG]/.test(text),
      words: [...passportWords, '여권', '여권번호'],
      source: 'https://www.passport.go.kr/',
    },
  ]);

/** Day of birth, sex and century; the weighted check went with the numbers given out since October 2020. */
function isKoreanId(digits: string, sex: RegExp): boolean {
  return hasDay(digits, 0) && sex.test(digits.slice(6));
}

/** Weights 1 3 7 1 3 7 1 3 5; the tens of the ninth product are added. */
function isBusinessNumber(digits: string): boolean {
  const sum = weightedSum(digits, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((digitAt(digits, 8) * 5) / 10);
  return (10 - (sum % 10)) % 10 === Number(digits[9]);
}

/** Japan. */
export const jpRules = (): readonly CodeRule[] =>
  codes('pii.jp', [
    {
      id: 'jp-my-number',
      title: 'Japanese individual number (My Number)',
      namedForms: grouped('9999 9999 9999'),
      // Ordinance of 2014: weights 6 5 4 3 2 7 6 5 4 3 2, modulus 11.
      validate: (digits) => {
        const rest = weightedSum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return (rest <= 1 ? 0 : 11 - rest) === Number(digits[11]);
      },
      words: ['my number', 'mynumber', 'kojin bango', 'individual number', 'マイナンバー', '個人番号'],
      source: 'https://www.digital.go.jp/en/policies/mynumber',
    },
    {
      id: 'jp-passport',
      title: 'Japanese passport number',
      namedForms: ['AA9999999'],
      words: [...passportWords, '旅券', 'パスポート'],
      source: 'https://www.mofa.go.jp/mofaj/toko/passport/',
    },
    {
      id: 'jp-driver-licence',
      title: 'Japanese driving licence number',
      namedForms: ['999999999999'],
      words: [...licenceWords, '免許', '運転免許'],
      source: 'https://www.npa.go.jp/',
    },
  ]);

/** India. */
export const inRules = (): readonly CodeRule[] =>
  codes('pii.in', [
    {
      id: 'in-aadhaar',
      title: 'Indian Aadhaar number',
      forms: grouped('9999 9999 9999', [' ', '-']),
      namedForms: ['999999999999'],
      // UIDAI: never 0 or 1 first, Verhoeff, no palindrome.
      validate: (digits) =>
        /^[2-9]/.test(digits) && passesVerhoeff(digits) && digits !== [...digits].reverse().join(''),
      words: ['aadhaar', 'aadhar', 'uid', 'uidai'],
      source: 'https://uidai.gov.in/',
    },
    {
      id: 'in-permanent-account-number',
      title: 'Indian permanent account number',
      forms: ['AAAAA9999A'],
      // The fourth letter is the kind of holder (Income Tax Department).
      validate: (text) => /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(text) && !text.slice(5, 9).startsWith('0000'),
      words: ['pan', 'permanent account'],
      source: 'https://www.incometax.gov.in/',
    },
    {
      id: 'in-gstin',
      title: 'Indian goods and services tax number',
      severity: 'medium',
      forms: ['99AAAAA9999A9A9', '99AAAAA9999A9AA', '99AAAAA9999AAA9', '99AAAAA9999AAAA'],
      validate: (text) => /^(?:0[1-9]|[12]\d|3[0-8]|9[79])[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]$/.test(text),
      words: ['gstin', 'gst'],
      source: 'https://www.gst.gov.in/',
    },
    {
      id: 'in-voter-id',
      title: 'Indian voter number',
      namedForms: ['AAA9999999'],
      alone: true,
      words: ['voter', 'epic', 'elector', 'election'],
      source: 'https://voters.eci.gov.in/',
    },
    {
      id: 'in-passport',
      title: 'Indian passport number',
      namedForms: ['A9999999'],
      validate: (text) => /^[A-PR-WY][1-9]\d\s?\d{4}[1-9]$/.test(text),
      words: passportWords,
      source: 'https://www.passportindia.gov.in/',
    },
    {
      id: 'in-vehicle-registration',
      title: 'Indian vehicle registration',
      severity: 'medium',
      namedForms: ['A', 'AA', 'AAA'].flatMap((series) =>
        ['9', '99'].flatMap((district) =>
          grouped(`AA ${district} ${series} 9999`).concat(`AA${district} ${series} 9999`),
        ),
      ),
      validate: (text) =>
        /^(?:A[NPRS]|B[HR]|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|N[L]|O[DR]|P[BY]|RJ|SK|T[GNRS]|U[AKP]|W[B])/.test(
          text,
        ),
      words: plateWords,
      source: 'https://parivahan.gov.in/',
    },
    {
      id: 'in-driver-licence',
      title: 'Indian driving licence number',
      namedForms: ['AA9999999999999', 'AA99 99999999999', 'AA-9999999999999', 'AA99-99999999999'],
      words: licenceWords,
      source: 'https://parivahan.gov.in/',
    },
  ]);
