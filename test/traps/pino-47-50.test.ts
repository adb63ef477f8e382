import { channel } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions, OptionsError } from '../../src/index.ts';
import { email, jwt, opaque, password } from '../support/fake-values.ts';
import { tempDirectory } from '../support/temp-files.ts';
import { expectHidden, starred, written } from '../support/traps.ts';

type Call = Parameters<typeof written>[0];

describe('bindings', () => {
  it.each<[string, Call]>([
    ['child', (logger) => logger.child({ password, n: 1 }).info('said')],
    ['a child’s child', (logger) => logger.child({ password }).child({ n: 1 }).info('said')],
    [
      'setBindings',
      (logger) => {
        const child = logger.child({});
        child.setBindings({ password, n: 1 });
        child.info('said');
      },
    ],
    [
      'a child’s formatter',
      (logger) =>
        logger.child({ n: 1 }, { formatters: { bindings: (given) => ({ ...given, password }) } }).info('said'),
    ],
    [
      'a child’s serializer',
      (logger) => logger.child({ a: 1, n: 1 }, { serializers: { a: () => ({ password }) } }).info('said'),
    ],
    ['text', (logger) => logger.child({ text: `password=${password}`, n: 1 }).info('said')],
  ])('trap 47: given by %s', (_, call) => {
    const { line, record } = written(call);
    expectHidden(line, [password]);
    expect(starred(line)).toContain('[*]');
    expect(record).toMatchObject({ n: 1, msg: 'said' });
  });

  it('trap 47: bindings from before a child adds rules, and rules that only add up', () => {
    const { text } = written(
      (logger) => {
        const parent = logger.child({ memo: opaque, user: { note: jwt.slice(0, 9) } });
        const child = parent.child({ late: email }, { redact: ['memo'] });
        child.info({ password, first: opaque.slice(1) }, 'child');
        child
          .child({}, { redact: { paths: ['user.note'], censor: 'gone' } })
          .info({ password, memo: opaque }, 'grandchild');
        parent.info('parent');
      },
      { redact: ['first'] },
    );
    const [child = '', grandchild = '', parent = ''] = text.split('\n');
    expectHidden(child, [opaque, password, email, opaque.slice(1)]);
    expectHidden(grandchild, [opaque, password, email, jwt.slice(0, 9)]);
    expect(parent).toContain(opaque);
  });

  it('trap 47: a child cannot take a rule away', () => {
    const { line } = written((logger) => logger.child({}, { redact: [] }).info({ password, memo: opaque }), {
      redact: ['memo'],
    });
    expectHidden(line, [password, opaque]);
    written((logger) => {
      expect(() => logger.child({}, { redact: { allow: { keys: ['password'] } } as never })).toThrow(OptionsError);
    });
  });
});

describe('options', () => {
  it.each<[string, LoggerOptions, Call]>([
    ['mixin', { mixin: () => ({ password }) }, (logger) => logger.info({ n: 1 }, 'said')],
    [
      'mixinMergeStrategy',
      { mixin: () => ({}), mixinMergeStrategy: (given) => ({ ...given, token: password }) },
      (logger) => logger.info({ n: 1 }, 'said'),
    ],
    ['nestedKey', { nestedKey: 'payload' }, (logger) => logger.info({ password, n: 1 }, 'said')],
    ['messageKey', { messageKey: 'message' }, (logger) => logger.info({ n: 1 }, `password=${password}`)],
    [
      'errorKey',
      { errorKey: 'problem' },
      (logger) => logger.error(Object.assign(new Error(`password=${password}`), { n: 1 })),
    ],
    [
      'a serializer that gives a text',
      { serializers: { a: () => `password=${password}` } },
      (logger) => logger.info({ a: 1, n: 1 }, 'said'),
    ],
    [
      'a serializer that gives JSON',
      { serializers: { a: () => JSON.stringify({ password }) } },
      (logger) => logger.info({ a: 1, n: 1 }, 'said'),
    ],
    [
      'a serializer that throws',
      {
        serializers: {
          password: () => {
            throw new Error(password);
          },
        },
      },
      (logger) => logger.info({ password, n: 1 }, 'said'),
    ],
    [
      'a serializer of the message',
      { serializers: { msg: (text: string) => `${text} password=${password}` } },
      (logger) => logger.info({ n: 1 }, 'said'),
    ],
    [
      'formatters.log',
      { formatters: { log: (given) => ({ ...given, password }) } },
      (logger) => logger.info({ n: 1 }, 'said'),
    ],
    [
      'formatters.log after serializers',
      { formatters: { log: (given) => ({ b: { token: given['a'] }, n: 1 }) } },
      (logger) => logger.info({ a: password }, 'said'),
    ],
    ['base', { base: { password, n: 1 } }, (logger) => logger.info('said')],
    [
      'logMethod that logs again',
      {
        hooks: {
          logMethod(args, method, level) {
            if (level < 60) this.fatal({ n: 1 }, `password=${password}`);
            method.apply(this, args);
          },
        },
      },
      (logger) => logger.info({ n: 1 }, `token=${password}`),
    ],
    [
      'streamWrite',
      { hooks: { streamWrite: (line) => line.replace('"n":1', `"n":1,"password":"${password}"`) } },
      (logger) => logger.info({ n: 1 }, 'said'),
    ],
    ['msgPrefix', { msgPrefix: `password=${password} ` }, (logger) => logger.info({ n: 1 }, 'said')],
    ['name', { name: `password=${password}` }, (logger) => logger.info({ n: 1 }, 'said')],
    ['crlf', { crlf: true }, (logger) => logger.info({ password, n: 1 }, 'said')],
  ])('trap 48: a secret that comes by %s', (_, options, call) => {
    const { text, line } = written(call, options);
    expectHidden(text, [password]);
    expect(starred(line)).toMatch(/\[\*\]|\[Unreadable\]/);
    expect(line).toContain('"n":1');
  });

  it('trap 48: serializers under symbols run or are left out, and hide nothing from the rules', () => {
    const { line } = written((logger) => logger.info({ a: 1, password }, 'said'), {
      serializers: { [Symbol.for('pino.*')]: (given: object) => ({ ...given, token: opaque }) },
    });
    expectHidden(line, [password, opaque]);
  });
});

