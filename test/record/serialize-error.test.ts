import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { serializeError, toJson } from '../../src/record/index.ts';

const shown = (value: unknown): Record<string, unknown> => JSON.parse(toJson(serializeError(value)) ?? 'null');

describe('an error', () => {
  it('is its type, message and stack', () => {
    const error = new RangeError('too far');
    expect(shown(error)).toEqual({ type: 'RangeError', message: 'too far', stack: error.stack });
  });

  it('keeps its code and own members, of any kind', () => {
    const error = Object.assign(new Error('refused'), {
      code: 'ECONNREFUSED',
      errno: -111,
      tags: new Set(['a']),
      retry: () => 1,
    });
    expect(shown(error)).toMatchObject({ message: 'refused', code: 'ECONNREFUSED', errno: -111, tags: ['a'] });
    expect(shown(error)).not.toHaveProperty('retry');
  });

  it('has its causes in a chain, each message once', () => {
    const error = new Error('outer', { cause: new TypeError('middle', { cause: { code: 7 } }) });
    const record = shown(error);
    expect(record).toMatchObject({
      message: 'outer',
      cause: { type: 'TypeError', message: 'middle', cause: { code: 7 } },
    });
    expect(record['stack']).not.toContain('middle');
  });

  it('names a cycle of causes', () => {
    const error: Error & { cause?: unknown } = new Error('a');
    error.cause = new Error('b', { cause: error });
    expect(shown(error)).toMatchObject({ message: 'a', cause: { message: 'b', cause: '[Circular]' } });
  });

  it('takes the cause of a VError', () => {
    const error = Object.assign(new Error('a'), { cause: () => new Error('b') });
    expect(shown(error)).toMatchObject({ message: 'a', cause: { message: 'b' } });
  });

  it('shows the parts of an AggregateError', () => {
    expect(shown(new AggregateError([new Error('a'), 'b'], 'many'))).toMatchObject({
      type: 'AggregateError',
      message: 'many',
      errors: [{ message: 'a' }, 'b'],
    });
  });

  it('shows both sides of a SuppressedError', () => {
    const error = new Error('while disposing');
    Object.defineProperty(error, 'error', { value: new Error('a') });
    Object.defineProperty(error, 'suppressed', { value: new Error('b') });
    expect(shown(error)).toMatchObject({ error: { message: 'a' }, suppressed: { message: 'b' } });
  });

  it('may come from another realm', () => {
    expect(shown(runInNewContext('new TypeError("there")'))).toMatchObject({ type: 'TypeError', message: 'there' });
  });

  it('may be a DOMException', () => {
    expect(shown(new DOMException('stopped', 'AbortError'))).toMatchObject({
      type: 'DOMException',
      name: 'AbortError',
      message: 'stopped',
      code: 20,
    });
  });

  it('is shown as such at any depth, whatever its toJSON says', () => {
    const error = Object.assign(new Error('deep'), { toJSON: () => ({ config: 'secret' }) });
    expect(JSON.parse(toJson({ a: [{ error }] }) ?? '')).toMatchObject({
      a: [{ error: { type: 'Error', message: 'deep' } }],
    });
  });

  it('may have getters that throw, and no stack', () => {
    const error = new Error('x');
    Object.defineProperty(error, 'code', {
      enumerable: true,
      get: () => {
        throw new Error('secret');
      },
    });
    Object.defineProperty(error, 'stack', { value: undefined });
    expect(shown(error)).toEqual({ type: 'Error', message: 'x', stack: '', code: '[Unreadable]' });
  });

  it('ends after 32 causes, and says so', () => {
    let error = new Error('first');
    for (let count = 0; count < 1_000; count++) error = new Error('next', { cause: error });
    expect(JSON.stringify(shown(error))).toContain('[Truncated: depth]');
  });

  it('is not changed', () => {
    const error = Object.freeze(Object.assign(new Error('x', { cause: Object.freeze({ a: 1 }) }), { b: 1 }));
    expect(shown(error)).toMatchObject({ cause: { a: 1 }, b: 1 });
  });
});

describe('what is no error', () => {
  it('is given back as it is, unless it has a message, as in pino', () => {
    expect(serializeError('text')).toBe('text');
    expect(serializeError(undefined)).toBeUndefined();
    expect(serializeError({ code: 1 })).toEqual({ code: 1 });
    expect(shown({ message: 'boom', code: 5 })).toEqual({ type: 'Object', message: 'boom', stack: '', code: 5 });
  });
});
