import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { type Logger, type LoggerOptions as PinoOptions, pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from '../../src/logger/index.ts';
import { createLines, fieldsOf } from '../support/log-lines.ts';

/** What pino and logveil write for the same calls, without level and time. */
function both(options: LoggerOptions, call: (logger: Logger) => void): [unknown[], unknown[]] {
  const theirs = createLines();
  const ours = createLines();
  // Options both know.
  call(pino({ base: null, ...(options as PinoOptions) }, theirs));
  call(createLogger({ redact: { packs: [] }, onInternalError: () => undefined, ...options }, ours));
  const read = (lines: readonly string[]) => lines.map((line) => fieldsOf(JSON.parse(line)));
  return [read(ours.lines), read(theirs.lines)];
}

describe('a record', () => {
  it('has the content pino gives it, for any plain data', () => {
    const own = ['level', 'time', 'service_name', 'correlation_id', 'trace_id', 'span_id', 'trace_flags', 'err', 'msg'];
    const key = fc.string().filter((text) => !own.includes(text) && text !== '__proto__' && text !== 'toJSON');
    const value = fc.oneof(
      fc.jsonValue(),
      fc.date(),
      fc.constant(undefined),
      fc.double(),
      fc.constant(() => 1),
    );
    const record = fc.dictionary(key, value, { noNullPrototype: true });
    const theirs = createLines();
    const ours = createLines();
    const loggers = [pino({ base: null }, theirs), createLogger({ redact: { packs: [] } }, ours)];
    fc.assert(
      fc.property(record, record, fc.option(fc.string(), { nil: undefined }), (fields, bindings, message) => {
        for (const logger of loggers) logger.child(bindings).info(fields, message);
        expect(fieldsOf(ours.record())).toEqual(fieldsOf(theirs.record()));
        expect(ours.lines.length).toBe(theirs.lines.length);
      }),
    );
  });

  it.each<[string, LoggerOptions, (logger: Logger) => void]>([
    ['a message alone', {}, (logger) => logger.info('hello')],
    ['a formatted message', {}, (logger) => logger.info('%s is %d, %j, %o and %%', 'x', 4.5, { a: 1 }, [1])],
    ['a formatted message after a record', {}, (logger) => logger.info({ a: 1 }, '%s', 'x')],
    ['an object as the message', {}, (logger) => Reflect.apply(logger.info, logger, [{ a: 1 }, { b: 2 }, 'c'])],
    [
      'null and undefined',
      {},
      (logger) => {
        logger.info(null);
        logger.info(undefined);
        logger.info(null, 'x');
      },
    ],
    [
      'odd messages',
      {},
      (logger) => {
        for (const message of [7, true, Number.NaN, () => 1]) Reflect.apply(logger.info, logger, [message]);
      },
    ],
    ['a list', {}, (logger) => logger.info(['a', 'b'], 'x')],
    ['the message of a record with an error', {}, (logger) => logger.error({ err: { message: 'boom', code: 1 } })],
    ['undefined values', {}, (logger) => logger.info({ a: undefined, b: Symbol('b'), c: () => 1 }, 'x')],
    [
      'messageKey and errorKey',
      { messageKey: 'message', errorKey: 'error' },
      (logger) => {
        logger.info({ a: 1 }, 'x');
        logger.info({ message: 'own' });
        logger.error({ error: { message: 'boom' } });
      },
    ],
    [
      'nestedKey',
      { nestedKey: 'payload' },
      (logger) => {
        logger.child({ b: 1 }).info({ a: 1 }, 'x');
        logger.info('x');
        logger.info({ msg: 'in' }, 'out');
      },
    ],
    [
      'serializers',
      {
        serializers: { a: (a: number) => ({ twice: a * 2 }), msg: (msg: string) => `<${msg}>`, gone: () => undefined },
      },
      (logger) => logger.child({ a: 2 }).info({ b: 1, gone: 1 }, 'x'),
    ],
    [
      'serializers of a child',
      { serializers: { a: () => 'parent', b: () => 'parent' } },
      (logger) => logger.child({ a: 1, b: 1 }, { serializers: { b: () => 'child' } }).info({ c: 1 }, 'x'),
    ],
    [
      'a mixin',
      { mixin: (_record, level) => ({ level_number: level, a: 'mixin' }) },
      (logger) => logger.info({ a: 'own' }, 'x'),
    ],
    [
      'a merge strategy',
      { mixin: () => ({ a: 'mixin' }), mixinMergeStrategy: (record, mixed) => ({ ...record, ...mixed }) },
      (logger) => logger.info({ a: 'own' }, 'x'),
    ],
    [
      'formatters.log',
      { formatters: { log: (record) => ({ ...record, added: 1 }) } },
      (logger) => {
        logger.info({ a: 1 }, 'x');
        logger.info('x');
      },
    ],
    [
      'formatters.bindings',
      { base: { a: 1 }, formatters: { bindings: (bound) => ({ ...bound, added: 1 }) } },
      (logger) => {
        logger.info('x');
        logger.child({ b: 1 }).info('x');
      },
    ],
    [
      'formatters of a child',
      {},
      (logger) =>
        logger
          .child({ a: 1 }, { formatters: { bindings: (bound) => ({ bound }), log: (record) => ({ record }) } })
          .info({ b: 1 }, 'x'),
    ],
    ['msgPrefix', { msgPrefix: '[a] ' }, (logger) => logger.child({}, { msgPrefix: '[b] ' }).info({ c: 1 }, 'x')],
    [
      'setBindings',
      {},
      (logger) => {
        const child = logger.child({ a: 1 });
        child.setBindings({ b: 2 });
        child.info('x');
        logger.info('y');
      },
    ],
    [
      'binding names pino leaves out',
      {},
      (logger) => logger.child({ serializers: 1, formatters: 1, customLevels: 1, a: undefined, b: null }).info('x'),
    ],
    ['name and base', { name: 'n', base: { a: 1 } }, (logger) => logger.info('x')],
    [
      'a logMethod',
      {
        hooks: {
          logMethod(args, method) {
            Reflect.apply(method, this, [{ first: args[0] }, 'changed']);
          },
        },
      },
      (logger) => logger.info('x'),
    ],
    [
      'a streamWrite',
      { hooks: { streamWrite: (line) => line.replace('hello', 'bye') } },
      (logger) => logger.info({ a: 1 }, 'hello'),
    ],
    ['silence', { level: 'silent' }, (logger) => logger.fatal('x')],
    ['enabled', { enabled: false }, (logger) => logger.fatal('x')],
    [
      'levels that compare the other way',
      { levelComparison: 'DESC', level: 'info' },
      (logger) => {
        logger.debug('x');
        logger.error('y');
      },
    ],
  ])('has the content pino gives it: %s', (_, options, call) => {
    const [ours, theirs] = both(options, call);
    expect(ours).toEqual(theirs);
  });

  it('of a request or response is pino’s', async () => {
    const results: unknown[] = [];
    const server = createServer((request, response) => {
      results.push(
        both({}, (logger) => {
          logger.info(request, 'in');
          logger.info(response, 'out');
        }),
      );
      response.end();
    }).listen(0);
    await once(server, 'listening');
    await fetch(`http://localhost:${(server.address() as AddressInfo).port}/a`); // listening on a port
    server.close();
    server.closeAllConnections();
    const [ours, theirs] = results[0] as [unknown[], unknown[]]; // what both() gave
    expect(ours).toEqual(theirs);
    expect(ours).toMatchObject([
      { req: { method: 'GET', url: '/a' }, msg: 'in' },
      { res: { statusCode: null }, msg: 'out' },
    ]);
  });
});

describe('a logger', () => {
  it('is one of pino’s', () => {
    const logger = createLogger({}, createLines());
    expect(Object.prototype.toString.call(logger)).toBe('[object Pino]');
    expect(logger.version).toBe(pino.version);
    expect(logger.levels).toEqual(pino({}, createLines()).levels);
  });

  it('changes its level, tells listeners and knows what is enabled', () => {
    const lines = createLines();
    const logger = createLogger({ level: 'WARN' }, lines);
    const changes: unknown[] = [];
    logger.on('level-change', (level, _value, previous) => changes.push([previous, level]));
    logger.info('lost');
    logger.level = 'debug';
    logger.debug('kept');
    expect(changes).toEqual([['warn', 'debug']]);
    expect([logger.isLevelEnabled('trace'), logger.isLevelEnabled('debug'), logger.level, logger.levelVal]).toEqual([
      false,
      true,
      'debug',
      20,
    ]);
    expect(lines.lines).toHaveLength(1);
  });

  it('has custom levels, with their labels, and so have its children', () => {
    const lines = createLines();
    const logger = createLogger({ customLevels: { audit: 35 } }, lines);
    logger.audit('a');
    const child = logger.child({}, { customLevels: { trivia: 31 } });
    child.trivia('b');
    child.audit('c');
    const only = createLogger({ customLevels: { loud: 70 }, useOnlyCustomLevels: true, level: 'loud' }, lines);
    only.loud('d');
    expect(lines.lines.map((line) => JSON.parse(line).level)).toEqual(['audit', 'trivia', 'audit', 'loud']);
  });

  it('gives its bindings back', () => {
    const child = createLogger({ base: { a: 1 } }, createLines())
      .child({ b: { c: 2 } })
      .child({ a: 3 });
    expect(child.bindings()).toEqual({ a: 3, b: { c: 2 } });
    expect(createLogger({}, createLines()).bindings()).toEqual({});
  });

  it('calls onChild, given as an option or set later, once the child can log', () => {
    const lines = createLines();
    const logger = createLogger({ onChild: (child) => child.info('first') }, lines);
    const child = logger.child({ a: 1 });
    child.onChild = (grandchild) => grandchild.info('second');
    child.child({ b: 1 });
    logger.child({ c: 1 });
    expect(lines.lines.map((line) => fieldsOf(JSON.parse(line)))).toEqual([
      { a: 1, msg: 'first' },
      { a: 1, b: 1, msg: 'second' },
      { c: 1, msg: 'first' },
    ]);
  });

  it('makes children with a level of their own, and refuses what pino refuses', () => {
    const logger = createLogger({}, createLines());
    expect(logger.child({}, { level: 'debug' }).level).toBe('debug');
    expect(logger.level).toBe('info');
    expect(() => Reflect.apply(logger.child, logger, [])).toThrow('missing bindings');
    expect(() => logger.child({}, { level: 'loud' })).toThrow('unknown level');
    expect(() => logger.child({}, { customLevels: { info: 1 } })).toThrow('levels cannot be overridden');
  });

  it('flushes its destination, on fatal at once', () => {
    const calls: string[] = [];
    const stream = {
      write: () => undefined,
      flushSync: () => calls.push('sync'),
      flush: (done: () => void) => {
        calls.push('flush');
        done();
      },
    };
    const logger = createLogger({}, stream);
    logger.fatal('x');
    logger.flush(() => calls.push('done'));
    expect(calls).toEqual(['sync', 'flush', 'done']);
    expect(() => createLogger({}, createLines()).flush()).not.toThrow();
  });

  it('lets a wrapper of pino.symbols.asJsonSym add to a record, as pino-caller does', () => {
    const lines = createLines();
    const logger = createLogger({ service: 'shop' }, lines);
    const asJsonSym: symbol = pino.symbols.asJsonSym;
    const asJson = Reflect.get(logger, asJsonSym);
    const wrapped = new Proxy(logger, {
      get: (target, name) => {
        if (name !== asJsonSym) return Reflect.get(target, name);
        return function (this: unknown, record: object, ...rest: unknown[]) {
          return Reflect.apply(asJson, this, [{ ...record, caller: 'file.ts:1', password: 'hunter2' }, ...rest]);
        };
      },
    });
    wrapped.info({ a: 1 }, 'x');
    expect(lines.record()).toMatchObject({
      service_name: 'shop',
      a: 1,
      caller: 'file.ts:1',
      password: expect.stringContaining('REDACTED'),
    });
  });
});

describe('formatters.level', () => {
  it('may rename the label and add members; the level stays first and a string', () => {
    const lines = createLines();
    createLogger(
      { formatters: { level: (label, number) => ({ severity: label.toUpperCase(), n: number }) } },
      lines,
    ).warn('x');
    createLogger({ formatters: { level: (label) => ({ level: label.toUpperCase() }) } }, lines).warn({
      severity: 'own',
    });
    expect(lines.lines[0]).toMatch(/^\{"level":"warn","severity":"WARN","n":40,"time"/);
    expect(lines.lines[1]).toMatch(/^\{"level":"WARN","time"/);
  });
});

describe('timestamp', () => {
  it('may be pino’s own, another, or none', () => {
    const line = (options: LoggerOptions) => {
      const lines = createLines();
      createLogger(options, lines).info('x');
      return lines.lines[0];
    };
    expect(line({ timestamp: pino.stdTimeFunctions.epochTime })).toMatch(
      /^\{"level":"info","time":\d{13},"msg":"x"\}\n$/,
    );
    expect(line({ timestamp: () => ',"@timestamp":"2026-11-20T12:00:00Z"' })).toMatch(
      /^\{"level":"info","@timestamp":"2026/,
    );
    expect(line({ timestamp: false, crlf: true })).toBe('{"level":"info","msg":"x"}\r\n');
  });
});
