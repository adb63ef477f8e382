import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';
import type { RedactInput } from '../../src/redact/settings.ts';

/** A record as JSON shows it after its paths were cleaned. */
function shown(record: Record<string, unknown>, options: RedactInput): unknown {
  return JSON.parse(JSON.stringify(createEngine(options).cleanPaths?.(record)));
}

const MARKER = '[REDACTED:configured-path]';

describe('cleaning a record by its paths', () => {
  it('is left to the line for paths of any depth and for keys fast-redact would split', () => {
    expect(createEngine({ paths: ['**.x', 'a["]"]'] }).cleanPaths).toBeUndefined();
    expect(createEngine({ paths: ['a["]"]'] }).line('{"a":{"]":"v"}}')).toBe(`{"a":{"]":"${MARKER}"}}`);
  });

  it('hands back a record that has none of the keys', () => {
    const record = { msg: 'x' };
    expect(createEngine(['a.b']).cleanPaths?.(record)).toBe(record);
  });

  it('removes the member itself, under a wildcard too', () => {
    const record = { a: { x: 1, y: 2 }, list: [{ x: 1, y: 2 }] };
    expect(shown(record, { paths: ['a.x', 'list[*].x'], remove: true })).toEqual({ a: { y: 2 }, list: [{ y: 2 }] });
  });

  it('gives a censor function the value and the path, once', () => {
    const seen: unknown[] = [];
    const engine = createEngine({ paths: ['a.b', 'c[*].d'], censor: (value, path) => `${seen.push([value, path])}` });
    const cleaned = engine.cleanPaths?.({ a: { b: { deep: true } }, c: [{ d: 5 }] });
    expect(cleaned).toEqual({ a: { b: '1' }, c: [{ d: '2' }] });
    expect(seen[0]).toEqual([{ deep: true }, ['a', 'b']]);
    expect(engine.line(JSON.stringify(cleaned))).toBe('{"a":{"b":"1"},"c":[{"d":"2"}]}');
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['a frozen object', () => Object.freeze({ a: Object.freeze({ b: 'secret' }) })],
    ['a sealed object', () => ({ a: Object.seal({ b: 'secret' }) })],
    ['an object without prototype', () => ({ a: Object.assign(Object.create(null), { b: 'secret' }) })],
    ['a read-only property', () => ({ a: Object.defineProperty({}, 'b', { value: 'secret', enumerable: true }) })],
    ['a getter', () => ({ a: Object.defineProperty({}, 'b', { get: () => 'secret', enumerable: true }) })],
    [
      'a getter that throws',
      () => ({
        a: Object.defineProperty({}, 'b', {
          get: () => {
            throw new Error('secret');
          },
          enumerable: true,
        }),
      }),
    ],
    [
      'a proxy that throws',
      () => ({
        a: new Proxy(
          { b: 'secret' },
          {
            ownKeys: () => {
              throw new Error('secret');
            },
          },
        ),
      }),
    ],
    [
      'a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({ b: 'secret' }, {});
        revoke();
        return { a: proxy };
      },
    ],
    [
      'a getter that throws on the way',
      () =>
        Object.defineProperty({}, 'a', {
          get: () => {
            throw new Error('secret');
          },
          enumerable: true,
        }),
    ],
  ])('hides what is in %s', (_, make) => {
    const text = JSON.stringify(shown(make(), ['a.b']));
    expect(text).toContain(MARKER);
    expect(text).not.toContain('secret');
  });

  it('leaves live objects, errors and maps to their serializers, and finds the path in the line', () => {
    class Live {
      #inner = 'secret';
      get b(): string {
        return this.#inner;
      }
      set b(value: string) {
        this.#inner = value;
      }
      toJSON(): object {
        return { b: this.#inner };
      }
    }
    const live = new Live();
    const engine = createEngine(['a.b', 'c.b']);
    const error = Object.assign(new Error('x'), { b: 'secret' });
    const cleaned = engine.cleanPaths?.({ a: live, c: error });
    expect(cleaned).toEqual({ a: live, c: error });
    expect(live.b).toBe('secret');
    expect(error.b).toBe('secret');
    expect(engine.line(JSON.stringify(cleaned))).toBe(`{"a":{"b":"${MARKER}"},"c":{"b":"${MARKER}"}}`);
  });

  it('does not write into bytes, maps or dates with a wildcard', () => {
    const body = Buffer.from('abc');
    const map = Object.assign(new Map([['k', 1]]), { own: 'x' });
    createEngine(['body.*', 'map.*', '*.own']).cleanPaths?.({ body, map });
    expect(body.toString()).toBe('abc');
    expect(map).toEqual(Object.assign(new Map([['k', 1]]), { own: 'x' }));
  });

  it('hides the value under an alias of the object, too', () => {
    const user = { name: 'Jane Q. Doe' };
    const engine = createEngine(['user.name']);
    const line = JSON.stringify(engine.cleanPaths?.({ user, actor: user, msg: 'by Jane Q. Doe' }));
    expect(engine.line(line)).toBe(`{"user":{"name":"${MARKER}"},"actor":{"name":"${MARKER}"},"msg":"by ${MARKER}"}`);
    expect(engine.line('{"msg":"by Jane Q. Doe"}')).toBe('{"msg":"by Jane Q. Doe"}');
  });

  it('follows a cycle no further than the path', () => {
    const loop: Record<string, unknown> = { b: 'secret' };
    loop['a'] = loop;
    const cleaned = createEngine(['a.b']).cleanPaths?.(loop);
    expect(cleaned?.['a']).toMatchObject({ b: MARKER });
    expect(loop['b']).toBe('secret');
  });

  it('keeps nothing of one record for the next', () => {
    const { cleanPaths } = createEngine({ paths: ['a.b', 'c[*].d', 'e.*'], censor: 'x' });
    cleanPaths?.({ a: { b: 1 }, c: [{ d: 2 }], e: { f: 3 } });
    expect(cleanPaths?.({ a: {}, c: [{}], e: {} })).toEqual({ a: {}, c: [{}], e: {} });
  });

  it('never changes the record, for any record and overlapping paths', () => {
    const { cleanPaths } = createEngine({ paths: ['a.b', '*.c', 'a[*].b', 'd.*', 'e.*.f[*]'] });
    const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', '0');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.constant(null),
        fc.array(tie('tree')),
        fc.dictionary(key, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree), (record) => {
        const before = structuredClone(record);
        cleanPaths?.(record);
        expect(record).toEqual(before);
      }),
    );
  });
});