describe('other ways out', () => {
  it('trap 49: multistream, each stream with its level', () => {
    const seen: string[] = [];
    const stream = (name: string): Writable =>
      new Writable({
        write: (chunk, _encoding, done) => {
          seen.push(`${name} ${String(chunk)}`);
          done();
        },
      });
    const logger = createLogger(
      {},
      pino.multistream([{ stream: stream('all') }, { level: 'error', stream: stream('errors') }]),
    );
    logger.info({ password }, `to ${email}`);
    logger.error({ password }, `to ${email}`);
    expect(seen.map((line) => line.split(' ')[0])).toEqual(['all', 'all', 'errors']);
    expectHidden(seen.join(''), [password, email]);
  });

  it('trap 49: what a stream that asks for metadata is told', () => {
    const seen: unknown[] = [];
    const stream = {
      lastObj: undefined as unknown,
      lastMsg: undefined as unknown,
      write(): void {
        seen.push(stream.lastObj, stream.lastMsg);
      },
    };
    Reflect.set(stream, Symbol.for('pino.metadata'), true);
    const given = { password, n: 1, at: new Map([['token', opaque]]) };
    createLogger({}, stream).info(given, `to ${email}`);
    expectHidden(JSON.stringify(seen), [password, opaque, email]);
    expect(starred(seen)).toMatchObject([{ n: 1 }, 'to [*]']);
    expect(given.password).toBe(password);
  });

  it('trap 49: the diagnostics channel of pino', () => {
    const heard: unknown[] = [];
    const listen = (message: unknown): unknown => heard.push(message);
    const channels = ['start', 'end', 'error'].map((name) => channel(`tracing:pino_asJson:${name}`));
    for (const each of channels) each.subscribe(listen);
    written((logger) => logger.info({ password }, `to ${email}`), {});
    for (const each of channels) each.unsubscribe(listen);
    expect(heard).toEqual([]);
  });

  it('trap 49: a transport in a worker, flushed at the end', async () => {
    const file = join(tempDirectory(), 'out.log');
    const transport = pino.transport({ target: 'pino/file', options: { destination: file } });
    const logger = createLogger({}, transport);
    logger.child({ password }).info({ token: opaque, n: 1 }, `to ${email}`);
    await new Promise((done) => logger.flush(done));
    await new Promise((done) => {
      transport.on('close', done);
      transport.end();
    });
    const text = readFileSync(file, 'utf8');
    expectHidden(text, [password, opaque, email]);
    expect(starred(JSON.parse(text))).toMatchObject({ password: '[*]', token: '[*]', n: 1, msg: 'to [*]' });
  });

  it('trap 49: a synchronous destination, flushed as the process would', () => {
    const file = join(tempDirectory(), 'out.log');
    const destination = pino.destination({ dest: file, sync: true, minLength: 4_096 });
    const logger = createLogger({}, destination);
    logger.fatal({ password, n: 1 }, `to ${email}`);
    destination.flushSync();
    const text = readFileSync(file, 'utf8');
    expectHidden(text, [password, email]);
    expect(starred(JSON.parse(text))).toMatchObject({ password: '[*]', n: 1, msg: 'to [*]' });
  });

  it('trap 49: the browser build is refused', () => {
    expect(() => createLogger({ browser: { asObject: true } } as never)).toThrow(/browser is not supported/);
  });
});
