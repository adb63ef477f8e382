import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRedactor, secret } from '../../src/index.ts';
import { email, opaque, password } from '../support/fake-values.ts';
import { expectFields, expectHidden, starred, written } from '../support/traps.ts';

/** What a redactor makes of a value, as JSON text. */
function cleaned(value: unknown): string {
  return JSON.stringify(createRedactor().value(value)) ?? '';
}

class Shape {
  readonly password: string = password;
  readonly n = 1;
}

describe('collections', () => {
  it.each<[string, unknown, unknown]>([
    [
      'a Map with text keys',
      new Map<string, unknown>([
        ['password', password],
        ['n', 1],
      ]),
      { password: '[*]', n: 1 },
    ],
    ['a Map with object keys', new Map([[{ password }, { token: opaque }]]), [[{ password: '[*]' }, { token: '[*]' }]]],
    [
      'a Map with mixed keys',
      new Map<unknown, unknown>([
        [1, { password }],
        ['token', opaque],
      ]),
      expect.anything(),
    ],
    ['a Set', new Set<unknown>([`password=${password}`, { password }, 3]), ['password=[*]', { password: '[*]' }, 3]],
    ['a Map in a Map', new Map([['a', new Map([['password', password]])]]), { a: { password: '[*]' } }],
    ['a WeakMap', new WeakMap([[{}, password]]), expect.not.stringContaining(password)],
    [
      'Headers',
      new Headers({ authorization: `Bearer ${opaque}`, accept: '*/*' }),
      { authorization: 'Bearer [*]', accept: '*/*' },
    ],
    ['URLSearchParams', new URLSearchParams({ access_token: opaque, page: '2' }), 'access_token=[*]&page=2'],
    ['FormData', formData(), { password: '[*]', page: '2' }],
    ['a class', new Shape(), { password: '[*]', n: 1 }],
  ])('trap 35: %s', (_, given, shown) => {
    const { line, record } = written((logger) => logger.info({ given, list: [given], kept: 7 }, 'said'));
    expectHidden(line, [password, opaque]);
    expect(starred(record)).toMatchObject({ kept: 7, msg: 'said' });
    expect(starred(record)['given']).toEqual(shown);
    expectHidden(cleaned({ given }), [password, opaque]);
  });

  it('trap 35: Request and Response', () => {
    const headers = { authorization: `Bearer ${opaque}`, 'x-n': '1' };
    const request = new Request(`https://a.example/cb?access_token=${password}&page=2`, { headers });
    const response = new Response(`password=${password}`, {
      headers: { 'set-cookie': `sid=${opaque}; Path=/`, 'x-n': '1' },
    });
    const { line, record } = written((logger) => logger.info({ request, response, kept: 7 }, 'said'));
    expectHidden(line, [opaque, password]);
    expect(starred(record)).toMatchObject({
      request: {
        method: 'GET',
        url: 'https://a.example/cb?access_token=[*]&page=2',
        headers: { authorization: 'Bearer [*]', 'x-n': '1' },
      },
      response: { status: 200, headers: { 'x-n': '1' } },
      kept: 7,
    });
    // A request of another implementation keeps its content under a symbol.
    const foreign = { url: '/x', [Symbol('internals')]: { headers } };
    expectFields({ foreign }, [opaque], { foreign: { url: '/x' } });
  });
});

function formData(): FormData {
  const form = new FormData();
  form.append('password', password);
  form.append('page', '2');
  return form;
}

