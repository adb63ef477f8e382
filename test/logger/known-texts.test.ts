import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { loggerStats } from '../../src/index.ts';
import { createRedactor } from '../../src/redact/index.ts';
import { githubToken } from '../support/fake-secrets.ts';
import { collecting } from '../support/log-lines.ts';
import { runs } from '../support/planted.ts';

// Few of each, so that most records are made of texts the logger has met before; pieces of secrets among them, which
// are harmless alone and must be found where two of them meet.
const keys = [
  'status',
  'orderId',
  'password',
  'pin',
  'note',
  'api',
  'name',
  'value',
  'card',
  'mobile',
  'Authorization',
];
const texts = [
  'paid',
  'open',
  'key',
  'password',
  'token=',
  'Bearer',
  '4111',
  '://',
  'cvv',
  'hunter2',
  '"',
  ':',
  'ünïcode',
];
const fresh = fc.string({ maxLength: 12 });
const numbers = [
  0,
  -1,
  3,
  12.4,
  4111,
  12345678,
  123456789,
  4111111111111111,
  1e21,
  1e-7,
  Number.NaN,
  7n,
  4111111111111111n,
];
const card = '4111111111111111';
const others = [
  true,
  null,
  undefined,
  new Date(1),
  [card],
  { pin: 4711 },
  { toJSON: () => card },
  Object(card),
  Symbol(card),
];
const value = fc.constantFrom<unknown>(...texts, ...numbers, ...others, card, githubToken);
const record = fc.dictionary(fc.constantFrom(...keys), fc.oneof(value, fresh), { maxKeys: 5 });
const message = fc.oneof(
  fc.constantFrom(undefined, 'order completed', 'token', 'password: hunter2', githubToken),
  fresh,
);

const prefix = fc.constantFrom('', '[cart] ', 'password=');

describe('a line of texts that were logged before', () => {
  it('is what a redactor makes of the raw line, for any records over few keys and texts', () => {
    const raw = collecting({ redact: { packs: [] } });
    const safe = collecting({});
    const redactor = createRedactor();
    fc.assert(
      fc.property(record, record, record, message, prefix, (bindings, more, fields, said, prefix) => {
        for (const { logger } of [raw, safe]) {
          const child = logger.child(bindings, { msgPrefix: prefix });
          child.setBindings(more);
          child.info(fields, said);
        }
        expect(safe.last()).toBe(redactor.line(raw.last()));
        expect(safe.last()).not.toContain('redaction_error');
      }),
      { ...runs, numRuns: 3_000 },
    );
  });

  it('is searched when the key of the message is a sensitive name', () => {
    const { logger, last } = collecting({ messageKey: 'password' });
    for (let turn = 0; turn < 3; turn++) logger.info({ items: turn }, 'one-and-two');
    expect(last()).not.toContain('one-and-two');
  });

  it('is counted like any other', () => {
    const { logger } = collecting({});
    for (let turn = 0; turn < 5; turn++) logger.info({ status: 'paid', items: turn }, 'order completed');
    expect(loggerStats(logger)?.lines).toBe(5);
  });

  it('is searched again by a child with more rules', () => {
    const { logger, last } = collecting({});
    const log = (to: Logger): void => to.info({ shelf: 'A7-Q' }, 'moved');
    log(logger);
    log(logger);
    expect(last()).toContain('A7-Q');
    log(logger.child({}, { redact: ['shelf'] }));
    expect(last()).not.toContain('A7-Q');
  });

  it('keep nothing in memory of the longer texts they were cut out of', () => {
    const { logger } = collecting({});
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const cut = (turn: number, from: number): string =>
      `${turn}`.padEnd(1 << 20, 'quiet words ').slice(from, from + 30);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let turn = 0; turn < 100; turn++) logger.info({ [`key${turn}`]: cut(turn, 0), note: 1 }, cut(turn, 1));
    const redactor = createRedactor();
    for (let turn = 0; turn < 100; turn++) redactor.line(`{"password_of_item_${turn}":1}`.padEnd(1 << 19));
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30 << 20);
  });
});
