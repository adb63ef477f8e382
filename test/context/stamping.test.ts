import { setTimeout as delay } from 'node:timers/promises';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addContext, runWithContext, startContext } from '../../src/context/index.ts';
import { createLogger, type LoggerOptions } from '../../src/logger/index.ts';
import { createLines, type Lines } from '../support/log-lines.ts';

const own = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' };
const tracer = () => trace.getTracer('test');

const module_ = createLines();
// Before any context, as a module of an application does it.
const moduleLogger = createLogger({}, module_);

describe('a line inside a context', () => {
  it('carries its ids whatever logger writes it: of a module, a child, one made before', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const child = logger.child({ module: 'billing' });
    runWithContext({ correlation_id: 'c', tenant: 'acme' }, () => {
      for (const each of [logger, child, child.child({ deep: 1 }), logger.child({})]) each.info('x');
      moduleLogger.info('x');
    });
    const all = [...records(lines), ...records(module_)];
    expect(all).toHaveLength(5);
    for (const record of all) expect(record).toMatchObject({ correlation_id: 'c', tenant: 'acme' });
  });

  it('cannot be given other ids by a field, a binding or a nested logger', () => {
    const lines = createLines();
    const forged = { correlation_id: 'forged', trace_id: 'f'.repeat(32), span_id: 'f'.repeat(16) };
    const logger = createLogger({}, lines);
    runWithContext({ correlation_id: 'c', ...own }, () => {
      logger.info(forged, 'x');
      logger.child(forged).info('x');
      logger.info('","correlation_id":"forged');
    });
    for (const line of lines.lines) {
      const { fields: _moved, msg: _said, ...record } = JSON.parse(line);
      expect(record).toMatchObject({ correlation_id: 'c', ...own });
      expect(JSON.stringify(record)).not.toMatch(/forged|ffff/);
    }
  });
});

describe('a line of an error that left its context', () => {
  it('carries the ids of the context it was thrown in, the innermost one', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const error = caught(() =>
      runWithContext({ correlation_id: 'outer' }, () =>
        runWithContext({ correlation_id: 'inner', step: 2 }, () => {
          throw new RangeError('no');
        }),
      ),
    );
    logger.error(error);
    logger.error({ err: error, a: 1 }, 'x');
    logger.error({ a: 1 }, 'x');
    expect(records(lines).map(({ correlation_id, step }) => [correlation_id, step])).toEqual([
      ['inner', 2],
      ['inner', 2],
      [undefined, undefined],
    ]);
  });

  it('carries those of the last request where one error object is thrown again and again', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const constant = new RangeError('no');
    const fail = (): never => {
      throw constant;
    };
    for (const id of ['a', 'b', 'c']) {
      caught(() => startContext({ correlation_id: id }, () => runWithContext({ step: id }, fail)));
      logger.error(constant);
    }
    expect(records(lines).map(({ correlation_id, step }) => [correlation_id, step])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'c'],
    ]);
  });

  it('keeps the ids of the context it is logged in, where there is one', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const error = caught(() =>
      runWithContext({ correlation_id: 'a' }, () => {
        throw new RangeError('no');
      }),
    );
    runWithContext({ correlation_id: 'b' }, () => logger.error(error));
    expect(lines.record()).toMatchObject({ correlation_id: 'b' });
  });
});

