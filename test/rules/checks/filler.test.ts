import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsJsonWebToken, isGrafanaKey, isTunnelToken } from '../../../src/rules/checks/base64-content.ts';
import { entropy, isVaried } from '../../../src/rules/checks/entropy.ts';
import { hasRealLastPart, isFiller } from '../../../src/rules/checks/filler.ts';
import { mixesLettersAndDigits } from '../../../src/rules/checks/mixture.ts';

describe('isFiller', () => {
  it.each([
    `AKIA${'X'.repeat(16)}`,
    ['ghp', 'x'.repeat(36)].join('_'),
    ['ghp', `ab12${'x'.repeat(32)}`].join('_'),
    ['sk', 'live', '*'.repeat(24)].join('_'),
    ['xoxb', 'x'.repeat(11), 'x'.repeat(24)].join('-'),
    ['sk', 'proj', 'your', 'api', 'key', 'goes', 'in', 'this', 'place'].join('-'),
    'put-the-key-here',
    '[REDACTED]',
    '****',
  ])('sees that %s stands for nothing', (text) => {
    expect(isFiller(text)).toBe(true);
  });

  it('takes keys from documentation and lazy tests for real: nothing tells them apart', () => {
    expect(isFiller(['AKIA', 'IOSFODNN7EXAMPLE'].join(''))).toBe(false);
    expect(isFiller(['sk', 'live', 'A'.repeat(24)].join('_'))).toBe(false);
  });

  it('never takes a text for filler in which no character stands twice', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'];
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...letters), { minLength: 6 }), (text) => {
        const distinct = new Set(text.map((letter) => letter.toLowerCase()));
        fc.pre(distinct.size === text.length);
        expect(isFiller(text.join(''))).toBe(false);
      }),
    );
  });

  it('looks at the last part of a URL alone when asked to', () => {
    const hook = ['https://hooks.example.com', 'services', 'T00000000', 'B00000000'].join('/');
    expect(hasRealLastPart(`${hook}/${'X'.repeat(24)}`)).toBe(false);
    expect(hasRealLastPart(`${hook}/a8Kq2ZrT5mWx9LpC3vBn7HsD`)).toBe(true);
  });
});

describe('mixesLettersAndDigits', () => {
  it('tells random text from a name in code', () => {
    expect(mixesLettersAndDigits('odt_KTJl9q2A')).toBe(true);
    expect(mixesLettersAndDigits('odt_reader_settings')).toBe(false);
  });

  it('does not count a digit of the prefix', () => {
    expect(mixesLettersAndDigits('oy2_settings_of_the_reader')).toBe(false);
  });
});

describe('entropy', () => {
  it('is nothing for one character and one bit for two', () => {
    expect(entropy('aaaa')).toBe(0);
    expect(entropy('abab')).toBe(1);
    expect(entropy('')).toBe(0);
  });

  it('never exceeds the logarithm of the length, for any text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 200 }), (text) => {
        expect(entropy(text)).toBeGreaterThanOrEqual(0);
        expect(entropy(text)).toBeLessThanOrEqual(Math.log2(text.length) + 1e-9);
      }),
    );
  });

  it('tells a run of zeros in base64 from a token', () => {
    expect(isVaried(`${'A'.repeat(80)}gQIDBA`)).toBe(false);
    expect(isVaried(`${'A'.repeat(22)}p7Kq2ZrT5mWx9LpC3vBn7HsDf4GjQ8yE6uIoU1tNcRb0aXkVh`)).toBe(true);
  });
});

describe('what base64 holds', () => {
  const base64 = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64');

  it('is a Grafana key when it has a key and a name', () => {
    expect(isGrafanaKey(base64({ k: 'a8Kq2ZrT5mWx', n: 'demo', id: 1 }))).toBe(true);
    expect(isGrafanaKey(base64({ k: 'a8Kq2ZrT5mWx', v: 2 }))).toBe(false);
  });

  it('is a tunnel token when it names an account', () => {
    expect(isTunnelToken(base64({ a: 'a0'.repeat(16), t: 'tunnel', s: 'secret' }))).toBe(true);
    expect(isTunnelToken(base64({ a: 'an ordinary field', t: 'tunnel' }))).toBe(false);
  });

  it('is a web token when it begins like one', () => {
    expect(
      holdsJsonWebToken(base64(`${base64({ alg: 'HS256' }).replace(/=/g, '')}.${base64({ sub: 'demo' })}.c2ln`)),
    ).toBe(true);
    expect(holdsJsonWebToken(base64('eyJ is how some tokens begin'))).toBe(false);
  });
});
