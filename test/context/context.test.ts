import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  addContext,
  type ContextFields,
  getContext,
  getCorrelationId,
  getRequestContext,
  runWithContext,
  startContext,
} from '../../src/context/index.ts';
import { OptionsError } from '../../src/errors/index.ts';
import { createLogger } from '../../src/logger/index.ts';
import { githubToken } from '../support/fake-secrets.ts';
import { createLines } from '../support/log-lines.ts';

const traceIds = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', span_id: '00f067aa0ba902b7', trace_flags: '01' };

describe('a context', () => {
  it('holds inside the function and in what it starts, and nowhere else', async () => {
    expect(getContext()).toBeUndefined();
    const seen = await runWithContext({ correlation_id: 'order-17', tenant: 'acme' }, async () => {
      await delay(1);
      return [getCorrelationId(), getContext()];
    });
    expect(seen).toEqual(['order-17', { correlation_id: 'order-17', tenant: 'acme' }]);
    expect(getCorrelationId()).toBeUndefined();
  });

  it('gives what the function gives and lets its errors through', () => {
    expect(runWithContext({}, () => 7)).toBe(7);
    expect(() =>
      runWithContext({}, () => {
        throw new RangeError('own');
      }),
    ).toThrow(RangeError);
  });

  it('has a new correlation id when none is given, and keeps the outer one inside', () => {
    const ids = runWithContext({}, () => [getCorrelationId(), runWithContext({ step: 1 }, () => getCorrelationId())]);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).toBe(ids[0]);
  });

  it('adds to the outer fields, the inner ones winning', () => {
    const fields = runWithContext({ a: 1, b: 1 }, () => runWithContext({ b: 2, c: undefined }, () => getContext()));
    expect(fields).toMatchObject({ a: 1, b: 2 });
    expect(fields).not.toHaveProperty('c');
  });

  it('cannot be changed from inside', () => {
    runWithContext({ a: 1 }, () => expect(Object.isFrozen(getContext())).toBe(true));
  });

  it.each(['', 'a b', 'a\nb', 'ä', '<script>', 'x'.repeat(129), '"'])('does not use %j as a correlation id', (bad) => {
    const fields = runWithContext({ correlation_id: bad, ...traceIds }, () => getContext());
    expect(fields).toMatchObject({ ...traceIds, context_rejected: 'correlation_id' });
    expect(fields?.correlation_id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leaves out trace ids that are none', () => {
    const bad = { trace_id: '0'.repeat(32), span_id: 'xyz', trace_flags: '1', correlation_id: 'x' };
    expect(runWithContext(bad, () => getContext())).toEqual({
      correlation_id: 'x',
      context_rejected: 'trace_id,span_id,trace_flags',
    });
  });

  it.each<[string, unknown, string]>([
    ['no object', 'x', 'fields must be an object'],
    ['an object as a value', { user: {} }, 'fields.user must be a string'],
    ['a function', { user: () => 1 }, 'fields.user must be a string, a number or a boolean, got a function'],
    ['a key that holds others', { fields: 'x' }, 'fields.fields is written by logveil alone'],
    ['a name that is none', JSON.parse('{"__proto__":"x"}'), 'fields.__proto__ cannot be the name of a field'],
    ['a reserved key', { level: 'error' }, 'fields.level is written by logveil alone'],
    ['too many', Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`k${i}`, 1])), 'fields must be at most 32'],
  ])('refuses %s before the function runs', (_, fields, message) => {
    let hasRun = false;
    const run = () =>
      runWithContext(fields as ContextFields, () => {
        hasRun = true;
      }); // bad on purpose
    expect(run).toThrow(OptionsError);
    expect(run).toThrow(message);
    expect(hasRun).toBe(false);
  });
});

describe('a value that comes from data', () => {
  it('never makes a request fail: nothing is left out, what is no number is text', () => {
    const fields = { user: null, sum: Number.NaN, ratio: Number.POSITIVE_INFINITY } as unknown as ContextFields; // bad on purpose
    expect(runWithContext({ ...fields, correlation_id: 'c' }, () => getContext())).toEqual({
      correlation_id: 'c',
      sum: 'NaN',
      ratio: 'Infinity',
    });
  });

  it('is cut to 1,024 characters on the line, after it was made safe', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    runWithContext({ note: `${'x '.repeat(500)}${githubToken} ${'y '.repeat(500)}` }, () => logger.info('x'));
    expect(lines.record()['note']).toHaveLength(1_025);
    expect(lines.lines[0]).not.toContain(githubToken.slice(0, 12));
  });
});