describe('with OpenTelemetry', () => {
  const provider = new BasicTracerProvider();
  beforeAll(() => {
    trace.setGlobalTracerProvider(provider);
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  });
  afterAll(async () => {
    await provider.shutdown();
    for (const api of [trace, context, propagation]) api.disable();
  });

  it('a line has the active span’s ids, inside a context and outside of any', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    tracer().startActiveSpan('outside', (span) => {
      logger.info('x');
      expect(lines.record()).toMatchObject(idsOf(span.spanContext()));
      expect(lines.record()).not.toHaveProperty('correlation_id');
      runWithContext({ correlation_id: 'c' }, () => logger.info('x'));
      expect(lines.record()).toMatchObject({ correlation_id: 'c', ...idsOf(span.spanContext()) });
    });
  });

  it('has only another span_id when the span changes, also across await', async () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    await runWithContext({ correlation_id: 'c', tenant: 'acme' }, () =>
      tracer().startActiveSpan('a', async (a) => {
        logger.info('x');
        await delay(1);
        await tracer().startActiveSpan('b', async (b) => {
          await delay(1);
          logger.info('x');
          expect(b.spanContext().traceId).toBe(a.spanContext().traceId);
        });
        logger.info('x');
      }),
    );
    const [first, second, third] = records(lines).map(({ time: _time, ...record }) => record);
    expect(third).toEqual(first);
    expect(second?.['span_id']).not.toBe(first?.['span_id']);
    expect({ ...second, span_id: first?.['span_id'] }).toEqual(first);
  });

  it('has the active span’s ids rather than those the context came with, and these again when it is over', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    runWithContext({ correlation_id: 'c', ...own }, () => {
      tracer().startActiveSpan('a', (span) => {
        logger.info('x');
        expect(lines.record()).toMatchObject(idsOf(span.spanContext()));
      });
      logger.info('x');
    });
    expect(lines.record()).toMatchObject(own);
  });

  it('writes flags with two digits, and nothing for a span without a valid context', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const wrapped = (traceId: string, traceFlags: number) =>
      trace.wrapSpanContext({ traceId, spanId: own.span_id, traceFlags });
    context.with(trace.setSpan(context.active(), wrapped(own.trace_id, 0x13)), () => logger.info('x'));
    expect(lines.record()).toMatchObject({ trace_id: own.trace_id, trace_flags: '13' });
    context.with(trace.setSpan(context.active(), wrapped('0'.repeat(32), 1)), () => logger.info('x'));
    expect(lines.record()).not.toHaveProperty('trace_id');
  });
});

describe('a mixin that gives trace ids, as instrumentation does', () => {
  const mixin: NonNullable<LoggerOptions['mixin']> = () => ({ ...own, region: 'eu' });

  it('has them taken as ids, once', () => {
    const lines = createLines();
    createLogger({ mixin }, lines).info({ a: 1 }, 'x');
    expect(lines.record()).toMatchObject({ ...own, region: 'eu', a: 1 });
    expect(lines.lines[0]?.match(/trace_id|span_id|trace_flags/g)).toHaveLength(3);
  });

  it('does not put them beside those of the context', () => {
    const lines = createLines();
    const logger = createLogger({ mixin }, lines);
    runWithContext({ correlation_id: 'c', trace_id: 'a'.repeat(32) }, () => logger.info('x'));
    expect(lines.record()).toMatchObject({ trace_id: 'a'.repeat(32), region: 'eu' });
    expect(lines.record()).not.toHaveProperty('fields');
  });

  it('does not hand them on to the next line', () => {
    const lines = createLines();
    let count = 0;
    const logger = createLogger({ mixin: () => (count++ === 0 ? own : {}) }, lines);
    logger.info('x');
    logger.info('x');
    expect(lines.record()).not.toHaveProperty('trace_id');
  });

  it('leaves what is no id where a caller’s own goes', () => {
    const lines = createLines();
    createLogger({ mixin: () => ({ trace_id: 'none' }) }, lines).info('x');
    expect(lines.record()).toMatchObject({ fields: { trace_id: 'none' } });
  });
});

describe('fields of a context', () => {
  it('that are added later are made safe like those that were there', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    runWithContext({ user_email: 'jane.doe@example.com' }, () => {
      logger.info('x');
      addContext({ password: 'hunter2', plan: 'pro' });
      logger.info('x');
    });
    expect(lines.lines.join('')).not.toMatch(/jane\.doe|hunter2/);
    expect(lines.record()).toMatchObject({ plan: 'pro' });
  });
});

function records({ lines }: Lines): Record<string, unknown>[] {
  return lines.map((line) => JSON.parse(line));
}

function idsOf({ traceId, spanId }: { traceId: string; spanId: string }): object {
  return { trace_id: traceId, span_id: spanId, trace_flags: '01' };
}

function caught(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error('did not throw');
}
