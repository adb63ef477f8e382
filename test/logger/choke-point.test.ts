import { channel } from 'node:diagnostics_channel';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../../src/logger/index.ts';
import { createLines, logOnce } from '../support/log-lines.ts';

const secret = `${'hunter'}2-${'correct'}-horse`;

describe('a secret', () => {
  it.each<[string, LoggerOptions, Parameters<typeof logOnce>[1]]>([
    ['a field', {}, (logger) => logger.info({ password: secret })],
    ['the message', {}, (logger) => logger.info(`login password=${secret}`)],
    ['a formatted message', {}, (logger) => logger.info('password=%s', secret)],
    ['an object in the message', {}, (logger) => logger.info('%j', { password: secret })],
    [
      'an object in the message, by a path',
      { redact: ['user.note'] },
      (logger) => logger.info('%j', { user: { note: secret } }),
    ],
    ['bindings', {}, (logger) => logger.child({ password: secret }).info('x')],
    [
      'setBindings',
      {},
      (logger) => {
        logger.setBindings({ password: secret });
        logger.info('x');
      },
    ],
    ['base', { base: { password: secret } }, (logger) => logger.info('x')],
    ['a message prefix', { msgPrefix: `password=${secret} ` }, (logger) => logger.info('x')],
    ['a mixin', { mixin: () => ({ password: secret }) }, (logger) => logger.info('x')],
    ['a nested key', { nestedKey: 'payload' }, (logger) => logger.info({ password: secret })],
    ['a serializer', { serializers: { a: () => ({ password: secret }) } }, (logger) => logger.info({ a: 1 })],
    ['formatters.log', { formatters: { log: () => ({ password: secret }) } }, (logger) => logger.info('x')],
    ['formatters.bindings', { formatters: { bindings: () => ({ password: secret }) } }, (logger) => logger.info('x')],
    [
      'a logMethod',
      {
        hooks: {
          logMethod(_args, method) {
            method.apply(this, [{ password: secret }, 'x']);
          },
        },
      },
      (logger) => logger.info('x'),
    ],
    [
      'a streamWrite',
      { hooks: { streamWrite: (line) => line.replace('"x"', `"password=${secret}"`) } },
      (logger) => logger.info('x'),
    ],
    [
      'a streamWrite that writes the head anew',
      { hooks: { streamWrite: () => `{"password":"${secret}"}\n` } },
      (logger) => logger.info('x'),
    ],
    ['a toJSON', {}, (logger) => logger.info({ a: { toJSON: () => ({ password: secret }) } })],
    ['an error', {}, (logger) => logger.error(Object.assign(new Error(`password=${secret}`), { password: secret }))],
    ['a cause', {}, (logger) => logger.error(new Error('x', { cause: { password: secret } }))],
    ['a Map', {}, (logger) => logger.info({ a: new Map([['password', secret]]) })],
    ['headers', {}, (logger) => logger.info({ headers: new Headers({ authorization: `Bearer ${secret}` }) })],
    [
      'a request of pino’s',
      {},
      (logger) => logger.info({ method: 'GET', headers: { authorization: `Bearer ${secret}` }, socket: {} }),
    ],
    ['a forged key', {}, (logger) => logger.info({ level: { password: secret } })],
    [
      'a path of pino’s',
      { redact: { paths: ['a.b', 'list[*].c'], censor: 'gone' } },
      (logger) => logger.info({ a: { b: secret }, list: [{ c: secret }] }),
    ],
    ['a removed path', { redact: { paths: ['a'], remove: true } }, (logger) => logger.info({ a: secret })],
    [
      'a path below a serializer',
      { redact: ['a.b'], serializers: { a: (b: unknown) => ({ b }) } },
      (logger) => logger.info({ a: secret }),
    ],
    ['a path into bindings', { redact: ['a.b'] }, (logger) => logger.child({ a: { b: secret } }).info('x')],
  ])('does not come out of %s', (_, options, call) => {
    const { line, record } = logOnce(options, call);
    expect(line).not.toBe('');
    expect(line).not.toContain(secret);
    expect(record).not.toHaveProperty('redaction_error');
  });

  it('does not leave by the diagnostics channel of pino', () => {
    const heard: unknown[] = [];
    const listen = (message: unknown): unknown => heard.push(message);
    const channels = ['start', 'end'].map((name) => channel(`tracing:pino_asJson:${name}`));
    for (const each of channels) each.subscribe(listen);
    try {
      logOnce({}, (logger) => logger.info({ password: secret }));
    } finally {
      for (const each of channels) each.unsubscribe(listen);
    }
    expect(heard).toEqual([]);
  });

  it('does not leave by pino’s own write, which the prototype still has', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const write = Reflect.get(Object.getPrototypeOf(logger), pino.symbols.writeSym);
    Reflect.apply(write, logger, [{ password: secret }, 'x', 30]);
    expect(lines.lines[0]).not.toContain(secret);
    expect(lines.record()).toMatchObject({ level: 'info', msg: 'x' });
  });
});

describe('a child’s redact', () => {
  it('adds to the rules and covers bindings given before', () => {
    const lines = createLines();
    const parent = createLogger({ redact: ['a'] }, lines).child({ b: secret, c: 1 });
    parent.child({}, { redact: ['b'] }).info({ a: secret, password: secret }, 'x');
    expect(lines.lines[0]).not.toContain(secret);
    parent.info('y');
    expect(lines.record()).toMatchObject({ b: secret, c: 1 });
  });

  it('is refused when it is wrong', () => {
    expect(() => createLogger({}, createLines()).child({}, { redact: ['a..b'] })).toThrow('redact');
  });
});

describe('a stream that asks for metadata', () => {
  interface MetadataStream {
    write(line: string): void;
    lastLevel?: number;
    lastTime?: string;
    lastObj?: unknown;
    lastMsg?: unknown;
    lastLogger?: unknown;
  }

  it('gets them clean', () => {
    const seen: MetadataStream[] = [];
    const stream: MetadataStream = {
      write() {
        seen.push({ ...stream });
      },
    };
    Reflect.set(stream, Symbol.for('pino.metadata'), true);
    const child = createLogger({ clock: () => 0 }, stream).child({ a: 1 });
    child.warn({ password: secret, b: 1, at: new Map([['token', secret]]) }, `password=${secret}`);
    expect(seen[0]).toMatchObject({ lastLevel: 40, lastTime: '"1970-01-01T00:00:00.000Z"', lastObj: { b: 1 } });
    expect(seen[0]?.lastLogger).toBe(child);
    expect(JSON.stringify([seen[0]?.lastObj, seen[0]?.lastMsg])).not.toContain(secret);
    expect(seen[0]?.lastMsg).toMatch(/^password=\[REDACTED/);
  });

  it('may be a multistream, whose levels and inner streams still work', () => {
    const all = createLines();
    const errors = createLines();
    const inner = {
      seen: [] as unknown[],
      lastObj: undefined as unknown,
      write() {
        this.seen.push(this.lastObj);
      },
    };
    Reflect.set(inner, Symbol.for('pino.metadata'), true);
    const logger = createLogger(
      {},
      pino.multistream([{ stream: all }, { stream: errors, level: 'error' }, { stream: inner }]),
    );
    logger.info({ password: secret, a: 1 }, 'x');
    logger.error({ password: secret, a: 2 }, 'y');
    expect([all.lines.length, errors.lines.length]).toEqual([2, 1]);
    expect(inner.seen).toMatchObject([{ a: 1 }, { a: 2 }]);
    expect(JSON.stringify([all.lines, errors.lines, inner.seen])).not.toContain(secret);
  });
});
