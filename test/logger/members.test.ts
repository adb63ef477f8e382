import { randomBytes } from 'node:crypto';
import { text as textOf } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';
import fc from 'fast-check';
import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { createRedactor, type RedactOptions } from '../../src/redact/index.ts';
import { card, email, jwt } from '../support/fake-values.ts';
import { collecting } from '../support/log-lines.ts';
import { runs } from '../support/planted.ts';

// Names and values of every kind of rule, and what readers look for around them. Few, so that they meet and repeat.
const words = [
  'password',
  'token',
  'Authorization',
  'api key',
  'name',
  'value',
  'key',
  'sid',
  'trace_id',
  'Bearer',
  'Basic',
  'digest',
  'email',
  'ok',
  'AKIA',
  'ghp_',
  '--password',
  '-p',
  'curl -u',
  'redis-cli -a',
  'INSERT INTO users (email, password) VALUES (',
  'machine a login b password',
  'https://',
  '%20',
  '%3D',
  '[REDACTED:email]',
  '***',
  '-----BEGIN RSA PRIVATE KEY-----',
  '{SSHA}',
];
const values = [
  'hunter2-x9',
  'correct-horse-9',
  card,
  '4111 1111 1111 1111',
  email,
  jwt,
  'a@b.io',
  'ünïcode',
  '\u{1f600}',
  '\u200b',
  '\u00ad',
  '+31 6 12345678',
  '12345678',
  '1732200000000',
  '2026-11-21T21:28:18.204Z',
  'cGFzc3dvcmQ9aHVudGVyMg==',
];
const signs = ['=', ': ', ':', ' ', ', ', '&', ';', '\n', '/', '+', '(', '<', '-', '_', '.', '?', '#', '|'];
const quotes = ['"', "'", '\\', '\\"', '{', '}', '[', ']', '":"', '","'];
const keys = [
  'status',
  'password',
  'pin',
  'cvv',
  'name',
  'value',
  'key',
  'card',
  'Authorization',
  'cookie',
  'set-cookie',
  'headers',
  'token',
  'email',
  'url',
  'trace_id',
  'requestId',
  'data',
  'x-api-key',
  'access token',
  'phone',
  '-x',
  'D.password',
];

const piece = fc.constantFrom(...words, ...values, ...signs, ...signs, ...quotes);
const text = fc.oneof(
  fc.constantFrom(...values, ...words),
  fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')),
);
const other = fc.constantFrom<unknown>(
  ...[0, -1, 12.4, 947, 12345678, 4111111111111111, -4111111111111111, 4111.1111, 1e21],
  ...[true, null, undefined, new Date(1e12)],
);
const member = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 4, arbitrary: text },
    { weight: 2, arbitrary: other },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    // A document in a text.
    { weight: 1, arbitrary: tie('value').map((value) => JSON.stringify(value) ?? '') },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4 }) },
  ),
})).value;
const record = fc.dictionary(fc.constantFrom(...keys), member, { maxKeys: 5 });

