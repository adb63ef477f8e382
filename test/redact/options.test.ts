import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { checkRedactOptions } from '../../src/redact/check.ts';
import { createEngine } from '../../src/redact/engine.ts';
import { createRedactor } from '../../src/redact/index.ts';
import { packs } from '../../src/rules/index.ts';

/** `option message` of every problem with a redact option. */
function problemsOf(options: unknown): string[] {
  return checkRedactOptions(options, 'redact').map(({ option, message }) => `${option} ${message}`);
}

const PACKS = `${Object.keys(packs)
  .filter((name) => !name.startsWith('pii.'))
  .join(', ')}, pii, or a part of pii such as pii.us`;
const rule = {
  kind: 'value',
  id: 'staff-number',
  title: 'staff number',
  why: 'It opens doors.',
  pack: 'own',
  severity: 'high',
  confidence: 'high',
  references: [],
  anchors: ['EMP-'],
  pattern: /EMP-\d{6}/,
};

describe('redact options', () => {
  it.each([
    ['nothing', undefined],
    ['an empty object', {}],
    ["pino's array of paths", ['a.b', 'c[*].d', '["x-y"].z']],
    ["pino's object", { paths: ['a'], censor: '***', remove: false }],
    ["pino's censor function", { paths: ['a'], censor: () => 'x' }],
    [
      'everything',
      {
        packs: ['secrets', 'network'],
        rules: [rule],
        keys: ['loyaltyNumber'],
        paths: ['**.internal'],
        censor: 'mask',
        censors: { email: 'pseudonym', payment: 'remove', 'staff-number': 'gone', 'configured-path': 'x' },
        allow: { paths: ['a.b'], keys: ['session'], rules: ['email', 'staff-number'], hashes: ['0'.repeat(64)] },
        knownSecrets: () => [],
        pseudonym: { key: new Uint8Array(32), keyId: '2026-11' },
      },
    ],
  ])('accepts %s', (_, options) => {
    expect(problemsOf(options)).toEqual([]);
  });

  it.each([
    ['a number', 3, ['redact must be an object or an array of paths, got 3']],
    ['an unknown option', { pathes: [] }, ['redact.pathes is not an option (did you mean "paths"?)']],
    [
      'a pack that is none',
      { packs: ['secert', 7] },
      [
        `redact.packs[0] must be one of ${PACKS}, got "secert" (did you mean "secrets"?)`,
        `redact.packs[1] must be one of ${PACKS}, got 7`,
      ],
    ],
    [
      'a censor of another type',
      { censor: 3 },
      ['redact.censor must be marker, mask, pseudonym, remove, another string or a function, got 3'],
    ],
    [
      'censors for no rule',
      { censors: { emial: 'mask' } },
      ['redact.censors["emial"] names no rule and no pack (did you mean "email"?)'],
    ],
    [
      'a mask for a CVV',
      { censors: { 'card-verification': 'mask' } },
      [
        'redact.censors["card-verification"] must be marker, remove or a fixed text: PCI DSS 3.3.1 lets no part or hash of it be kept',
      ],
    ],
    [
      'a remove that is no flag',
      { remove: 'yes' },
      ['redact.remove must be true or false, got a string of 3 characters'],
    ],
    [
      'keys without letters',
      { keys: ['--'] },
      ['redact.keys[0] must be a name with a letter or digit in it, got a string of 2 characters'],
    ],
    [
      'known secrets of another type',
      { knownSecrets: 'hunter2' },
      ['redact.knownSecrets must be an array of strings or a function, got a string of 7 characters'],
    ],
    ['a short key', { pseudonym: { key: 'short' } }, ['redact.pseudonym.key must have at least 32 bytes, got 5']],
    [
      'a key id with a bracket',
      { pseudonym: { key: 'k'.repeat(32), keyId: ']' } },
      [
        'redact.pseudonym.keyId must be 1 to 16 letters, digits, dots, dashes or underscores, got a string of 1 characters',
      ],
    ],
    [
      'an allow entry for no rule',
      { allow: { rules: ['emial'] } },
      ['redact.allow.rules[0] names no rule: "emial" (did you mean "email"?)'],
    ],
    [
      'an allow entry of an unknown kind',
      { allow: { key: [] } },
      ['redact.allow.key is not an option (did you mean "keys"?)'],
    ],
    [
      'an allowed hash in capitals',
      { allow: { hashes: ['A'.repeat(64)] } },
      ['redact.allow.hashes[0] must be a SHA-256 of 64 lower-case hex digits, got a string of 64 characters'],
    ],
    [
      'an allow entry that takes back a path',
      { paths: ['a.b'], allow: { paths: ['a'] } },
      ['redact.allow.paths[0] allows what paths hides ("a.b")'],
    ],
    [
      'an allow entry that takes back a key',
      { keys: ['staffId'], allow: { keys: ['staff_id'] } },
      ['redact.allow.keys[0] allows what keys hides ("staffId")'],
    ],
  ])('refuses %s', (_, options, messages) => {
    expect(problemsOf(options)).toEqual(messages);
  });

  it.each([
    ['an empty path', [''], 'redact[0] must not be empty'],
    ['an empty part', ['a..b'], 'redact[0] has an empty part: "a..b"'],
    ['a trailing dot', ['a.'], 'redact[0] has an empty part: "a."'],
    [
      'an unquoted dash',
      ['headers.x-key'],
      'redact[0] is no path in pino\'s syntax, got "headers.x-key": write ["x-key"] for a name that is no identifier',
    ],
    ['an open bracket', ['a[0'], 'redact[0] is no path in pino\'s syntax, got "a[0"'],
    [
      'code',
      ['a;b()'],
      'redact[0] is no path in pino\'s syntax, got "a;b()": write ["a;b()"] for a name that is no identifier',
    ],
    [
      'a duplicate in another spelling',
      ['a.b', 'a["b"]'],
      'redact[1] is the same place as redact[0] ("a.b"): remove it',
    ],
    ['a path under another', ['user.name', 'user'], 'redact[0] is already hidden by redact[1] ("user"): remove it'],
    ['a path under a wildcard', ['*.pin', 'user.pin'], 'redact[1] is already hidden by redact[0] ("*.pin"): remove it'],
    ['a path under any depth', ['**.pin', 'a.b.pin'], 'redact[1] is already hidden by redact[0] ("**.pin"): remove it'],
    ['a number', [7], 'redact[0] must be a path, got 7'],
  ])('refuses %s', (_, paths, message) => {
    expect(problemsOf(paths)).toEqual([message]);
  });

  it('lists every problem in one error', () => {
    const create = () => createRedactor(JSON.parse('{"packs":["x"],"censr":1,"paths":["a."]}'));
    expect(create).toThrow(OptionsError);
    expect(create).toThrow(
      `redact options: 3 problems\n  - redact.censr is not an option (did you mean "censor"?)\n  - redact.packs[0] must be one of ${PACKS}, got "x"\n  - redact.paths[0] has an empty part: "a."`,
    );
  });
});

