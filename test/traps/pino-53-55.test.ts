import { afterEach, describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/index.ts';
import { card, email, jwt, opaque, password, phone } from '../support/fake-values.ts';
import { expectHidden, starred, written } from '../support/traps.ts';

describe('what must survive', () => {
  /** A small generator of its own (Lehmer, 1951), so that a failure can be run again. */
  function numbers(seed: number): () => number {
    let state = seed;
    return () => {
      state = (state * 48_271) % 2_147_483_647;
      return state;
    };
  }

  it('trap 53: ids of thousands of records come out byte for byte, in fields and in messages', () => {
    const next = numbers(20_261_120);
    const hex = (length: number): string => Array.from({ length }, () => (next() % 16).toString(16)).join('');
    const uuid = (): string => [hex(8), hex(4), `4${hex(3)}`, `8${hex(3)}`, hex(12)].join('-');
    for (let count = 0; count < 3_000; count++) {
      const ids = {
        request_id: uuid(),
        traceId: hex(32),
        spanId: hex(16),
        correlationId: uuid(),
        commit: hex(40),
        at: 1_700_000_000_000 + next(),
        at_ns: `${1_700_000_000_000 + next()}${String(next()).padStart(10, '0').slice(-6)}`,
        ratio: next() / 2_147_483_647,
        snowflake: `1${String(next()).padStart(10, '7')}${String(next()).padStart(10, '3').slice(0, 7)}`,
        etag: `W/"${hex(12)}"`,
      };
      const message = `request ${ids.request_id} trace=${ids.traceId} span ${ids.spanId} at ${ids.at} took ${ids.ratio}`;
      const { record } = written((logger) => logger.info(ids, message));
      expect(record).toMatchObject({ ...ids, msg: message });
    }
  });

  it('trap 53: the ids of the context and of a trace parent', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const text = `traceparent: ${traceparent} trace_id=4bf92f3577b34da6a3ce929d0e0e4736`;
    expect(written((logger) => logger.info({ traceparent }, text)).record).toMatchObject({ traceparent, msg: text });
  });
});

describe('a polluted Object.prototype', () => {
  const names = [
    'password',
    'level',
    'paths',
    'censor',
    'toJSON',
    'allow',
    'remove',
    'msgPrefix',
    'rules',
    'quoting',
    'secret',
    'shape',
    'form',
    'validate',
    'numbers',
    'kind',
  ];
  afterEach(() => {
    for (const name of names) Reflect.deleteProperty(Object.prototype, name);
  });

  it.each(names)('trap 54: %s does not appear and switches nothing off', (name) => {
    const pollution = name === 'toJSON' ? 'polluted' : `polluted ${opaque}`;
    Object.defineProperty(Object.prototype, name, {
      value: pollution,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    const use = (logger: Parameters<Parameters<typeof written>[0]>[0]): void => {
      logger.child({ token: opaque }).info({ user: { password, n: 1 }, list: [{ password }] }, `to ${email}`);
    };
    // pino itself cannot be created while these two are there; see docs/limits.md.
    const isPinos = name === 'level' || name === 'msgPrefix';
    for (const { text, record } of isPinos ? [written(use)] : [written(use), written(use, { service: 'shop' })]) {
      expectHidden(text, [password, email, opaque]);
      expect(text).not.toContain('polluted');
      expect(Object.keys(record)).not.toContain(name === 'level' ? 'paths' : name);
      expect(record['level']).toBe('info');
      expect(record['msg']).toMatch(/^to \[REDACTED:/);
    }
    expectHidden(JSON.stringify(createRedactor().value({ password, list: [email] })), [password, email]);
  });
});

describe('the line', () => {
  const given = {
    text: 'ünï 😀 \ud800 \u2028 "quoted" \\ \r\n\t\u0000',
    password: 'é'.repeat(20),
    cvv: 987,
    int: 7,
    float: 1.5e-7,
    zero: -0,
    big: Number.MAX_SAFE_INTEGER,
    list: [1, '1', true, null],
    body: JSON.stringify({ card: Number(card), n: 1, phone }),
  };

  it('trap 55: stays one line of valid JSON and UTF-8, and numbers keep their type', () => {
    const { text, line, record } = written((logger) => logger.info(given, `to ${email}\r\n${jwt}`));
    expectHidden(line, [email, jwt, 'é'.repeat(20), card, phone]);
    expect(text.match(/[\r\n]/g)).toEqual(['\n']);
    expect(Buffer.from(line).toString('utf8')).toBe(line);
    expect(line.isWellFormed()).toBe(true);
    expect(record).toMatchObject({
      int: 7,
      float: 1.5e-7,
      zero: 0,
      big: Number.MAX_SAFE_INTEGER,
      list: [1, '1', true, null],
    });
    expect(starred(record)).toMatchObject({ cvv: '[*]', password: '[*]', msg: 'to [*]\r\n[*]' });
    expect(JSON.parse(String(record['body']))).toMatchObject({ n: 1 });
  });

  it.each(['x', 'é', '😀', '"', '\n', `${email} `, `password=${password} `])(
    'trap 55: never grows over 256 KB, %j',
    (unit) => {
      const text = unit.repeat(400_000 / unit.length);
      const { line, record } = written((logger) => logger.info({ text, list: [text, text], n: 1 }, text));
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(262_144);
      expectHidden(line, [email, password]);
      expect(line.isWellFormed()).toBe(true);
      expect(record).toMatchObject({ level: 'info', n: 1, truncated_bytes: expect.any(Number) });
    },
  );
});
