import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { createEngine } from '../../src/redact/engine.ts';
import { createRedactor } from '../../src/redact/index.ts';
import { withheldLine } from '../../src/redact/withheld.ts';

const GITHUB = ['ghp', '_', 'aB3dE5gH7jK9mN1pQ3rS5tU7vW9xY1zA3cE5'].join('');

describe('a line', () => {
  it('hides what is under a name of the options, in any spelling', () => {
    const redactor = createRedactor({ keys: ['loyalty number'] });
    for (const key of ['loyaltyNumber', 'LOYALTY_NUMBER', 'loyalty-number', 'customer.loyaltyNumber']) {
      expect(redactor.line(JSON.stringify({ [key]: 'LN-2041', msg: 'ok' }))).toBe(
        JSON.stringify({ [key]: '[REDACTED:configured-key]', msg: 'ok' }),
      );
    }
  });

  it('keeps its newline', () => {
    expect(createRedactor().line('{"password":"hunter22"}\r\n')).toBe('{"password":"[REDACTED:password]"}\r\n');
  });

  it('repeats nothing it hides under a name', () => {
    const { line } = createRedactor();
    expect(line('{"password":"hunter2200","note":"typed hunter2200, twice: hunter2200","list":["hunter2200"]}')).toBe(
      '{"password":"[REDACTED:password]","note":"typed [REDACTED:password], twice: [REDACTED:password]","list":["[REDACTED:password]"]}',
    );
    expect(line('{"password":12345678,"list":[12345678,"12345678"],"n":12345678}')).toBe(
      '{"password":"[REDACTED:password]","list":["[REDACTED:password]","[REDACTED:password]"],"n":"[REDACTED:password]"}',
    );
    expect(line('{"secret":{"v":"topsecret99"},"msg":"is topsecret99"}')).not.toContain('topsecret99');
  });

  it('leaves alone what only looks like a repeat: parts of other words, keys, short values', () => {
    const { line } = createRedactor();
    const trace = '4bf92f3512345678da6a3ce929d0e0e4';
    expect(line(`{"password":12345678,"trace_id":"${trace}"}`)).toContain(trace);
    expect(line('{"password":"swordfish","swordfish":1}')).toContain('"swordfish":1');
    expect(line('{"password":"info","level":"info"}')).toContain('"level":"info"');
  });

  it('repeats none of a hundred values', () => {
    const values = Array.from({ length: 100 }, (_, index) => `value-${index}-of-100x`);
    const text = JSON.stringify({ items: values.map((password) => ({ password })), msg: values.join(' ') });
    expect(createRedactor().line(text)).not.toMatch(/value-\d+-of/);
  });
});

describe('find', () => {
  it('tells rule, place, path and severity of each finding, and no value', () => {
    const text = JSON.stringify({ user: [{ password: 'hunter22!' }], msg: `with ${GITHUB}` });
    const findings = createRedactor().find(text);
    expect(findings.map(({ start, end }) => text.slice(start, end))).toEqual(['hunter22!', GITHUB]);
    expect(findings.map(({ path }) => path)).toEqual(['user.0.password', 'msg']);
    expect(findings.map(({ rule }) => rule)[0]).toBe('password');
    expect(JSON.stringify(findings)).not.toContain('hunter22');
  });

  it('has no path for text', () => {
    expect(createRedactor().find('password=hunter22!')).toEqual([
      { rule: 'password', start: 9, end: 18, severity: 'critical' },
    ]);
  });
});