describe('bytes', () => {
  const bytes = Buffer.from(`password=${password}`);
  const array = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);

  it.each<[string, unknown]>([
    ['a Buffer', bytes],
    ['a Uint8Array', new Uint8Array(bytes)],
    ['an ArrayBuffer', array],
    ['a DataView', new DataView(array)],
    ['a Uint16Array', new Uint16Array(bytes)],
    ['a Blob', new Blob([bytes])],
    ['a Buffer somebody has serialised', JSON.parse(JSON.stringify(bytes))],
    ['such a Buffer deeper down', { a: [JSON.parse(JSON.stringify(bytes))] }],
  ])('trap 36: %s shows no content', (_, given) => {
    for (const call of [
      { given, n: 1 },
      { list: [{ given }], n: 1 },
      { set: new Set([given]), n: 1 },
    ]) {
      const { line, record } = written((logger) => logger.info(call, 'said'));
      expectHidden(line, [password, `password=${password}`]);
      expect(record).toMatchObject({ n: 1, msg: 'said' });
    }
    expectHidden(cleaned({ given }), [password, `password=${password}`]);
    expectHidden(written((logger) => logger.info('%j', { given })).line, [password, `password=${password}`]);
  });
});

describe('unusual values', () => {
  it('trap 37: boxed values, invalid dates, numbers no JSON has, functions and undefined', () => {
    const { line, record } = written((logger) =>
      logger.info(
        {
          boxed: new String(`to ${email}`),
          number: new Number(7),
          password: new String(password),
          cvv: new Number(987),
          bigint: 12345678901234567890n,
          date: new Date(Number.NaN),
          nan: Number.NaN,
          infinite: Number.POSITIVE_INFINITY,
          call: () => password,
          missing: undefined,
          symbol: Symbol(password),
          list: [() => password, undefined, Symbol(password), 3n],
        },
        'said',
      ),
    );
    expectHidden(line, [email, password]);
    expect(starred(record)).toMatchObject({ boxed: 'to [*]', number: 7, password: '[*]', cvv: '[*]', msg: 'said' });
    expect(String(record['bigint'])).toBe('12345678901234567890');
    expect(record).toMatchObject({ date: null, nan: null, infinite: null, list: [null, null, null, 3] });
    expect(record).not.toHaveProperty('call');
    expectHidden(cleaned({ a: new String(`to ${email}`), b: [Symbol(password), () => password] }), [email, password]);
  });

  it('trap 39: the caller’s objects are the same before and after', () => {
    const given = {
      password,
      list: [{ token: opaque }, `to ${email}`],
      map: new Map([['password', password]]),
      date: new Date(0),
      nested: { a: { secret: { v: opaque } } },
    };
    const before = structuredClone(given);
    const broken = {
      ...given,
      toJSON: () => {
        throw new Error('x');
      },
    };
    const redactor = createRedactor({ paths: ['nested.a', 'list[*].token'] });
    for (const redact of [
      {},
      { paths: ['nested.a', 'list[*].token', '**.secret'] },
      { censor: 'remove', paths: ['date'] },
    ]) {
      written(
        (logger) => {
          logger.info(given, `to ${email}`);
          logger.child({ given }).info({ given, broken }, '%j', given);
        },
        { redact },
      );
    }
    redactor.value(given);
    expect(given).toEqual(before);
    expect(Object.keys(given)).toEqual(Object.keys(before));
    expect(broken.password).toBe(password);
  });

  it('trap 40: a wrapped secret shows its marker whatever is done with it', () => {
    const key = secret(password);
    const shown = [
      `${key}`,
      String(key),
      JSON.stringify({ key }),
      JSON.stringify({ ...key }),
      JSON.stringify(structuredClone(key)),
      JSON.stringify(JSON.parse(JSON.stringify({ key }))),
      inspect(key),
      inspect({ key }, { depth: 9, showHidden: true, getters: true }),
      inspect(structuredClone({ key })),
      [key].join(),
      Object.entries(key).join(),
    ];
    for (const text of shown) expectHidden(text, [password]);
    const { line, record } = written((logger) =>
      logger
        .child({ bound: key })
        .info({ key, copy: { ...key }, clone: structuredClone({ key }), list: [key] }, 'is %s', key),
    );
    expectHidden(line, [password]);
    expect(starred(record)).toMatchObject({ bound: '[*]', key: '[*]', list: ['[*]'], msg: 'is [*]' });
    expect(key.reveal()).toBe(password);
  });
});