describe('a record that is cleaned member by member', () => {
  it.each<RedactOptions>([{}, { packs: ['credentials', 'secrets', 'payment', 'contact', 'network', 'person'] }])(
    'is what a redactor makes of its whole line, for any record: %j',
    (redact) => {
      const raw = collecting({ redact: { packs: [] } });
      const safe = collecting({ redact });
      const redactor = createRedactor(redact);
      fc.assert(
        fc.property(record, fc.option(text, { nil: undefined }), (fields, said) => {
          for (const { logger } of [raw, safe]) logger.info(fields, said);
          expect(safe.last()).toBe(redactor.line(raw.last()));
          expect(safe.last()).not.toContain('redaction_error');
          expect(() => JSON.parse(safe.last())).not.toThrow();
        }),
        { ...runs, numRuns: 12_000 },
      );
    },
  );

  it('hides what a message repeats of a value in another member', () => {
    const { logger, last } = collecting({});
    logger.info({ user: { password: 'correct-horse-9' } }, 'signed in with correct-horse-9');
    expect(last()).not.toContain('correct-horse-9');
  });

  it('hides all of a repeated value when another rule would hide a part of it', () => {
    const { logger, last } = collecting({});
    const secret = `horse=<${email}`;
    logger.info({ user: { password: secret } }, `got ${secret}`);
    expect(last()).toContain('"msg":"got [REDACTED:password]"');
  });

  it('hides the same value again after one that hid nothing', () => {
    const { logger, last } = collecting({});
    for (const password of ['hunter2-x9', '', '***', 'hunter2-x9']) logger.info({ user: { password } }, 'ok');
    expect(last()).toContain('"password":"[REDACTED:password]"');
  });

  it.each([
    [
      { body: '{"user":{"password":"hunter2-x9"}}' },
      '"body":"{\\"user\\":{\\"password\\":\\"[REDACTED:password]\\"}}"',
    ],
    [
      { card: { number: 4111111111111111, cvv: 947 } },
      '"number":"[REDACTED:card-number]","cvv":"[REDACTED:card-verification]"',
    ],
    [
      { token: 12, traceId: 4111111111111111, time: 1732200000000 },
      '"token":12,"traceId":4111111111111111,"time":1732200000000',
    ],
  ])('reads documents in texts, and numbers: %j', (fields, clean) => {
    const { logger, last } = collecting({});
    logger.info({ req: fields }, 'ok');
    expect(last()).toContain(clean);
  });

  it('asks a serializer once, also when the record has to be searched as a whole', () => {
    let asked = 0;
    const { logger, last } = collecting({
      serializers: {
        user: (user: unknown) => {
          asked++;
          return user;
        },
      },
    });
    logger.info({ user: { note: ['authorization', 'abcdef0123456789'] } }, 'ok');
    expect(last()).toContain('[REDACTED:authorization]');
    expect(asked).toBe(1);
  });

  it('shows each child’s own text for a value that another one hid before', () => {
    const { logger, last } = collecting({});
    const children = ['(gone)', '(away)'].map((censor) =>
      logger.child({}, { redact: { keys: ['shelf mark'], censor } as never }),
    );
    const seen: string[] = [];
    for (let turn = 0; turn < 3; turn++) {
      for (const to of [...children, logger]) {
        to.info({ place: { shelfMark: 'A7-Q' } }, 'ok');
        seen.push(/"shelfMark":"(.*?)"/.exec(last())?.[1] ?? '');
      }
    }
    expect(seen).toEqual(Array.from({ length: 3 }, () => ['(gone)', '(away)', 'A7-Q']).flat());
  });

  it('keeps what it found apart from what a rule of the user’s logs while it is asked', () => {
    const { logger, last } = collecting({
      redact: {
        rules: [
          {
            kind: 'value',
            id: 'acme-token',
            title: 'Acme token',
            why: 'A test.',
            pack: 'acme',
            severity: 'high',
            confidence: 'high',
            references: [],
            anchors: ['acme_'],
            pattern: /acme_[a-z]{4,40}/,
            validate: (text) => {
              if (text !== 'acme_inner') logger.info({ note: 'x acme_inner' }, 'asked');
              return true;
            },
          },
        ],
      },
    });
    for (let turn = 0; turn < 4; turn++) logger.info({ note: 'one more acme_outerouter' }, 'ok');
    expect(last()).toContain('"note":"one more [REDACTED:acme-token]"');
    for (let turn = 0; turn < 2; turn++) logger.info({ note: 'x acme_inner' }, 'ok');
    expect(last()).toContain('"note":"x [REDACTED:acme-token]"');
  });

  it('keeps nothing in memory of what it hid', async () => {
    const { logger } = collecting({});
    const keptByOthers = logMany(logger);
    expect(await textsInHeap(/^gone-[0-9a-f]{16}$/)).toEqual([keptByOthers]);
  });
});

/** Logs texts that nobody holds afterwards, but for the last. */
function logMany(logger: Logger): string {
  let password = '';
  for (let turn = 0; turn < 200; turn++) {
    password = `gone-${randomBytes(8).toString('hex')}`;
    logger.info({ user: { password, url: `/?token=${password}` } }, 'ok');
  }
  return password;
}

/** Texts of the program, as a snapshot of its memory shows them. */
async function textsInHeap(form: RegExp): Promise<string[]> {
  const snapshot: { readonly strings: readonly string[] } = JSON.parse(await textOf(getHeapSnapshot()));
  return snapshot.strings.filter((string) => form.test(string));
}
