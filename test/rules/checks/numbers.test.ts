import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardIssuer, isCardNumber } from '../../../src/rules/checks/card-issuer.ts';
import { isIban } from '../../../src/rules/checks/iban.ts';
import { passesLuhn } from '../../../src/rules/checks/luhn.ts';
import { isUsSsn } from '../../../src/rules/checks/ssn.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

describe('passesLuhn', () => {
  it('accepts the right check digit and no other', () => {
    expect('0123456789'.split('').filter((last) => passesLuhn(`7992739871${last}`))).toEqual(['3']);
  });

  it('accepts exactly one check digit, for any number', () => {
    fc.assert(
      fc.property(digits(15), (head) => {
        expect('0123456789'.split('').filter((last) => passesLuhn(head + last))).toHaveLength(1);
      }),
    );
  });

  it('refuses what is no number, or longer than any', () => {
    for (const text of ['', '4111-1111', '411111111111111x', '0'.repeat(65)])
      expect(passesLuhn(text), text).toBe(false);
  });
});

describe('isCardNumber', () => {
  // Numbers that the networks publish for testing; nobody owns them.
  it.each([
    ['Visa', '4111111111111111'],
    ['Visa', '4012888888881881'],
    ['Mastercard', '5555555555554444'],
    ['Mastercard', '2223003122003222'],
    ['American Express', '378282246310005'],
    ['Discover', '6011111111111117'],
    ['Diners Club', '30569309025904'],
    ['JCB', '3530111333300000'],
    ['UnionPay', '6200000000000005'],
    ['Maestro', '6759649826438453'],
    ['Elo', '6362970000457013'],
    ['Troy', '9792030394440796'],
  ])('knows %s by %s', (issuer, number) => {
    expect(cardIssuer(number)).toBe(issuer);
    expect(isCardNumber(number)).toBe(true);
  });

  it.each([
    ['RuPay', '652150'],
    ['Mir', '220012'],
    ['Verve', '506099'],
  ])('knows %s by its range %s', (issuer, head) => {
    const number = withCheckDigit(head.padEnd(15, '3'));
    expect(cardIssuer(number)).toBe(issuer);
    expect(isCardNumber(number)).toBe(true);
  });

  it.each([
    ['a wrong check digit', '4111111111111112'],
    ['a wrong length for the network', '41111111111111'],
    ['a timestamp in microseconds', withCheckDigit('173550000000000')],
    ['an IMEI', '490154203237518'],
    ['a snowflake id', withCheckDigit('123456789012345678')],
    ['a bar code', withCheckDigit('400638133393')],
    ['separators', '4111 1111 1111 1111'],
    ['a short number', '4111'],
  ])('refuses %s', (_, number) => {
    expect(isCardNumber(number)).toBe(false);
  });

  it('never takes a millisecond timestamp of this century for a card', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000_000, max: 1_999_999_999_999 }), (time) => {
        expect(isCardNumber(`${time}`)).toBe(false);
      }),
    );
  });
});

describe('isIban', () => {
  it.each(['DE89370400440532013000', 'GB29NWBK60161331926819', 'FR1420041010050500013M02606', 'NO9386011117947'])(
    'accepts %s',
    (iban) => {
      expect(isIban(iban)).toBe(true);
    },
  );

  it('refuses a wrong sum, length, country or sign', () => {
    for (const iban of [
      'DE89370400440532013001',
      'DE8937040044053201300',
      'ZZ89370400440532013000',
      'GB00TEST',
      'DE8937040044053201300 ',
      '',
    ]) {
      expect(isIban(iban), iban).toBe(false);
    }
  });

  it('notices one wrong digit, whichever it is', () => {
    const iban = 'DE89370400440532013000';
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, shift) => {
        const digit = (Number(iban[at]) + shift) % 10;
        expect(isIban(iban.slice(0, at) + digit + iban.slice(at + 1))).toBe(false);
      }),
    );
  });
});

describe('isUsSsn', () => {
  it('accepts what could have been issued', () => {
    for (const ssn of ['123456789', '899999999', '001010001']) expect(isUsSsn(ssn), ssn).toBe(true);
  });

  it('refuses the areas, groups and serials that never are', () => {
    for (const ssn of ['000123456', '666123456', '900123456', '999123456', '123006789', '123450000']) {
      expect(isUsSsn(ssn), ssn).toBe(false);
    }
  });

  it('refuses the numbers known from advertising', () => {
    for (const ssn of ['078051120', '219099999', '987654320']) expect(isUsSsn(ssn), ssn).toBe(false);
  });

  it('refuses what is not nine digits', () => {
    for (const ssn of ['', '12345678', '1234567890', '123-45-67', '12345678a']) expect(isUsSsn(ssn), ssn).toBe(false);
  });
});

function withCheckDigit(head: string): string {
  return head + ('0123456789'.split('').find((last) => passesLuhn(head + last)) ?? '');
}
