import { describe, expect, it } from 'vitest';
import { createRedactor, type RedactOptions } from '../../src/index.ts';
import {
  awsKeyId,
  card,
  email,
  githubToken,
  jwt,
  opaque,
  password,
  pemEnd,
  pemHead,
  pemLine,
  phone,
} from '../support/fake-values.ts';
import { expectHidden, expectTextHidden, starred, written } from '../support/traps.ts';

describe('private keys', () => {
  const joined = (end: string): string => [pemHead, pemLine, pemLine, 'FAKE==', pemEnd].join(end);

  it.each([
    ['real line ends', joined('\n')],
    ['\\r\\n', joined('\r\n')],
    ['escaped line ends', joined('\\n')],
    ['escaped line ends, twice', joined('\\\\n')],
    ['no line ends', joined('')],
    ['blanks for line ends', joined(' ')],
  ])('trap 09: a key with %s', (_, key) => {
    expectTextHidden({ text: `key ${key} done`, shown: 'key [*] done', secrets: [key, pemLine] });
    const text = JSON.stringify({ key, n: 1 });
    expectTextHidden({ text, shown: '{"key":"[*]","n":1}', secrets: [key, pemLine] });
  });

  it.each([
    ['in a line of the body', `${pemHead}\n${pemLine}\n${pemLine.slice(0, 30)}`],
    ['in a line of the body, escaped', `${pemHead}\\n${pemLine}\\n${pemLine.slice(0, 30)}`],
    ['in the END line', `${pemHead}\n${pemLine}\n${pemEnd.slice(0, 12)}`],
  ])('trap 09: a key that is cut %s', (_, key) => {
    const { line, record } = written((logger) => logger.info({ private_key: key, pem: key, n: 1 }, `key: ${key}`));
    expectHidden(line, [key, pemLine, pemLine.slice(0, 30)]);
    expect(record).toMatchObject({ n: 1, msg: expect.stringMatching(/^key: \[REDACTED:/) });
  });

  it('trap 09: a certificate and a public key stay', () => {
    const text = `-----BEGIN CERTIFICATE-----\n${pemLine}\n-----END CERTIFICATE-----`;
    expect(written((logger) => logger.info(text)).record['msg']).toBe(text);
  });
});

describe('encoded credentials', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const body = JSON.stringify({ password, user: 'jane' });

  it.each([
    ['Basic', `sent Basic ${base64(`jane:${password}`)} to a.example`, 'sent Basic [*] to a.example'],
    ['a basic header', `authorization: basic ${base64('jane:pw')}`, 'authorization: basic [*]'],
    ['Bearer', `sent Bearer ${opaque} to a.example`, 'sent Bearer [*] to a.example'],
    ['base64 of JSON', `payload ${base64(body)} end`, 'payload [*] end'],
    ['base64url of JSON', `payload ${Buffer.from(body).toString('base64url')} end`, 'payload [*] end'],
    ['base64 of JSON in JSON', `{"data":"${base64(body)}","n":1}`, '{"data":"[*]","n":1}'],
  ])('trap 10: %s', (_, text, shown) => {
    expectTextHidden({ text, shown, secrets: [password, base64(body), base64(`jane:${password}`), opaque] });
  });

  it('trap 10: base64 of a known secret, padded or not', () => {
    const options: RedactOptions = { knownSecrets: [opaque] };
    for (const form of ['base64', 'base64url'] as const) {
      const { line } = written((logger) => logger.info(`x ${Buffer.from(opaque).toString(form)} y`), {
        redact: options,
      });
      expectHidden(line, [opaque]);
      expect(JSON.parse(starred(line)).msg).toMatch(/^x \[\*\]=* y$/);
    }
  });
});

