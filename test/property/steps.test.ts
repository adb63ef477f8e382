import { describe, expect, it } from 'vitest';
import { defaultPacks, packs } from '../../src/rules/index.ts';
import { createScanner, type TextMode } from '../../src/scan/index.ts';
import { jwt, pemHead } from '../support/fake-values.ts';

const scanner = createScanner(defaultPacks.flatMap((name) => packs[name]));

function stepsOf(text: string, mode: TextMode): number {
  const before = scanner.steps;
  scanner.scan(text, mode);
  return scanner.steps - before;
}

const filler = '#'.repeat(40);
const xs = 'x'.repeat(520);

/** One piece of each worst case that is known of other libraries (trap 16). */
const known: Readonly<Record<string, string>> = {
  a: 'a',
  '1': '1',
  'a.': 'a.',
  '@': '@',
  'password=': 'password=',
  '"secret": nested': '{"secret":',
  '%25': '%25',
  '\\u0061': '\\u0061',
  eyJ: 'eyJ',
  '"': '"',
  '\\': '\\',
  'token=': 'token=',
  'PEM heads': `${pemHead}\n`,
  '://': '://',
  'state=': 'state=',
  'spaces after a name': `password${' '.repeat(64)}`,
  '-p': ' -p',
  'IBAN-like': 'GB82 ',
  'phone-like': '+41 44 ',
  'base64-like': 'QUJD',
};

/** And of each reader. */
const ofReaders: Readonly<Record<string, string>> = {
  'a@': 'a@',
  'a@a.': 'a@a.',
  'password=x ': 'password=x ',
  password_: 'password_',
  'password="': 'password="',
  'password=[': 'password=[',
  'masked to no end': `password=${xs}/`,
  'a list in blanks': `"secret":[${' '.repeat(600)}`,
  '"password":"': '"password":"',
  '"name": nested': '{"name":"password","value":',
  'a doubtful name nested': '{"pass":{"session":',
  '%40': 'a%40',
  '%70 and names': 'pass%77ord=',
  '\\u0040': 'a\\u0040',
  'escapes of escapes': '\\\\u0070assword',
  'eyJ.': 'eyJhbGciOi.',
  tokens: `${jwt} `,
  '\\"': '\\"',
  'quotes of depths': '\\"a\\\\\\"',
  'token="': 'token="a',
  "token='": "token='a",
  'PEM heads apart': `${pemHead}${filler}`,
  '://a:': '://a:b',
  '://a:@/': 'http://a:b@c/',
  'state=&code=': 'state=x&code=abc123def456ghi&',
  'names and blanks': 'api key ',
  '-pA1': ' -pA1b',
  curl: 'curl -u ',
  GB82WEST: 'GB82WEST1234',
  '+1': '+1',
  digits: '1234-',
  'card groups': '4111 ',
  'ssn-like': '078-05-',
  'eyJ base64': 'eyJhIjoi',
  'W3si base64': 'W3siYSI6 ',
  'Cookie:': 'Cookie: a b ',
  'Cookie pairs': 'Cookie: a=b; ',
  'Authorization:': 'Authorization: ',
  'folded headers': 'Cookie: a=b;\r\n ',
  Bearer: 'Bearer ',
  Basic: 'Basic QUJD ',
  Digest: 'digest username=a,',
  'INSERT INTO': 'INSERT INTO u (password,a) VALUES (1,2), ',
  'bound parameters': 'token = $1 params: [',
  '(password': '(password,',
  '<password>': '<password>',
  '<password ': '<password a="b" ',
  'key elements': '<key>Password</key> ',
  '["password",': '["password",',
  'the password is': 'the password is ',
  'full-width': '\uff11',
  'soft hyphens': 'pass\u00adword=x ',
  'zero-width': 'a\u200b',
  surrogates: '\ud835\udfcf',
  'colour codes': 'password\u001b[31m=',
};

const K = 1_024;

/** Scans the piece repeated to each size from 64 KB on, each twice the one before. */
function expectLinear(piece: string, largest: number): void {
  // Without quotes and backslashes JSON reads like any text.
  for (const mode of /["\\]/.test(piece) ? (['text', 'json'] as const) : (['text'] as const)) {
    let before = 0;
    for (let size = 64 * K; size <= largest; size *= 2) {
      const steps = stepsOf(piece.repeat(Math.ceil(size / piece.length)).slice(0, size), mode);
      if (before > 0) expect(steps).toBeLessThanOrEqual(before * 2.1);
      expect(steps).toBeLessThanOrEqual(size * 64);
      before = steps;
    }
  }
}

describe('the steps of a scan', () => {
  it.each(Object.entries(known))('grow no faster than the text, to a megabyte: %s', (_, piece) => {
    expectLinear(piece, K * K);
  });

  it.each(Object.entries(ofReaders))('grow no faster than the text, to a quarter of one: %s', (_, piece) => {
    expectLinear(piece, 256 * K);
  });
});
