import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits, toJson } from '../../src/record/index.ts';
import { repairSurrogates } from '../../src/record/quote.ts';

const shown = (value: unknown): unknown => JSON.parse(toJson(value) ?? 'null');

describe('plain data', () => {
  it('comes out as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(toJson(value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each([
    ['a date', new Date(0)],
    ['an invalid date', new Date(Number.NaN)],
    ['undefined, functions and symbols inside', { a: undefined, b: () => 1, c: Symbol('c'), d: [undefined, () => 1] }],
    ['numbers JSON does not know', [Number.NaN, Number.POSITIVE_INFINITY, -0]],
    ['a URL', { at: new URL('https://example.com/a?b=c') }],
    ['a toJSON that behaves', { toJSON: (key: string) => `under ${key}` }],
    [
      'a toJSON of a class, given its key',
      {
        total: new (class {
          toJSON(key: string) {
            return { key };
          }
        })(),
      },
    ],
    [
      'an instance of a class',
      new (class Point {
        x = 1;
        #hidden = 2;
        get y() {
          return this.#hidden;
        }
      })(),
    ],
    ['a null prototype', Object.assign(Object.create(null), { a: 1 })],
    ['an own __proto__', JSON.parse('{"__proto__":{"a":1},"constructor":2}')],
    ['an empty key and odd keys', { '': 1, 'a"b': 2, 'a.b[0]': 3, '7': 4 }],
    ['a regular expression', { at: /a/ }],
    ['a sparse list', Object.assign(new Array(3), { 1: 'x' })],
  ])('is as in pino: %s', (_, value) => {
    expect(toJson({ value })).toBe(JSON.stringify({ value }));
  });

  it.each([undefined, () => 1, Symbol('s'), { toJSON: () => undefined }, { toJSON: () => () => 1 }])(
    'has no text where JSON has none',
    (value) => {
      expect(toJson(value)).toBeUndefined();
    },
  );
});

describe('what JSON.stringify would lose', () => {
  it.each<[string, unknown, unknown]>([
    ['a Map', new Map<string, unknown>([['a', { b: 1 }]]), { a: { b: 1 } }],
    ['a Map with objects as keys', new Map([[{ id: 1 }, 'x']]), [[{ id: 1 }, 'x']]],
    [
      'a Map whose keys read alike',
      new Map<unknown, string>([
        [1, 'x'],
        ['1', 'y'],
      ]),
      [
        [1, 'x'],
        ['1', 'y'],
      ],
    ],
    ['a Set', new Set([1, new Set(['x'])]), [1, ['x']]],
    ['a WeakMap', new WeakMap(), '[WeakMap]'],
    ['a promise', Promise.resolve('x'), '[Promise]'],
    ['a Buffer', Buffer.from('hunter2'), '[Buffer: 7 bytes]'],
    ['a Buffer that was serialised', { type: 'Buffer', data: [104, 117] }, '[Buffer: 2 bytes]'],
    ['a typed array', new Uint16Array(3), '[Uint16Array: 6 bytes]'],
    ['an ArrayBuffer', new ArrayBuffer(5), '[ArrayBuffer: 5 bytes]'],
    ['a DataView', new DataView(new ArrayBuffer(5)), '[DataView: 5 bytes]'],
    ['a Blob', new Blob(['abc']), '[Blob: 3 bytes]'],
    ['a bigint', 12n, 12],
    ['a bigint no number holds', 2n ** 64n, '18446744073709551616'],
    ['boxed primitives', [Object('s'), Object(1), Object(true), Object(3n)], ['s', 1, true, 3]],
    ['URLSearchParams', new URLSearchParams('a=1&b=2'), 'a=1&b=2'],
    [
      'Headers',
      new Headers([
        ['a', '1'],
        ['set-cookie', 'x=1'],
        ['set-cookie', 'y=2'],
      ]),
      { a: '1', 'set-cookie': ['x=1', 'y=2'] },
    ],
    [
      'a Request',
      new Request('https://example.com/', { method: 'POST', headers: { a: '1' }, body: 'secret' }),
      { method: 'POST', url: 'https://example.com/', headers: { a: '1', 'content-type': 'text/plain;charset=UTF-8' } },
    ],
    [
      'a Response',
      new Response('secret', { status: 404, headers: { a: '1' } }),
      { status: 404, statusText: '', url: '', headers: { a: '1', 'content-type': 'text/plain;charset=UTF-8' } },
    ],
    ['a Map of another realm', runInNewContext('new Map([["a", 1]])'), { a: 1 }],
  ])('shows %s', (_, value, expected) => {
    expect(shown({ value })).toEqual({ value: expected });
    expect(shown([value])).toEqual([expected]);
  });

  it('shows FormData without the files', () => {
    const form = new FormData();
    form.append('a', '1');
    form.append('a', '2');
    form.append('file', new File(['secret'], 'x.txt'));
    expect(shown(form)).toEqual({ a: ['1', '2'], file: '[File: 6 bytes]' });
  });

  it('shows requests and responses of node:http without their sockets', async () => {
    const seen: unknown[] = [];
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('x-a', '1');
      seen.push(shown({ request, response }));
      response.end();
    }).listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // listening on a port, so the address is no path
    await fetch(`http://localhost:${port}/a?b=c`, { method: 'PUT' });
    server.close();
    server.closeAllConnections();
    expect(seen).toEqual([
      {
        request: { method: 'PUT', url: '/a?b=c', headers: expect.objectContaining({ host: `localhost:${port}` }) },
        response: { statusCode: 200, headers: { 'x-a': '1' } },
      },
    ]);
  });
});

