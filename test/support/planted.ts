import fc from 'fast-check';
import { card, email, githubToken, jwt } from './fake-values.ts';

/** Runs of every property: the same ones each time, and the seed is printed when one fails. */
export const runs: { seed: number; numRuns: number } = { seed: 20_261_120, numRuns: 300 };

/** Text no rule has anything to say about: words, numbers, signs, other scripts. */
export const benignText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.stringMatching(/^[a-z]{1,9}$/),
      fc.integer({ min: 0, max: 99_999 }).map(String),
      fc.constantFrom('"quoted"', '\\', '\n', '\t', '{', '}', '[1,2]', '😀', 'ünï', '日本', '(a)', "'b'", 'a/b', '…'),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(' '));

const benignKey: fc.Arbitrary<string> = fc.stringMatching(/^x[a-z]{1,6}_[0-9]$/);

/** Any JSON value of benign parts, JSON texts among them. */
export const benignValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    benignText,
    fc.integer({ min: -99_999, max: 99_999 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(benignKey, tie('value'), { maxKeys: 3 }),
    tie('value').map((value) => JSON.stringify(value)),
  ),
})).value;

export const benignRecord: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(benignKey, benignValue, {
  maxKeys: 4,
});

export type Held = object | string;

/** A secret, and what holds it: the same holder can be made with a marker in the secret's place. */
export interface Planted {
  readonly secret: string;
  readonly hold: (secret: string) => Held;
}

const word = fc.stringMatching(/^[A-Za-z0-9]{4}[A-Za-z0-9!?_-]{4,12}[0-9][A-Z]$/);
/** What only JSON can hold. */
const phrase = fc
  .tuple(word, fc.constantFrom(' ', '"', '\\', '\n', 'é', '密', '😀', '&', '}'), word)
  .map((parts) => parts.join(''));
const plain = fc.constantFrom(githubToken, email, card, jwt);

const name = fc.constantFrom('password', 'DB_PASSWORD', 'apiKey', 'client_secret', 'x-api-key', 'refreshToken');

const named: fc.Arbitrary<Planted> = fc.oneof(
  fc
    .tuple(fc.constantFrom('password', 'DB_PASSWORD', 'client_secret'), phrase)
    .map(([key, secret]) => ({ secret, hold: (value: string) => ({ [key]: value, xn_1: 1 }) })),
  fc.tuple(name, word).map(([key, secret]) => ({ secret, hold: (value: string) => ({ [key]: value, xn_1: 1 }) })),
  word.map((secret) => ({ secret, hold: (value: string) => ({ authorization: `Bearer ${value}`, xh_1: '*/*' }) })),
  word.map((secret) => ({ secret, hold: (value: string) => [{ name: 'password', value }, 1] })),
);

const inText: fc.Arbitrary<Planted> = fc.oneof(
  fc.tuple(name, word, benignText, benignText).map(([key, secret, before, after]) => ({
    secret,
    hold: (value: string) => `${before} ${key}=${value} ${after}`,
  })),
  fc.tuple(plain, benignText, benignText).map(([secret, before, after]) => ({
    secret,
    hold: (value: string) => `${before} ${value} ${after}`,
  })),
  fc
    .tuple(name, word)
    .map(([key, secret]) => ({ secret, hold: (value: string) => `https://a.example/x?${key}=${value}&page=2` })),
  // `bob:80?x` would be a host and a port.
  word
    .map((given) => `p${given}`)
    .map((secret) => ({ secret, hold: (value: string) => `https://bob:${value}@a.example/x` })),
);

const inKey: fc.Arbitrary<Planted> = plain.map((secret) => ({
  secret,
  hold: (value: string) => ({ [value]: 1, xk_1: 2 }),
}));

const wraps: readonly ((value: Held) => Held)[] = [
  (value) => [1, value, 'two'],
  (value) => ({ xa_1: value, xb_1: 1 }),
  (value) => new Map([['xm_1', value]]),
  (value) => new Set([value, 2]),
  (value) => JSON.stringify(value),
  (value) => JSON.stringify({ xj_1: JSON.stringify(value), xn_1: 1 }),
  (value) => Object.assign(new Error('failed'), { stack: '', xe_1: value }),
  (value) => ({ toJSON: () => value }),
];

/** A planted secret with up to two things around it. */
export const planted: fc.Arbitrary<Planted> = fc
  .tuple(fc.oneof(named, inText, inKey), fc.array(fc.constantFrom(...wraps), { maxLength: 2 }))
  .map(([{ secret, hold }, chain]) => ({
    secret,
    hold: (value: string) => chain.reduce((held: Held, wrap) => wrap(held), hold(value)),
  }));

/** A planted secret in a text, JSON or not. */
export const plantedText: fc.Arbitrary<{ readonly secret: string; readonly text: (secret: string) => string }> = fc
  .oneof(named, inText, inKey)
  .map(({ secret, hold }) => ({
    secret,
    text: (value: string) => {
      const held = hold(value);
      return typeof held === 'string' ? held : JSON.stringify(held);
    },
  }));

/** Signs and words of every notation in any order, to get readers into places no writer meant. */
export const jumble: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'password|token|secret|Authorization|Cookie|Bearer |Basic |api_key|sid|cvv|card|"|\\|\\\\|\\"|\'|`|:|: |=|&|;|,|{|}|[|]|(|)|<|>|/|://|@|%|%40|%25|%22|%3D|\\n|\\r\\n|\\t|\\u0040|\\u0022|\\u0070assword|-p|--|+|.|-|_|$|*|[REDACTED]|***|x|a|A1b2C3d4e5f6|hunter2-fake|12345678|987|jane@example.com|eyJ|+41 44 555 01 67|é|密|😀|\u200b|\ud800|\n|\t| '.split(
          '|',
        ),
        '|',
        githubToken,
        jwt,
        card,
      ),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));
