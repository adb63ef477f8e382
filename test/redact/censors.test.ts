import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';
import type { Censor, RedactOptions } from '../../src/redact/index.ts';

/** One JSON line with one value under a key, cleaned. */
function cleaned(key: string, value: unknown, options: RedactOptions): unknown {
  return JSON.parse(createEngine(options).line(JSON.stringify({ [key]: value })))[key];
}

const card = ['4111', '1111', '1111', '1111'];

describe('censors', () => {
  it.each<[string, string, unknown, string]>([
    ['an address', 'email', 'jane.doe@example.com', 'j***@example.com'],
    ['a card', 'cardNumber', card.join(' '), '****1111'],
    ['a card without separators', 'msg', card.join(''), '****1111'],
    ['an international phone number', 'phone', '+41 44 668 18 00', '+41****00'],
    ['a number of a three-digit country', 'phone', '+353 1 668 1800', '+353****00'],
    ['an IBAN', 'msg', 'CH93 0076 2011 6238 5295 7', 'CH****2957'],
    ['anything else', 'password', 'correct horse 7', '****'],
  ])('masks %s', (_, key, value, masked) => {
    expect(cleaned(key, value, { censor: 'mask' })).toBe(masked);
  });

  it('writes the marker by default, quoted where a number stood', () => {
    expect(createEngine().line('{"a":1,"password":12345678,"b":[2]}')).toBe(
      '{"a":1,"password":"[REDACTED:password]","b":[2]}',
    );
  });

  it('keeps a removed value as an empty text, so that the line keeps its shape', () => {
    expect(createEngine({ censor: 'remove' }).line('{"password":"hunter22","cvv":123}')).toBe(
      '{"password":"","cvv":""}',
    );
  });

  it('keeps no part or hash of a verification value, whatever is asked in general', () => {
    for (const censor of ['mask', 'pseudonym', () => 'kept'] satisfies Censor[]) {
      const options: RedactOptions = { censors: { payment: censor }, pseudonym: { key: 'k'.repeat(32) } };
      expect(cleaned('cvv', '987', options)).toBe('[REDACTED:card-verification]');
    }
  });

  it('never shows the last digits of a card where another rule hashes it', () => {
    const options: RedactOptions = {
      censor: 'mask',
      censors: { 'card-number': 'pseudonym' },
      pseudonym: { key: 'k'.repeat(32) },
    };
    const line = createEngine(options).line(
      JSON.stringify({ cardNumber: card.join(''), msg: `paid ${card.join('-')}` }),
    );
    expect(line).not.toContain('1111');
  });

  it('prefers the censor of a rule to that of its pack, and both to the general one', () => {
    const options: RedactOptions = { censor: 'G', censors: { contact: 'P', email: 'R' } };
    const line = createEngine(options).line('{"email":"a.b@example.com","ssn":"219-09-9999","password":"hunter22"}');
    expect(JSON.parse(line)).toMatchObject({ ssn: 'P', password: 'G' });
    expect(createEngine(options).line('{"msg":"to a.b@example.com"}')).toBe('{"msg":"to R"}');
  });

  it.each(['$& and $1', 'say "no"', 'two\nlines', 'a\\b', '\u2028', '\ud800'])(
    'writes the text %j safely',
    (censor) => {
      expect(cleaned('password', 'hunter22', { censor })).toBe(Buffer.from(censor, 'utf8').toString('utf8'));
    },
  );

  it('writes a text with quotes so that JSON in a string, twice nested, stays JSON', () => {
    const inner = JSON.stringify({ password: 'hunter22', n: 1 });
    const line = JSON.stringify({ body: JSON.stringify({ deep: inner }) });
    const result = createEngine({ censor: 'say "no"' }).line(line);
    expect(JSON.parse(JSON.parse(JSON.parse(result).body).deep)).toEqual({ password: 'say "no"', n: 1 });
  });

  it('quotes a number that stands in JSON in a string', () => {
    const line = JSON.stringify({ body: JSON.stringify({ deep: JSON.stringify({ password: 12345678 }) }) });
    const result = createEngine().line(line);
    expect(JSON.parse(JSON.parse(JSON.parse(result).body).deep)).toEqual({ password: '[REDACTED:password]' });
  });

  it('quotes a bare card number, in an object and in a list', () => {
    const number = Number(card.join(''));
    expect(JSON.parse(createEngine().line(JSON.stringify({ n: number, list: [1, number, 2] })))).toEqual({
      n: '[REDACTED:card-number]',
      list: [1, '[REDACTED:card-number]', 2],
    });
  });
});

describe('a censor function', () => {
  it('gets the value without escapes and its path', () => {
    const seen: unknown[] = [];
    const censor = (value: unknown, path: readonly string[]): string => {
      seen.push([value, path]);
      return 'x';
    };
    createEngine({ censor }).line(JSON.stringify({ user: { list: [{ password: 'a"b\nc d' }] } }));
    expect(seen).toEqual([['a"b\nc d', ['user', 'list', '0', 'password']]]);
  });

  it('that throws leaves the marker and a warning without the value', () => {
    const warnings: unknown[] = [];
    const engine = createEngine(
      {
        censor: () => {
          throw new Error('hunter22');
        },
      },
      (warning) => warnings.push(warning),
    );
    for (let round = 0; round < 3; round++)
      expect(engine.line('{"password":"hunter22"}')).toBe('{"password":"[REDACTED:password]"}');
    expect(warnings).toEqual([
      { code: 'LOGVEIL_CENSOR_FAILED', message: 'a censor function threw; the marker was written instead' },
    ]);
    expect(engine.stats().failures).toBe(0);
  });

  it('may give any JSON value for a whole value, and text within a text', () => {
    const engine = createEngine({ paths: ['a', 'b'], censor: () => ({ hidden: true }) });
    expect(JSON.parse(engine.line('{"a":[1,2],"b":"text"}'))).toEqual({ a: { hidden: true }, b: '{"hidden":true}' });
  });

  it('is not asked again about what it gave', () => {
    const engine = createEngine({ censor: (value) => `len ${String(value).length}` });
    const once = engine.line('{"password":"hunter22"}');
    expect(once).toBe('{"password":"len 8"}');
    expect(engine.line(once)).toBe(once);
  });
});
