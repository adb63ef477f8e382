import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passesBase58Check, passesBech32 } from '../../../src/rules/checks/base58.ts';
import { isDay, passesMod11of10, passesVerhoeff, remainder } from '../../../src/rules/checks/digits.ts';
import { packs } from '../../../src/rules/index.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`));
const lastDigits = (head: string, passes: (text: string) => boolean) =>
  '0123456789'.split('').filter((last) => passes(head + last));

describe('check digits of one kind', () => {
  it.each([
    ['Verhoeff', passesVerhoeff],
    ['ISO 7064 mod 11,10', passesMod11of10],
  ])('%s fits exactly one last digit, for any number', (_, passes) => {
    fc.assert(
      fc.property(digits(10), (head) => {
        expect(lastDigits(head, passes)).toHaveLength(1);
      }),
    );
  });

  it('take the numbers their standards print', () => {
    expect(passesVerhoeff('2363')).toBe(true);
    expect(passesMod11of10('86095742719')).toBe(true);
    expect(remainder('123456789012345678901234567890', 97)).toBe(Number(123456789012345678901234567890n % 97n));
  });

  it('know the days of a calendar', () => {
    expect([isDay(2, 29), isDay(4, 31), isDay(12, 31), isDay(13, 1), isDay(0, 1)]).toEqual([
      true,
      false,
      true,
      false,
      false,
    ]);
  });
});

describe('addresses of wallets', () => {
  // The first block's address, and the examples of BIP 173 and BIP 350.
  it('take the ones their standards print', () => {
    expect(passesBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa')).toBe(true);
    expect(passesBech32('BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toBe(true);
    expect(passesBech32('bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0')).toBe(true);
  });

  it('refuse one wrong character, mixed case and too much', () => {
    expect(passesBase58Check('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb')).toBe(false);
    expect(passesBase58Check('1'.repeat(200))).toBe(false);
    expect(passesBech32('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5')).toBe(false);
    expect(passesBech32('bc1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4')).toBe(false);
  });
});

// Numbers printed in the specification or on the page of whoever gives them out; nobody owns them.
describe('the numbers that offices print as examples', () => {
  it.each([
    ['us-provider-id', '1245319599'],
    ['us-dea-number', 'AB1234563'],
    ['uk-nhs-number', '9434765919'],
    ['uk-driving-licence', 'MORGA657054SM9IJ'],
    ['ca-sin', '130692544'],
    ['au-abn', '51824753556'],
    ['au-acn', '004085616'],
    ['au-tfn', '876543210'],
    ['de-tax-id', '86095742719'],
    ['de-pension-insurance', '15070649C103'],
    ['de-vat-id', 'DE136695976'],
    ['es-nie', 'X9613851N'],
    ['es-nif', '12345678Z'],
    ['it-fiscal-code', 'RSSMRA85T10A562S'],
    ['fr-nir', '180126955222380'],
    ['nl-bsn', '123456782'],
    ['be-national-number', '85073003328'],
    ['pl-pesel', '44051401458'],
    ['pl-nip', '1234563218'],
    ['se-personal-number', '8112189876'],
    ['fi-personal-code', '131052308T'],
    ['br-cpf', '52998224725'],
    ['br-cnpj', '11222333000181'],
    ['cn-resident-id', '11010519491231002X'],
    ['jp-my-number', '123456789018'],
    ['sg-nric', 'S1234567D'],
    ['tr-identity-number', '10000000146'],
    ['za-id-number', '8001015009087'],
  ])('%s takes %s and no other last sign', (id, example) => {
    const rule = Object.values(packs)
      .flat()
      .find((each) => each.id === id);
    const validate = rule?.kind === 'code' ? rule.validate : undefined;
    expect(validate?.(example)).toBe(true);
    const signs = /\d$/.test(example) ? '0123456789' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    const others = signs.split('').filter((sign) => !example.endsWith(sign));
    const passing = others.filter((sign) => validate?.(example.slice(0, -1) + sign));
    // The last sign of a British licence is no check, and some weights leave two digits alike.
    expect(passing.length).toBeLessThanOrEqual(/uk-driving|au-acn|de-vat/.test(id) ? 25 : 1);
  });
});