describe('value', () => {
  const { value } = createRedactor();

  it('gives a clean copy and leaves the input as it was', () => {
    const input = { user: { password: 'hunter22!', list: ['a', { token: GITHUB }] }, n: 1, flag: true, none: null };
    const before = structuredClone(input);
    expect(value(input)).toEqual({
      user: { password: '[REDACTED:password]', list: ['a', { token: expect.stringMatching(/^\[REDACTED:/) }] },
      n: 1,
      flag: true,
      none: null,
    });
    expect(input).toEqual(before);
  });

  it.each<[string, unknown, unknown]>([
    ['a text', 'password=hunter22!', 'password=[REDACTED:password]'],
    ['a number', 7, 7],
    ['nothing', undefined, undefined],
    ['a Map', new Map([['password', 'hunter22!']]), { password: '[REDACTED:password]' }],
    ['a Map of other keys', new Map([[{ a: 1 }, 2]]), [[{ a: 1 }, 2]]],
    ['a Set', new Set([1, 'password=hunter22!']), [1, 'password=[REDACTED:password]']],
    ['a Date', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an invalid Date', new Date(Number.NaN), 'Invalid Date'],
    ['a bigint', 12n, '12'],
    ['bytes', Buffer.from('hunter22!'), '[Buffer, 9 bytes]'],
    ['a typed array', [new Uint16Array(2)], ['[typed array, 4 bytes]']],
    ['functions and symbols', { f: () => 1, s: Symbol('hunter22') }, { f: '[function]', s: '[symbol]' }],
    ['boxed values', { s: Object('password=hunter22!'), n: Object(1) }, { s: 'password=[REDACTED:password]', n: 1 }],
    [
      'a throwing getter',
      Object.defineProperty({ a: 1 }, 'b', {
        enumerable: true,
        get: () => {
          throw new Error();
        },
      }),
      { a: 1, b: '[unreadable]' },
    ],
    [
      'a throwing toJSON',
      {
        a: {
          toJSON: () => {
            throw new Error();
          },
        },
      },
      { a: '[unreadable]' },
    ],
    [
      'an own __proto__',
      JSON.parse('{"__proto__":{"password":"hunter22!"}}'),
      JSON.parse('{"__proto__":{"password":"[REDACTED:password]"}}'),
    ],
  ])('copies %s', (_, input, output) => {
    expect(value(input)).toEqual(output);
  });

  it('copies an error with what belongs to it', () => {
    const error = Object.assign(
      new TypeError('bad password=hunter22!', { cause: new Error('token', { cause: { password: 'x9-hunter!' } }) }),
      { code: 'E1' },
    );
    const copy = value(error);
    expect(copy).toMatchObject({
      type: 'TypeError',
      message: 'bad password=[REDACTED:password]',
      code: 'E1',
      cause: { cause: { password: '[REDACTED:password]' } },
    });
    expect(JSON.stringify(copy)).not.toContain('hunter');
  });

  it('ends for cycles, revoked proxies, depth and width', () => {
    const loop: Record<string, unknown> = { a: 1 };
    loop['self'] = loop;
    expect(value(loop)).toEqual({ a: 1, self: '[Circular]' });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(value([proxy])).toEqual(['[unreadable]']);
    let deep: unknown = 'end';
    for (let level = 0; level < 10_000; level++) deep = { deep };
    expect(JSON.stringify(value(deep))).toContain('[too deep]');
    expect(JSON.stringify(value(Array.from({ length: 200_000 }, () => ({}))))).toContain('[too large]');
  });
});

describe('a failure inside', () => {
  it('withholds the content, counts, and warns once without it', () => {
    const warnings: unknown[] = [];
    const engine = createEngine({}, (warning) => warnings.push(warning));
    // What no caller in TypeScript can pass stands for any bug inside.
    const hostile = new Proxy(Object('x'), {
      get: () => {
        throw new RangeError('hunter22');
      },
    });
    expect(engine.text(hostile)).toBe('[REDACTED:redaction-failed]');
    expect(engine.text(hostile)).toBe('[REDACTED:redaction-failed]');
    expect(engine.find(hostile)).toEqual([]);
    expect(engine.line(hostile)).toBe('[REDACTED:redaction-failed]');
    expect(engine.stats().failures).toBe(4);
    expect(warnings).toEqual([
      {
        code: 'LOGVEIL_REDACTION_FAILED',
        message: "the redactor failed (RangeError), so a line's content was withheld",
      },
    ]);
  });
});

describe('a withheld line', () => {
  it.each([
    [
      '{"level":"error","time":"2026-11-20T12:40:01.629Z","password":"x"}\n',
      '{"level":"error","time":"2026-11-20T12:40:01.629Z",',
    ],
    ['{"level":30,"time":1763600000000,"password":"x"}\n', '{"level":30,"time":1763600000000,'],
    ['{"level":"hunter22!","password":"x"}\n', '{'],
    ['{"password":"x"', '{'],
  ])('keeps no more of %s than its head', (line, head) => {
    const withheld = withheldLine(line);
    expect(withheld).toBe(
      `${head}"redaction_error":"LOGVEIL_REDACTION_FAILED","msg":"[REDACTED:redaction-failed]"}${line.endsWith('\n') ? '\n' : ''}`,
    );
    JSON.parse(withheld);
  });

  it('of text is a marker', () => {
    expect(withheldLine('password=x\n')).toBe('[REDACTED:redaction-failed]\n');
  });
});

describe('a child', () => {
  it('hides what its parent hides, in its way, and more', () => {
    const parent = createEngine({ packs: ['credentials'], censor: 'P', paths: ['a'] });
    const child = parent.extend({ packs: ['contact'], keys: ['badge'], paths: ['b'], censor: 'C' });
    const text = '{"a":1,"b":2,"badge":"x","password":"hunter22!","msg":"a.b@example.com"}';
    expect(child.line(text)).toBe('{"a":"P","b":"C","badge":"C","password":"P","msg":"C"}');
    expect(parent.line(text)).toBe('{"a":"P","b":2,"badge":"x","password":"P","msg":"a.b@example.com"}');
    expect(child.extend(['c']).line('{"a":1,"b":2,"c":3}')).toBe('{"a":"P","b":"C","c":"[REDACTED:configured-path]"}');
    expect(child.cleanPaths?.({ a: 1, b: 2 })).toEqual({ a: 'P', b: 'C' });
  });

  it('may not allow anything', () => {
    const extend = () => createEngine().extend({ allow: { rules: ['password'] } });
    expect(extend).toThrow(OptionsError);
    expect(extend).toThrow('redact.allow must be given where the logger is created: a child can only add rules');
  });

  it('counts with its parent, by rule and without values', () => {
    const parent = createEngine();
    const child = parent.extend(['x']);
    child.line('{"password":"hunter22!","x":"secret 1"}');
    parent.line('{"a":1}');
    expect(parent.stats()).toEqual({
      lines: 2,
      findings: 2,
      failures: 0,
      byRule: { password: 1, 'configured-path': 1 },
    });
    expect(child.stats()).toEqual(parent.stats());
  });
});