describe('rules of the user', () => {
  const withPattern = (pattern: RegExp) => problemsOf({ rules: [{ ...rule, pattern }] });

  it.each([/EMP-\d{6}/, /acme_[A-Za-z0-9_-]{20,255}/, /\bEMP-[a-f0-9]{64}\b/i, /x-[a-z]+/])(
    'accepts the linear %s',
    (pattern) => {
      expect(withPattern(pattern)).toEqual([]);
    },
  );

  it('names the part that makes an expression catastrophic', () => {
    expect(withPattern(/^(a+)+$/)).toEqual([
      'redact.rules[0].pattern takes exponential time on long lines because of "a+": bound the repetition, as in {1,64}',
    ]);
    expect(withPattern(/[a-z0-9.]+@x/)).toEqual([
      'redact.rules[0].pattern takes polynomial time on long lines because of "[a-z0-9.]+": bound the repetition, as in {1,64}',
    ]);
  });

  it('refuses what cannot be checked, and says what to do', () => {
    expect(withPattern(/(?:x{1,60}){1,60}y/)[0]).toMatch(/^redact\.rules\[0\]\.pattern (takes|could not be shown)/);
    const withFlags = (flags: string) => withPattern(new RegExp('[a-z]', flags));
    expect(withFlags('v')).toEqual([
      'redact.rules[0].pattern uses the flag v, which cannot be checked: write it with the flag u',
    ]);
  });

  it('checks the forms and words of a number', () => {
    const rule = {
      kind: 'code',
      id: 'staff',
      pack: 'acme',
      severity: 'low',
      forms: ['9'],
      namedForms: [],
      words: [''],
    };
    expect(problemsOf({ rules: [rule] })).toEqual([
      'redact.rules[0].forms must be an array of 5 to 32 characters each: 9 for a digit, A for a letter, signs between them',
      'redact.rules[0].words must be an array of words, none of them empty',
      'redact.rules[0].alone must be true or false, got undefined',
    ]);
  });

  it('checks ids, kinds and anchors', () => {
    expect(
      problemsOf({
        rules: [
          { ...rule, id: 'Staff Number' },
          { ...rule, kind: 'vlaue' },
          { ...rule, id: 'b', anchors: ['E'] },
          { ...rule, id: 'b' },
        ],
      }),
    ).toEqual([
      'redact.rules[0].id must be kebab-case like "staff-number", got "Staff Number"',
      'redact.rules[1].kind must be one of key, value, code, reader, path, got "vlaue" (did you mean "value"?)',
      'redact.rules[2].anchors must be an array of ASCII literals of three characters or more',
      'redact.rules[3].id is used by another rule: "b"',
    ]);
  });

  it('finds the same with a stateful expression, line after line', () => {
    const stateful = /EMP-\d{6}/g;
    stateful.lastIndex = 5;
    const { line } = createEngine({ rules: [{ ...rule, pattern: stateful } as never] });
    for (let round = 0; round < 3; round++)
      expect(line('{"msg":"by EMP-123456"}')).toBe('{"msg":"by [REDACTED:staff-number]"}');
    expect(stateful.lastIndex).toBe(5);
  });
});
