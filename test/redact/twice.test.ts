import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';
import type { RedactOptions } from '../../src/redact/index.ts';
import { githubToken } from '../support/fake-secrets.ts';

describe('redacting twice', () => {
  const key = 'k'.repeat(32);
  /** Behind what is hidden in its message stands a sign that a reader takes for a part of a value. */
  const BEFORE_A_SIGN = {
    ...{ password: 0, email: 'a@b.co', phone: '', cardNumber: '', p: { q: '' }, any: '', body: '{}' },
    msg: 'password={ by +]=',
  };
  /** The value ends with no bracket, though it begins with one. */
  const BEHIND_A_BRACKET = { ...BEFORE_A_SIGN, msg: 'password={0}#0 by x' };
  it.each<[string, RedactOptions]>([
    ['markers', {}],
    ['masks', { censor: 'mask' }],
    ['pseudonyms', { censor: 'pseudonym', pseudonym: { key } }],
    ['removals', { censor: 'remove' }],
    ['a text', { censor: 'gone "for" good' }],
    ['a word', { censor: 'gone' }],
    ['a function', { censor: (value) => `fn-${String(value).length}-${String(value).length}` }],
  ])('equals redacting once, with %s', (_, options) => {
    const engine = createEngine({ paths: ['p.q', '**.any'], ...options });
    const email = fc.stringMatching(/^[a-z]{3,9}@[a-z]{3,9}\.com$/);
    const value = fc.oneof(
      fc.string(),
      email,
      fc.integer(),
      fc.constant(githubToken),
      fc.constant('4111 1111 1111 1111'),
    );
    const record = fc.record({
      password: value,
      email: value,
      phone: value,
      cardNumber: value,
      msg: fc.tuple(value, value).map(([a, b]) => `password=${a} by ${b}`),
      p: fc.record({ q: value }),
      any: fc.oneof(value, fc.array(value)),
      body: fc.record({ token: value, note: value }).map((inner) => JSON.stringify(inner)),
    });
    fc.assert(
      fc.property(record, (fields) => {
        const once = engine.line(JSON.stringify(fields));
        JSON.parse(once);
        expect(engine.line(once)).toBe(once);
      }),
      { examples: [[BEFORE_A_SIGN], [BEHIND_A_BRACKET]] },
    );
  });
});
