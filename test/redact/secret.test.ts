import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/redact/engine.ts';
import { secret } from '../../src/redact/index.ts';

const MARKER = '[REDACTED:secret]';
const value = 'hunter2-hunter2';

describe('secret()', () => {
  it('gives the value to those who ask, of any type', () => {
    expect(secret(value).reveal()).toBe(value);
    const object = { user: 'a', password: value };
    expect(secret(object).reveal()).toBe(object);
  });

  it.each<[string, (wrapped: ReturnType<typeof secret<string>>) => unknown]>([
    ['a template', (s) => `${s}`],
    [
      'a concatenation',
      (s) => ['', s].reduce<unknown>((text, part) => Reflect.apply(String.prototype.concat, text, [part]), ''),
    ],
    ['String()', (s) => String(s)],
    ['toString and toLocaleString', (s) => s.toString() + s.toLocaleString()],
    ['valueOf', (s) => s.valueOf()],
    ['a join', (s) => [s, s].join()],
    ['JSON', (s) => JSON.stringify({ s, list: [s] })],
    ['inspect', (s) => inspect({ s }, { depth: 9, showHidden: true })],
    ['inspect without custom output', (s) => inspect(s, { customInspect: false, showHidden: true, depth: 9 })],
    ['inspect with proxies and getters', (s) => inspect([s], { showProxy: true, getters: true })],
    ['a spread', (s) => JSON.stringify({ ...s })],
    ['Object.assign', (s) => inspect(Object.assign({}, s))],
    ['a structured clone', (s) => inspect(structuredClone(s))],
    ['a structured clone around it', (s) => JSON.stringify(structuredClone({ s }))],
    ['JSON there and back', (s) => JSON.parse(JSON.stringify(s))],
    ['entries', (s) => JSON.stringify(Object.entries(s))],
  ])('is the marker in %s', (_, show) => {
    const shown = String(show(secret(value)));
    expect(shown).toContain(MARKER);
    expect(shown).not.toContain(value);
  });

  it('holds nothing under any name or symbol', () => {
    const wrapped = secret(value);
    const all = [wrapped, Object.getPrototypeOf(wrapped)].flatMap((owner) =>
      Reflect.ownKeys(owner).map((key) => Reflect.getOwnPropertyDescriptor(owner, key)?.value),
    );
    expect(all).not.toContain(value);
    expect(Object.isFrozen(wrapped)).toBe(true);
  });

  it('is the marker on a console', () => {
    let written = '';
    const stream = new Writable({
      write(chunk, _, done) {
        written += chunk;
        done();
      },
    });
    const wrapped = secret(value);
    const out = new Console(stream);
    out.log(wrapped, [wrapped], { deep: { wrapped } });
    out.log('%s %o %j %O', wrapped, wrapped, wrapped, wrapped);
    out.error(new Error(`failed for ${wrapped}`));
    out.table([{ wrapped }]);
    out.dir({ wrapped }, { showHidden: true });
    expect(written.split(MARKER).length).toBeGreaterThan(8);
    expect(written).not.toContain(value);
  });

  it('is left alone by the redactor, as are the masks of other wrappers', () => {
    const engine = createEngine();
    const foreign = { toJSON: () => '<redacted>' };
    expect(engine.line(JSON.stringify({ password: secret(value), token: foreign }))).toBe(
      `{"password":"${MARKER}","token":"<redacted>"}`,
    );
    expect(engine.value({ password: secret(value), token: foreign })).toEqual({
      password: MARKER,
      token: '<redacted>',
    });
    expect(engine.find(JSON.stringify({ password: secret(value), token: foreign }))).toEqual([]);
  });
});
