import { describe, expect, it } from 'vitest';
import { createLogger, loggerStats } from '../../src/logger/index.ts';
import { createLines, logOnce } from '../support/log-lines.ts';

describe('a line', () => {
  it('begins with level, time and service, and ends with the message', () => {
    const { line } = logOnce(
      { service: 'checkout', env: 'production', version: '1.4.2', clock: () => 1_795_178_401_629 },
      (logger) => logger.child({ module: 'pay' }).error({ orderId: 17 }, 'charge failed'),
    );
    expect(line).toBe(
      '{"level":"error","time":"2026-11-20T12:40:01.629Z","service_name":"checkout","env":"production","version":"1.4.2",' +
        '"module":"pay","orderId":17,"msg":"charge failed"}\n',
    );
  });

  it('has no pid and no hostname unless base asks for them', () => {
    expect(logOnce({}, (logger) => logger.info('x')).record).toEqual({
      level: 'info',
      time: expect.any(String),
      msg: 'x',
    });
    expect(logOnce({ base: { pid: 7 }, name: 'n' }, (logger) => logger.info('x')).record).toMatchObject({
      pid: 7,
      name: 'n',
    });
  });

  it('is one line, whatever is logged', () => {
    const { line, record } = logOnce({}, (logger) =>
      logger.child({ 'a\nb': 'c\r\nd' }).info({ 'x\n': '\u2028\n' }, 'one\ntwo'),
    );
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(record).toMatchObject({ 'a\nb': 'c\r\nd', 'x\n': '\u2028\n', msg: 'one\ntwo' });
  });

  it('has no lone surrogates', () => {
    const { line, record } = logOnce({}, (logger) => logger.info({ 'k\ud800': ['\udc00'] }, 'a\ud800'));
    expect(line).not.toMatch(/\\ud[89a-f]/);
    expect(record).toMatchObject({ 'k\ufffd': ['\ufffd'], msg: 'a\ufffd' });
  });

  it('is cut after 256 KB, stays JSON and says how much is gone', () => {
    const lines = createLines();
    const logger = createLogger({ service: 'shop' }, lines);
    logger.error({ err: new RangeError('boom'), blob: 'é'.repeat(400_000) }, 'x'.repeat(400_000));
    const line = lines.lines[0] ?? '';
    expect(Buffer.byteLength(line) - 1).toBeLessThanOrEqual(262_144);
    expect(lines.record()).toMatchObject({
      level: 'error',
      service_name: 'shop',
      err: { type: 'RangeError', message: 'boom' },
    });
    expect(lines.record()['truncated_bytes']).toBeGreaterThan(900_000);
    expect(loggerStats(logger)).toMatchObject({ lines: 1, cut: 1 });
  });

  it('is not cut at 256 KB', () => {
    const shortest = logOnce({ clock: () => 0 }, (logger) => logger.info('')).line.length - 1;
    const { line, record } = logOnce({ clock: () => 0 }, (logger) => logger.info('é'.repeat((262_144 - shortest) / 2)));
    expect(Buffer.byteLength(line) - 1).toBeGreaterThan(262_142);
    expect(record).not.toHaveProperty('truncated_bytes');
  });
});

describe('keys only logveil writes', () => {
  const forged = {
    level: 'fatal',
    time: 0,
    service_name: 'x',
    env: 'x',
    correlation_id: 'x',
    trace_id: 'x',
    log_error: 'x',
  };
  const options = { service: 'shop', env: 'prod' };

  it.each<[string, Parameters<typeof logOnce>[1]]>([
    ['a record', (logger) => logger.info({ ...forged, a: 1 }, 'm')],
    ['bindings', (logger) => logger.child({ ...forged, a: 1 }).info('m')],
    [
      'setBindings',
      (logger) => {
        logger.setBindings({ ...forged, a: 1 });
        logger.info('m');
      },
    ],
  ])('are kept under fields when they come from %s', (_, call) => {
    const { line, record } = logOnce(options, call);
    expect(record).toEqual({
      level: 'info',
      time: expect.any(String),
      service_name: 'shop',
      env: 'prod',
      a: 1,
      fields: forged,
      msg: 'm',
    });
    expect(line.match(/"level"/g)).toHaveLength(2);
  });

  it('are kept under fields when they come from a mixin or formatters', () => {
    const mixin = () => forged;
    expect(logOnce({ ...options, mixin }, (logger) => logger.info('m')).record).toMatchObject({
      level: 'info',
      fields: forged,
    });
    const formatters = { log: (record: object) => ({ ...record, ...forged }) };
    expect(logOnce({ ...options, formatters }, (logger) => logger.info('m')).record).toMatchObject({
      level: 'info',
      fields: forged,
    });
  });

  it('join a field that is called fields', () => {
    const { record } = logOnce({}, (logger) => logger.child({ level: 1 }).info({ fields: { a: 1 }, time: 2 }, 'm'));
    expect(record).toMatchObject({ level: 'info', fields: { level: 1, time: 2, fields: { a: 1 } } });
  });

  it('may be used where they cannot be taken for ours', () => {
    const { record } = logOnce({}, (logger) => logger.info({ env: 'x', version: 2, a: { level: 'y' } }));
    expect(record).toMatchObject({ env: 'x', version: 2, a: { level: 'y' } });
    expect(logOnce({ nestedKey: 'payload' }, (logger) => logger.info({ level: 'x' })).record).toMatchObject({
      level: 'info',
      payload: { level: 'x' },
    });
  });
});

describe('a key that comes twice', () => {
  it('is written once, the last value winning', () => {
    const { line, record } = logOnce({ base: { a: 0 } }, (logger) =>
      logger.child({ a: 1, b: 1 }).child({ b: 2, c: 2 }).info({ c: 3, msg: 'lost' }, 'kept'),
    );
    expect(record).toMatchObject({ a: 1, b: 2, c: 3, msg: 'kept' });
    expect(line.match(/"(?:a|b|c|msg)":/g)?.sort()).toEqual(['"a":', '"b":', '"c":', '"msg":']);
  });
});
