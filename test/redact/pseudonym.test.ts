import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';
import type { RedactOptions } from '../../src/redact/index.ts';

const key = 'a key of thirty-two bytes or more';

/** What a value under a key is replaced by. */
function pseudonymOf(name: string, value: string, options: RedactOptions = {}): unknown {
  const engine = createEngine({ censor: 'pseudonym', pseudonym: { key }, ...options });
  return JSON.parse(engine.line(JSON.stringify({ [name]: value })))[name];
}

describe('a pseudonym', () => {
  it('names the kind and the key, and holds 128 bits', () => {
    expect(pseudonymOf('email', 'jane.doe@example.com')).toMatch(/^\[email:k1:[A-Za-z0-9_-]{22}\]$/);
  });

  it('is the same for every spelling of a value', () => {
    const same = [
      ['email', 'Jane.Doe@Example.com', 'jane.doe@example.com'],
      ['email', 'ｊane.doe@example.com', 'jane.doe@example.com'],
      ['phone', '+41 44 668 18 00', '+41446681800'],
      ['iban', 'CH93 0076 2011 6238 5295 7', 'CH9300762011623852957'],
    ] as const;
    for (const [name, a, b] of same) expect(pseudonymOf(name, a)).toBe(pseudonymOf(name, b));
  });

  it('is the same whether the value was told by its name or by its form', () => {
    const value = 'jane.doe@example.com';
    expect(pseudonymOf('msg', value)).toBe(pseudonymOf('email', value));
  });

  it('differs for another value, another kind, another key', () => {
    const all = [
      pseudonymOf('password', 'jane.doe@example.com.x'),
      pseudonymOf('clientSecret', 'jane.doe@example.com.x'),
      pseudonymOf('email', 'jane.doe@example.com'),
      pseudonymOf('email', 'jane.roe@example.com'),
      pseudonymOf('email', 'jane.doe@example.com', { pseudonym: { key: `${key}!` } }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('tells after a rotation which key it was made with', () => {
    expect(pseudonymOf('email', 'a.b@example.com', { pseudonym: { key, keyId: '2026-11' } })).toMatch(
      /^\[email:2026-11:/,
    );
  });

  it('takes bytes as a key, and does not notice when they are wiped', () => {
    const bytes = Uint8Array.from(Buffer.from(key));
    const engine = createEngine({ censor: 'pseudonym', pseudonym: { key: bytes } });
    bytes.fill(0);
    expect(JSON.parse(engine.line('{"email":"a.b@example.com"}')).email).toBe(pseudonymOf('email', 'a.b@example.com'));
  });

  it('is left alone by a second pass, for any value', () => {
    const engine = createEngine({ censor: 'pseudonym', pseudonym: { key } });
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (value) => {
        const once = engine.line(JSON.stringify({ password: value, email: value }));
        expect(engine.line(once)).toBe(once);
      }),
    );
  });

  it('becomes the marker without a key, with one warning', () => {
    const warnings: unknown[] = [];
    const engine = createEngine({ censors: { contact: 'pseudonym' } }, (warning) => warnings.push(warning));
    engine.extend({ censors: { contact: 'pseudonym' }, keys: ['badge'] });
    expect(engine.line('{"email":"a.b@example.com"}')).toMatch(/^\{"email":"\[REDACTED:email[a-z-]*\]"\}$/);
    expect(warnings).toEqual([
      {
        code: 'LOGVEIL_NO_PSEUDONYM_KEY',
        message: 'the censor pseudonym needs redact.pseudonym.key; the marker is written instead',
      },
    ]);
  });
});
