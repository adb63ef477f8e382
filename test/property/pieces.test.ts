import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';
import { runs } from '../support/planted.ts';

// What readers look for and stumble over: names, signs between name and value, prefixes and wrappers of strings, quotes
// at any depth, and ends of JSON's own strings.
const names = ['password', 'token', 'Authorization', 'Cookie', 'api key', 'secret', 'DSN', 'cvv', 'name', 'value'];
const starts = [
  'curl -u',
  '--password',
  'PASSWORD ',
  'INSERT INTO users (email, password) VALUES (',
  'Bearer',
  'Basic',
];
const wrappers = ['string(8) ', 'Some(', '<<', 'ConvertTo-SecureString ', 'array(2) {', 'b', 'R', 'u', '$@', 'L'];
const values = ['hunter2-x', '4111111111111111', 'a@b.io', '%22', '\\u0022', 'ü', '\u{1f600}', '\u200b', '***'];
const signs = ['=', ': ', ':', ' ', ', ', ' => ', '&', ';', '\n', '\t', '/', '+', '%3D', '\\u003d', '(', ')', '<', '>'];
const quotes = ['"', "'", '`', '\\', '\\"', '\\\\', '{', '}', '[', ']', '":"', '","', '"}', '="', "='", "':"];
const text = fc
  .array(fc.constantFrom(...names, ...starts, ...wrappers, ...values, ...signs, ...signs, ...quotes, ...quotes), {
    minLength: 2,
    maxLength: 14,
  })
  .map((pieces) => pieces.join(''));

const forms: readonly ((text: string) => unknown)[] = [
  (said) => ({ msg: said, n: 12345678, pin: 1234, last: true }),
  (said) => ({ [said]: 'x', password: said }),
  (said) => ({ password: said, value: 4111111111111111, cvv: 947 }),
  (said) => ({ a: [said, { b: said }], headers: { cookie: said, authorization: said } }),
  (said) => ({ msg: JSON.stringify({ password: said, a: JSON.stringify({ token: said, k: 1 }) }) }),
];

describe('a record with any text, also one made to mislead', () => {
  it.each(forms.map((form) => [JSON.stringify(form('…')), form] as const))(
    'stays one record, and nothing is withheld: %s',
    (_, form) => {
      const redactor = createRedactor();
      fc.assert(
        fc.property(text, (said) => {
          const line = redactor.line(JSON.stringify(form(said)));
          expect(() => JSON.parse(line)).not.toThrow();
          expect(line).not.toContain('redaction_error');
        }),
        { ...runs, numRuns: 20_000 },
      );
    },
  );
});