describe('several findings in one text', () => {
  it.each([
    [`${email} paid ${card}`, '[*] paid [*]'],
    [`${email}, ${email};${card}`, '[*], [*];[*]'],
    [`call ${phone} or ${email}; key ${awsKeyId}; ${githubToken}`, 'call [*] or [*]; key [*]; [*]'],
    [`password=${password}&token=${jwt}&to=${email}`, 'password=[*]&token=[*]&to=[*]'],
    [`{"a":"${email}","b":${card},"c":[true,"${phone}"]}`, '{"a":"[*]","b":"[*]","c":[true,"[*]"]}'],
  ])('trap 11: %s', (text, shown) => {
    expectTextHidden({ text, shown, secrets: [email, card, phone, awsKeyId, githubToken, password, jwt] });
  });

  it('trap 12: the same line is cleaned each time', () => {
    const text = `${email} password=${password} ${card} ${githubToken} ${pemHead}\n${pemLine}\n${pemEnd}`;
    const redactor = createRedactor({ rules: [ownRule] });
    const first = redactor.text(`${text} own-1234`);
    const { text: lines } = written((logger) => {
      for (let count = 0; count < 3; count++) logger.info(text);
    });
    expectHidden(lines, [email, password, card, githubToken, pemLine]);
    expect(
      new Set(
        lines
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line).msg),
      ).size,
    ).toBe(1);
    for (let count = 0; count < 3; count++) expect(redactor.text(`${text} own-1234`)).toBe(first);
    expect(first).not.toContain('own-1234');
  });

  it.each([
    ['a phone inside a card', `+${card}`, /^\[\*\]$|^\+\[\*\]$/],
    ['a card inside a password', `password=${card}-x`, /^password=\[\*\]$/],
    ['a token inside a URL password', `https://u:${githubToken}@a.example/`, /^https:\/\/u:\[\*\]@a\.example\/$/],
    ['an address inside a token value', `token=${email}/${opaque}`, /^token=\[\*\]$/],
    [
      'an address inside an authorization',
      `Authorization: Bearer ${email}:${opaque}`,
      /^Authorization: Bearer \[\*\]$/,
    ],
    ['a card before a date', `${card} 2026-11-20`, /^\[\*\] 2026-11-20$/],
  ])('trap 13: %s leaves no part', (_, text, shown) => {
    const { record, line } = written((logger) => logger.info(text));
    expectHidden(line, [card, card.slice(4, 12), githubToken, opaque, email]);
    expect(starred(record['msg'])).toMatch(shown);
  });

  it('trap 13: a partial mask that another tool left is no card, and a whole card next to it is one', () => {
    const { record } = written((logger) => logger.info(`4532****7 and ${card}`));
    expect(starred(record['msg'])).toBe('4532****7 and [*]');
  });
});

const ownRule = {
  kind: 'value',
  id: 'own-number',
  title: 'Own number',
  why: 'A test wants it hidden.',
  pack: 'own',
  severity: 'low',
  confidence: 'high',
  anchors: ['own-'],
  pattern: /own-\d{4}/g,
  references: [],
} as const;

describe('markers', () => {
  const text = `${email} ${card} ${phone} password=${password} {"token":"${jwt}","cvv":987}`;
  it.each<[string, RedactOptions]>([
    ['marker', {}],
    ['mask', { censor: 'mask' }],
    ['pseudonym', { censor: 'pseudonym', pseudonym: { key: 'k'.repeat(32) } }],
    ['remove', { censor: 'remove' }],
    ['a text', { censor: '<gone>' }],
    ['a function', { censor: (value) => `hidden-${String(value).length}` }],
  ])('trap 14: a line hidden by %s is left as it is the next time', (_, redact) => {
    const redactor = createRedactor(redact);
    const once = redactor.text(text);
    expectHidden(once, [email, card, phone, password, jwt]);
    expect(redactor.text(once)).toBe(once);
    const { line } = written((logger) => logger.info({ note: text, pin: 1234 }, text), { redact });
    expect(redactor.line(line)).toBe(line);
  });

  it.each([
    'password=[REDACTED]',
    'password=***',
    'card ****1111',
    '{"password":"<redacted>","token":"xxxx"}',
    'to j***@example.com',
    'Authorization: Bearer [REDACTED]',
    'password=[REDACTED:password] x',
    'https://bob:***@a.example/',
    `token=$${'{TOKEN}'}`,
    'password=[REDACTED:password] "quoted"',
  ])('trap 14: a mask of another tool stays, %s', (masked) => {
    expect(written((logger) => logger.info({ note: masked }, masked)).record).toMatchObject({
      note: masked,
      msg: masked,
    });
  });

  it.each(['$&', '$1', '$$', "$`$'", '"quoted"', 'back\\slash', 'two\nlines', '\u2028', '\ud800', '{"a":1}'])(
    'trap 15: the censor text %j is only text',
    (censor) => {
      const { line, record } = written(
        (logger) => logger.info({ password, pin: 1234, body: JSON.stringify({ password }) }, `password=${password}`),
        { redact: { censor } },
      );
      expectHidden(line, [password]);
      const shown = censor === '\ud800' ? '\ufffd' : censor;
      expect(record).toMatchObject({ password: shown, pin: shown });
      expect(JSON.parse(String(record['body']))).toMatchObject({ password: expect.any(String) });
      expect(line).not.toMatch(/[\r\n]/);
    },
  );
});