describe('what would make JSON.stringify throw', () => {
  it('names a cycle, and shows a value that only stands twice, twice', () => {
    const twice = { a: 1 };
    const record: Record<string, unknown> = { twice, again: twice };
    record['self'] = record;
    expect(shown(record)).toEqual({ twice, again: twice, self: '[Circular]' });
  });

  it('says what cannot be read, and shows the rest', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const value = {
      good: 1,
      get bad() {
        throw new Error('secret');
      },
      proxy,
      json: {
        toJSON: () => {
          throw new Error('secret');
        },
      },
    };
    expect(shown(value)).toEqual({ good: 1, bad: '[Unreadable]', proxy: '[Unreadable]', json: '[Unreadable]' });
  });

  it('ends, whatever the depth, the width and the references', () => {
    let deep: unknown = 'end';
    for (let level = 0; level < 20_000; level++) deep = { deep };
    expect(toJson(deep)).toContain('[Truncated: depth]');

    let graph: object = {};
    for (let level = 0; level < 40; level++) graph = { left: graph, right: graph };
    expect((toJson(graph) ?? '').length).toBeLessThan(10_000_000);
    expect(toJson(graph)).toContain('[Truncated: ');

    expect(toJson(new Array(2 ** 31))).toContain('[Truncated: 2147473648 more]');
    expect(
      toJson({ a: new Map(), ...Object.fromEntries(Array.from({ length: 10_005 }, (_, i) => [`k${i}`, i])) }),
    ).toContain('"[Truncated: 6 more]"');
    const endless = { toJSON: () => ({ ...endless }) };
    expect(toJson(endless)).toContain('[Truncated: depth]');
  });

  it('keeps to the limits it is given', () => {
    const value = { map: new Map([['a', { b: { c: 1 } }]]), list: [1, 2, 3] };
    expect(JSON.parse(toJson(value, { ...defaultLimits, maxDepth: 3, maxWidth: 2 }) ?? '')).toEqual({
      map: { a: { b: '[Truncated: depth]' } },
      list: [1, 2, '[Truncated: 1 more]'],
    });
  });

  it('never throws and always gives JSON, for anything', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withObjectString: true,
          withBoxedValues: true,
          withSparseArray: true,
        }),
        (value) => {
          const json = toJson(value);
          if (json !== undefined) JSON.parse(json);
        },
      ),
    );
  });
});

describe('prototype pollution', () => {
  it('does not show', () => {
    const texts: unknown[] = [];
    Object.defineProperty(Object.prototype, 'polluted', { value: 'x', enumerable: true, configurable: true });
    try {
      texts.push(toJson({ a: { b: new Map([['c', 1]]) } }), toJson({ a: 1 }));
    } finally {
      Reflect.deleteProperty(Object.prototype, 'polluted');
    }
    expect(texts).toEqual(['{"a":{"b":{"c":1}}}', '{"a":1}']);
  });
});

describe('lone surrogates', () => {
  it.each([
    ['"\\ud800"', '"\ufffd"'],
    ['"a\\udfffb\\ud83d"', '"a\ufffdb\ufffd"'],
    ['"\\\\ud800"', '"\\\\ud800"'],
    ['"\\\\\\ud800"', '"\\\\\ufffd"'],
    ['"\\ud83d\\ude00"', '"\\ud83d\\ude00"'],
    ['"\\u0007"', '"\\u0007"'],
  ])('become U+FFFD in %s', (json, repaired) => {
    expect(repairSurrogates(json)).toBe(repaired);
  });

  it('are gone from any string, and nothing else changes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
        (text) => {
          expect(JSON.parse(repairSurrogates(toJson(text) ?? ''))).toBe(Buffer.from(text).toString());
        },
      ),
    );
  });
});
