import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import {
  addContext,
  bindContext,
  bindEmitter,
  getContext,
  getCorrelationId,
  runWithContext,
  snapshot,
} from '../../src/context/index.ts';
import { OptionsError } from '../../src/errors/index.ts';

const inContext = <Result>(id: string, fn: () => Result): Result => runWithContext({ correlation_id: id }, fn);

describe('a bound function', () => {
  it('runs in the context it was bound in, with the caller’s this and arguments', () => {
    const bound = inContext('a', () =>
      bindContext(function (this: { x: number }, y: number) {
        return [getCorrelationId(), this.x, y];
      }),
    );
    expect(bound.call({ x: 1 }, 2)).toEqual(['a', 1, 2]);
    expect(inContext('b', () => bound.call({ x: 1 }, 2))).toEqual(['a', 1, 2]);
    expect(getContext()).toBeUndefined();
  });

  it('sees what was added after it was bound', () => {
    const bound = inContext('a', () => {
      const later = bindContext(() => getContext());
      addContext({ user_id: 17 });
      return later;
    });
    expect(bound()).toEqual({ correlation_id: 'a', user_id: 17 });
  });

  it('is refused when it is none', () => {
    // @ts-expect-error bad on purpose
    expect(() => bindContext(7)).toThrow(OptionsError);
  });
});

describe('a snapshot', () => {
  it('runs any function in the context it was taken in', () => {
    const restore = inContext('a', () => snapshot());
    expect(restore((x: number, y: number) => [getCorrelationId(), x + y], 1, 2)).toEqual(['a', 3]);
    expect(inContext('b', () => restore(() => getCorrelationId()))).toBe('a');
  });
});

describe('a bound emitter', () => {
  it('runs listeners in its context, those that were there and those added later, whatever way they are added', () => {
    const emitter = new EventEmitter();
    const seen: unknown[] = [];
    const note = (name: string) => () => seen.push([name, getCorrelationId()]);
    emitter.on('x', note('before'));
    expect(inContext('a', () => bindEmitter(emitter))).toBe(emitter);
    emitter.on('x', note('after')).once('x', note('once')).prependListener('x', note('first'));
    emitter.emit('x');
    emitter.emit('x');
    expect(seen).toEqual([
      ['first', 'a'],
      ['before', 'a'],
      ['after', 'a'],
      ['once', 'a'],
      ['first', 'a'],
      ['before', 'a'],
      ['after', 'a'],
    ]);
  });

  it('hands on arguments, this and the answer, and lets listeners be removed', () => {
    const emitter = bindEmitterIn('a');
    const seen: unknown[] = [];
    function listener(this: unknown, ...args: unknown[]): void {
      seen.push(this === emitter, ...args);
    }
    emitter.on('x', listener);
    expect(emitter.emit('x', 1, 2)).toBe(true);
    emitter.off('x', listener);
    expect(emitter.emit('x', 3)).toBe(false);
    expect(seen).toEqual([true, 1, 2]);
  });

  it('keeps the context of an event emitted from inside the same request', () => {
    const emitter = new EventEmitter();
    const other = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    inContext('a', () => {
      bindEmitter(emitter).on('x', () => seen.push(getContext(), other.getStore()));
      other.run('kept', () => runWithContext({ step: 2 }, () => emitter.emit('x')));
    });
    expect(seen).toEqual([{ correlation_id: 'a', step: 2 }, 'kept']);
  });

  it('is not taken by the context of another request', () => {
    const emitter = bindEmitterIn('a');
    const seen: unknown[] = [];
    emitter.on('x', () => seen.push(getCorrelationId()));
    inContext('b', () => emitter.emit('x'));
    expect(seen).toEqual(['a']);
  });

  it('can be bound again: nothing piles up, and the last context holds', () => {
    const emitter = bindEmitterIn('a');
    const { emit } = emitter;
    for (let i = 0; i < 1_000; i++) inContext(`b${i}`, () => bindEmitter(emitter));
    expect(emitter.emit).toBe(emit);
    const seen: unknown[] = [];
    emitter.on('x', () => seen.push(getCorrelationId()));
    emitter.emit('x');
    expect(seen).toEqual(['b999']);
  });

  it('is left alone outside of any context, and refused when it is none', () => {
    const emitter = bindEmitter(new EventEmitter());
    expect(Object.hasOwn(emitter, 'emit')).toBe(false);
    // @ts-expect-error bad on purpose
    expect(() => bindEmitter({})).toThrow('emitter must be an EventEmitter, got an object');
  });
});

function bindEmitterIn(id: string): EventEmitter {
  return inContext(id, () => bindEmitter(new EventEmitter()));
}