describe('startContext', () => {
  it('takes nothing from the context it is called in, and adds nothing to it', () => {
    runWithContext({ correlation_id: 'boot', ...traceIds, step: 'boot' }, () => {
      startContext({ tenant: 'acme' }, () => {
        addContext({ user_id: 17 });
        expect(getContext()).toEqual({ correlation_id: getCorrelationId(), tenant: 'acme', user_id: 17 });
        expect(getCorrelationId()).toMatch(/^[0-9a-f-]{36}$/);
      });
      expect(getRequestContext()).not.toHaveProperty('user_id');
    });
  });

  it('refuses what runWithContext refuses', () => {
    expect(() => startContext({ level: 'x' }, () => 1)).toThrow('startContext was refused: 1 problem');
  });
});

describe('addContext', () => {
  it('is seen by later lines of the same context, wherever in it they are logged', async () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    await runWithContext({ correlation_id: 'c' }, async () => {
      logger.info('before');
      await delay(1).then(() => addContext({ user_id: 17 }));
      logger.info('after');
    });
    expect(lines.lines.map((line) => JSON.parse(line).user_id)).toEqual([undefined, 17]);
  });

  it('adds nothing outside of any context, and says so', () => {
    expect(addContext({ user_id: 17 })).toBe(false);
    expect(getContext()).toBeUndefined();
  });

  it('stays in the inner context, but the end of the request knows it', () => {
    runWithContext({ correlation_id: 'c', step: 0 }, () => {
      runWithContext({ step: 1 }, () => addContext({ user_id: 17 }));
      runWithContext({ step: 2 }, () => addContext({ plan: 'pro' }));
      expect(getContext()).toEqual({ correlation_id: 'c', step: 0 });
      expect(getRequestContext()).toEqual({ correlation_id: 'c', step: 0, user_id: 17, plan: 'pro' });
    });
    expect(getRequestContext()).toBeUndefined();
  });

  it('refuses ids, wrong values and more fields than a context holds', () => {
    const many = (start: number) => Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${start + i}`, i]));
    runWithContext({}, () => {
      expect(() => addContext({ correlation_id: 'x', level: 'x' })).toThrow(
        /fields\.level is written.*\n.*correlation_id is set/,
      );
      expect(addContext(many(0))).toBe(true);
      expect(() => addContext(many(100))).toThrow('fields must be at most 32 in one context, got 40');
    });
  });
});

describe('a line inside a context', () => {
  it('carries the ids byte for byte, after the service and before the fields', () => {
    const lines = createLines();
    const logger = createLogger({ service: 'shop', clock: () => 0 }, lines);
    // Digits that pass for a card number, and an id under a key that would hide it.
    runWithContext({ correlation_id: '4111111111111111', ...traceIds }, () => logger.info({ a: 1 }, 'x'));
    expect(lines.lines[0]).toBe(
      `{"level":"info","time":"1970-01-01T00:00:00.000Z","service_name":"shop","correlation_id":"4111111111111111",` +
        `"trace_id":"${traceIds.trace_id}","span_id":"${traceIds.span_id}","trace_flags":"01","a":1,"msg":"x"}\n`,
    );
  });

  it('carries the other fields, made safe', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    runWithContext({ correlation_id: 'c', user_email: 'jane.doe@example.com', attempt: 2 }, () => logger.info('x'));
    expect(lines.lines[0]).not.toContain('jane.doe');
    expect(lines.record()).toMatchObject({ correlation_id: 'c', attempt: 2 });
  });

  it('has each key once: fields and bindings win over the context', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    runWithContext({ correlation_id: 'c', tenant: 'a', region: 'eu', step: 1 }, () => {
      logger.child({ tenant: 'b' }).info({ region: 'us' }, 'x');
    });
    expect(lines.lines[0]?.match(/"tenant"|"region"|"step"/g)).toHaveLength(3);
    expect(lines.record()).toMatchObject({ tenant: 'b', region: 'us', step: 1 });
  });

  it('is made safe by the rules of the child that writes it', () => {
    const lines = createLines();
    const logger = createLogger({}, lines);
    const child = logger.child({}, { redact: ['nickname'] });
    runWithContext({ nickname: 'bobby' }, () => {
      child.info('x');
      logger.info('x');
      child.info('x');
    });
    expect(lines.lines.map((line) => line.includes('bobby'))).toEqual([false, true, false]);
  });
});
