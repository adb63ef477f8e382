import fc from 'fast-check';
import type { Logger } from 'pino';
import { describe, expect, it } from 'vitest';
import { assembleLogger } from '../../src/logger/assemble.ts';
import { createLogger, type LoggerOptions, loggerStats } from '../../src/logger/index.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { createLines, logOnce } from '../support/log-lines.ts';

const bad = (): never => {
  throw new Error('the secret is hunter2');
};

describe('a log call', () => {
  it.each<[string, LoggerOptions]>([
    ['a mixin', { mixin: bad }],
    ['a mixin that gives no object', { mixin: bad as () => object, mixinMergeStrategy: () => 7 as unknown as object }],
    ['a serializer', { serializers: { a: bad } }],
    ['formatters.log', { formatters: { log: bad } }],
    ['hooks.logMethod', { hooks: { logMethod: bad } }],
    ['hooks.streamWrite', { hooks: { streamWrite: bad } }],
    ['a streamWrite that gives no line', { hooks: { streamWrite: () => 'a\nb' } }],
    ['the clock', { clock: bad }],
  ])('is written although %s throws, and says so', (_, options) => {
    const warnings: string[] = [];
    const lines = createLines();
    const logger = createLogger({ ...options, onInternalError: ({ message }) => warnings.push(message) }, lines);
    logger.info({ a: 1, b: 2 }, 'm');
    logger.info({ a: 1, b: 2 }, 'm');
    expect(lines.lines).toHaveLength(2);
    expect(lines.record()).toMatchObject({ level: 'info', b: 2, msg: 'm', log_error: 'LOGVEIL_HOOK_FAILED' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).not.toContain('hunter2');
  });

  it('tells what is wrong only on the line that has it', () => {
    const lines = createLines();
    const logger = createLogger({ serializers: { a: bad }, onInternalError: () => undefined }, lines);
    logger.info({ a: 1 });
    logger.info({ b: 1 });
    expect(lines.lines.map((line) => line.includes('log_error'))).toEqual([true, false]);
  });

  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  it.each<[string, (logger: Logger) => void]>([
    ['a revoked proxy', (logger) => logger.info(proxy, 'm')],
    ['a revoked proxy inside', (logger) => logger.info({ proxy }, 'm')],
    ['a hostile proxy', (logger) => logger.info(new Proxy({}, { ownKeys: bad, get: bad, getPrototypeOf: bad }), 'm')],
    [
      'a getter',
      (logger) =>
        logger.info(
          {
            get a() {
              return bad();
            },
          },
          'm',
        ),
    ],
    [
      'a getter pino looks at',
      (logger) =>
        logger.info(
          {
            get method() {
              return bad();
            },
          },
          'm',
        ),
    ],
    ['a toString in the message', (logger) => logger.info('m%s', { toString: bad })],
    ['a null prototype in the message', (logger) => logger.info('m%s', Object.create(null))],
    ['a toJSON in the message', (logger) => logger.info('m%j', { toJSON: bad })],
    [
      'a symbol as the message',
      (logger) => logger.child({}, { msgPrefix: 'p' }).info(Symbol('m') as unknown as string),
    ],
    ['an error with getters', (logger) => logger.error(Object.defineProperty(new Error('m'), 'message', { get: bad }))],
    [
      'bindings that cannot be read',
      (logger) =>
        logger
          .child(proxy)
          .child({
            get a() {
              return bad();
            },
          })
          .info('m'),
    ],
    ['bindings without a prototype', (logger) => logger.child(Object.assign(Object.create(null), { a: 1 })).info('m')],
  ])('survives %s', (_, call) => {
    const { line, record } = logOnce({}, call);
    expect(record).toMatchObject({ level: expect.any(String), time: expect.any(String) });
    expect(line).not.toContain('hunter2');
  });

  it('survives a handler of warnings that throws, and bindings that are none', () => {
    const lines = createLines();
    const logger = createLogger({ onInternalError: bad, serializers: { a: bad } }, lines);
    Reflect.apply(logger.setBindings, logger, [undefined]);
    logger.info({ a: 1 }, 'm');
    expect(lines.record()).toMatchObject({ a: '[Unreadable]', msg: 'm' });
  });

  it('survives a mixin and a logMethod that log', () => {
    const lines = createLines();
    const logger: Logger = createLogger(
      {
        onInternalError: () => undefined,
        mixin: () => {
          logger.info('inside');
          return { a: 1 };
        },
      },
      lines,
    );
    logger.info('outside');
    expect(lines.record()).toMatchObject({ msg: 'outside' });
    expect(lines.lines.length).toBeLessThan(20);
  });

  it('is not written twice when logMethod throws after it has logged', () => {
    const lines = createLines();
    const options: LoggerOptions = {
      onInternalError: () => undefined,
      hooks: {
        logMethod(args, method) {
          method.apply(this, args);
          bad();
        },
      },
    };
    createLogger(options, lines).info('m');
    expect(lines.lines).toHaveLength(1);
  });

  it('changes nothing it is given', () => {
    const make = () => ({
      password: 'hunter2',
      list: [{ token: 'abc' }],
      err: new Error('x', { cause: { a: 1 } }),
      map: new Map([['a', 1]]),
    });
    const record = make();
    const { err, ...frozen } = make();
    logOnce({ redact: ['list[*].token', 'password'] }, (logger) => {
      logger.child(record).info(record, 'm');
      logger.info(
        Object.freeze({ ...frozen, list: Object.freeze(frozen.list.map((item) => Object.freeze(item))) }),
        'm',
      );
    });
    expect({ ...record, err: undefined }).toEqual({ ...make(), err: undefined });
    expect(Object.keys(record.err)).toEqual([]);
  });

  it('never throws and always writes one JSON line, for anything', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
      withBoxedValues: true,
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 4 }), anything, (args, bindings) => {
        const lines = createLines();
        const engine = createFakeEngine((text) => text);
        const logger = assembleLogger({}, { engine, stream: lines, fallback: bad, report: () => undefined });
        const child = typeof bindings === 'object' && bindings !== null ? logger.child(bindings) : logger;
        Reflect.apply(child.info, child, args);
        expect(lines.lines).toHaveLength(1);
        expect(lines.lines[0]?.indexOf('\n')).toBe((lines.lines[0]?.length ?? 0) - 1);
        expect(lines.record()).toMatchObject({ level: 'info' });
      }),
    );
  });
});

