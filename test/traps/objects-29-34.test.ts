import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/index.ts';
import { email, jwt, opaque, password } from '../support/fake-values.ts';
import { expectFields, expectHidden, starred, written } from '../support/traps.ts';

/** What a redactor makes of a value, as JSON text. */
function cleaned(value: unknown): string {
  return JSON.stringify(createRedactor().value(value));
}

function nested(depth: number, leaf: unknown): unknown {
  let value = leaf;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

describe('large and deep values', () => {
  it.each([5, 12, 30])('trap 29: a secret at depth %d', (depth) => {
    const shown = nested(depth, { password: '[*]', n: 1 });
    expectFields({ deep: nested(depth, { password, n: 1 }) }, [password], { deep: shown });
    expect(starred(cleaned(nested(depth, { password, n: 1 })))).toBe(JSON.stringify(shown));
  });

  it('trap 29: arrays of arrays, and ten thousand items or keys', () => {
    expectFields({ list: [[[{ token: opaque }, [email]]]] }, [opaque, email], {
      list: [[[{ token: '[*]' }, ['[*]']]]],
    });
    const items = Array.from({ length: 10_000 }, (_, index) => (index === 9_999 ? { password } : index));
    const keys = Object.fromEntries(items.map((item, index) => [`k${index}`, item]));
    for (const large of [items, keys]) {
      const { line, record } = written((logger) => logger.info({ large, password: opaque }, `to ${email}`));
      expectHidden(line, [password, opaque, email]);
      expect(starred(record)).toMatchObject({ password: '[*]', msg: 'to [*]' });
      expectHidden(cleaned(large), [password]);
    }
  });

  it('trap 29: a depth of ten thousand neither throws nor loses the line', () => {
    const deep = nested(10_000, { password });
    const { line, record } = written((logger) => logger.info({ deep, token: opaque }, 'said'));
    expectHidden(line, [password, opaque]);
    expect(starred(record)).toMatchObject({ token: '[*]', msg: 'said' });
    expectHidden(cleaned(deep), [password]);
    const text = `${'{"a":'.repeat(10_000)}{"password":"${password}"}${'}'.repeat(10_000)}`;
    expectHidden(written((logger) => logger.info(text)).line, [password]);
  });

  it('trap 30: cycles', () => {
    const record: Record<string, unknown> = { password, n: 1 };
    record['self'] = record;
    record['list'] = [record, { up: record }];
    const { line } = written((logger) => logger.info({ record }, 'said'));
    expectHidden(line, [password]);
    expect(starred(line)).toContain('"record":{"password":"[*]","n":1,"self":"[Circular]"');
    expectHidden(cleaned(record), [password]);
    const { record: top } = written((logger) => logger.info(record, 'said'));
    expect(starred(top)).toMatchObject({ password: '[*]', n: 1, msg: 'said' });
    const map = new Map<string, unknown>([['password', password]]);
    map.set('self', map);
    expectHidden(written((logger) => logger.info({ map })).line, [password]);
  });

  it('trap 30: an object in two places is shown in both', () => {
    const user = { password, name: 'jane' };
    const shown = { password: '[*]', name: 'jane' };
    expectFields({ user, actor: user, list: [user, user] }, [password], {
      user: shown,
      actor: shown,
      list: [shown, shown],
    });
  });

  it('trap 30: shared references cannot multiply', () => {
    let layer: unknown = { password };
    for (let depth = 0; depth < 40; depth++) layer = { a: layer, b: layer };
    const { line, record } = written((logger) => logger.info({ layer, token: opaque }, 'said'));
    expectHidden(line, [password, opaque]);
    expect(starred(record)).toMatchObject({ token: '[*]', msg: 'said' });
    expectHidden(cleaned(layer), [password]);
  });
});

class Account {
  readonly #password: string = password;
  readonly id = 7;
  toJSON(): object {
    return { id: this.id, password: this.#password };
  }
}

class Tags extends Array<string> {
  toJSON(): object {
    return { token: opaque, size: this.length };
  }
}

describe('toJSON', () => {
  it.each<[string, unknown, unknown]>([
    ['of its own', { toJSON: () => ({ password, n: 1 }) }, { password: '[*]', n: 1 }],
    ['of its class, with a private field', new Account(), { id: 7, password: '[*]' }],
    ['of a subclass of Array', Tags.of('a', 'b'), { token: '[*]', size: 2 }],
    ['on a Date', Object.assign(new Date(0), { toJSON: () => `password=${password}` }), 'password=[*]'],
    ['that gives the secret', { toJSON: () => `to ${email}` }, 'to [*]'],
    ['that gives another one', { toJSON: () => ({ toJSON: () => ({ password }) }) }, expect.anything()],
    ['that gives a promise', { toJSON: async () => ({ password }) }, expect.anything()],
    ['that gives nothing', { toJSON: () => undefined, password }, undefined],
    [
      'that throws',
      {
        toJSON: () => {
          throw new Error(password);
        },
        a: 1,
      },
      expect.stringMatching(/unreadable/i),
    ],
    [
      'that gives itself',
      {
        password,
        n: 1,
        toJSON(): unknown {
          return this;
        },
      },
      { password: '[*]', n: 1 },
    ],
    ['that is no function', { toJSON: 'x', password }, { toJSON: 'x', password: '[*]' }],
  ])('trap 31: one %s', (_, given, shown) => {
    const { line, record } = written((logger) => logger.info({ given, list: [given], kept: 7 }, 'said'));
    expectHidden(line, [password, email, opaque]);
    expect(starred(record)).toMatchObject({ kept: 7, msg: 'said' });
    expect(starred(record)['given']).toEqual(shown);
    expectHidden(cleaned({ given }), [password, email, opaque]);
  });
});

describe('getters and proxies', () => {
  it('trap 32: a getter that throws costs its member and no more', () => {
    const given = {
      a: 1,
      get bad(): never {
        throw new Error(`password=${password}`);
      },
      password,
      z: 2,
    };
    for (const call of [{ given }, given]) {
      const { line, record } = written((logger) => logger.info(call, 'said'));
      expectHidden(line, [password]);
      expect(starred(line)).toMatch(/"a":1,"bad":"\[Unreadable\]","password":"\[\*\]","z":2/i);
      expect(record['msg']).toBe('said');
    }
    expectHidden(cleaned(given), [password]);
  });

  it('trap 32: a getter that changes its answer or its object is hidden all the same', () => {
    let reads = 0;
    const given = {
      get note(): string {
        reads++;
        return reads % 2 === 1 ? 'harmless' : `password=${password}`;
      },
      get more(): number {
        Object.assign(given, { [`late${reads}`]: { password } });
        return 1;
      },
    };
    for (let count = 0; count < 6; count++) {
      const { line, record } = written((logger) => logger.info({ given }, 'said'));
      expectHidden(line, [password]);
      expect(record).toMatchObject({ given: { more: 1 }, msg: 'said' });
      expectHidden(cleaned(given), [password]);
    }
  });

  it.each<[string, object]>([
    [
      'whose ownKeys throws',
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error(password);
          },
        },
      ),
    ],
    [
      'whose get throws',
      new Proxy(
        { a: 1 },
        {
          get: () => {
            throw new Error(password);
          },
        },
      ),
    ],
    [
      'whose getPrototypeOf throws',
      new Proxy(
        { password },
        {
          getPrototypeOf: () => {
            throw new Error(password);
          },
        },
      ),
    ],
    [
      'whose has and descriptor throw',
      new Proxy(
        { password },
        {
          has: () => {
            throw 1;
          },
          getOwnPropertyDescriptor: () => {
            throw 1;
          },
        },
      ),
    ],
    ['that is revoked', revoked()],
    ['around a request-like object', new Proxy({ headers: { authorization: `Bearer ${opaque}` } }, {})],
  ])('trap 33: a proxy %s', (_, proxy) => {
    for (const call of [
      { proxy, n: 1 },
      { list: [proxy], n: 1 },
      { map: new Map([['a', proxy]]), n: 1 },
    ]) {
      const { line, record } = written((logger) => logger.info(call, 'said'));
      expectHidden(line, [password, opaque]);
      expect(record).toMatchObject({ n: 1, msg: 'said' });
    }
    expectHidden(written((logger) => logger.info(proxy, 'said')).line, [password, opaque]);
    expectHidden(written((logger) => logger.info('%j %o %s', proxy, proxy, 'x')).line, [password, opaque]);
    expectHidden(cleaned({ proxy }), [password, opaque]);
  });

  it('trap 34: frozen, sealed and read-only objects, and objects without a prototype', () => {
    const bare: Record<string, unknown> = Object.assign(Object.create(null), { password, n: 1 });
    const readOnly = Object.defineProperties(
      {},
      { password: { value: password, enumerable: true }, n: { value: 1, enumerable: true } },
    );
    const shown = { password: '[*]', n: 1 };
    for (const given of [
      Object.freeze({ password, n: 1 }),
      Object.seal({ password, n: 1 }),
      Object.preventExtensions({ password, n: 1 }),
      bare,
      readOnly,
    ]) {
      expectFields({ given, list: Object.freeze([given]) }, [password], { given: shown, list: [shown] });
      expectFields(given, [password], shown);
      expect(starred(cleaned(given))).toBe(JSON.stringify(shown));
      const { record } = written((logger) => logger.info({ given }), { redact: ['given.n'] });
      expect(starred(record['given'])).toMatchObject({ password: '[*]' });
      expect(record['given']).not.toMatchObject({ n: 1 });
      expect(Reflect.get(given, 'password')).toBe(password);
    }
    expectHidden(jwt, [password]);
  });
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({ password }, {});
  revoke();
  return proxy;
}