describe('a destination that throws', () => {
  it('sends the clean line to standard error', () => {
    const written: string[] = [];
    const codes: string[] = [];
    const logger = assembleLogger(
      {},
      {
        engine: createFakeEngine((text) => text),
        stream: { write: bad },
        fallback: (line) => written.push(line),
        report: (code) => codes.push(code),
      },
    );
    logger.info({ a: 1 }, 'm');
    expect(JSON.parse(written[0] ?? '')).toMatchObject({ a: 1, msg: 'm', log_error: 'LOGVEIL_WRITE_FAILED' });
    expect(codes).toEqual(['LOGVEIL_WRITE_FAILED']);
    expect(loggerStats(logger)).toMatchObject({ lines: 0, refused: 1 });
  });
});

describe('a redactor that fails', () => {
  it.each<[string, (text: string) => string]>([
    ['throws', bad],
    ['gives two lines', (text) => `${text}\n${text}`],
    ['gives no record', () => 'x'],
    ['gives nothing', () => undefined as unknown as string],
  ])('costs the content and nothing else when it %s', (_, line) => {
    const lines = createLines();
    const logger = assembleLogger(
      { service: 'shop' },
      { engine: createFakeEngine(line), stream: lines, fallback: bad, report: () => undefined },
    );
    logger.child({ secret: 'hunter2' }).error({ password: 'hunter2' }, 'hunter2');
    expect(lines.record()).toEqual({
      level: 'error',
      time: expect.any(String),
      service_name: 'shop',
      redaction_error: 'LOGVEIL_REDACTION_FAILED',
    });
    expect(loggerStats(logger)).toMatchObject({ lines: 1, withheld: 1 });
  });
});

it('a disabled level builds nothing', () => {
  const { line } = logOnce({ mixin: bad }, (logger) =>
    logger.debug({
      get a() {
        return bad();
      },
    }),
  );
  expect(line).toBe('');
});
