import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskAddress } from '../../src/http/address.ts';
import { nestLogger } from '../../src/http/nestjs/index.ts';
import { createPathCleaner, joinRoute } from '../../src/http/route.ts';
import { isKept } from '../../src/http/sampling.ts';
import { createEngine } from '../../src/redact/engine.ts';
import { memoryLogger, recordsOf } from './support.ts';

describe('maskAddress', () => {
  it.each([
    ['203.0.113.77', '203.0.113.0'],
    ['::ffff:203.0.113.77', '203.0.113.0'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::'],
    ['2001:db8::1', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['fe80::1%eth0', 'fe80:0:0::'],
    ['unix', undefined],
    ['', undefined],
  ])('%s becomes %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it('never shows the last part of an address, for any', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV6(), (four, six) => {
        expect(maskAddress(four)).toMatch(/\.0$/);
        expect(
          maskAddress(six)
            ?.split(':')
            .filter((group) => group !== '').length,
        ).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('a path along its route', () => {
  const clean = createPathCleaner(createEngine());
  it.each([
    ['/reset/abc', '/reset/:token', '/reset/[REDACTED:path-parameter]'],
    ['/api/v1/reset/abc/done', '/reset/:token/done', '/api/v1/reset/[REDACTED:path-parameter]/done'],
    ['/reset/abc', '/reset/[token]', '/reset/[REDACTED:path-parameter]'],
    ['/reset/abc', '/reset/{secret}', '/reset/[REDACTED:path-parameter]'],
    ['/reset/abc/def', '/reset/*token', '/[REDACTED:path-parameter]'],
    ['/reset', '/reset{/:token}', '/[REDACTED:path-parameter]'],
    ['/users/17', '/users/:id', '/users/17'],
    ['/users/17', '/users/:tokenCount', '/users/17'],
    ['/', '/', '/'],
  ])('%s on %s shows %s', (path, route, shown) => {
    expect(clean(path, route)).toBe(shown);
  });

  it.each([
    ['/api/users/17', '/users/:id', '/api/users/:id'],
    ['/users/17', '/users/:id', '/users/:id'],
    ['/tenants/4711/users/17', '/users/:id', '/tenants/:param/users/:id'],
    ['/api/v2', '/', '/api/v2'],
    ['/files/a/b', '/files/*path', '/files/*path'],
  ])('%s in a router with %s is %s', (path, inner, route) => {
    expect(joinRoute(path, inner)).toBe(route);
  });
});

describe('isKept', () => {
  it('keeps about the share asked for, of ids of any kind', () => {
    const ids = Array.from({ length: 4_000 }, (_, index) => [`order-${index}`, crypto.randomUUID()]).flat();
    for (const rate of [0.1, 0.5, 0.9]) {
      const share = ids.filter((id) => isKept(id, rate)).length / ids.length;
      expect(Math.abs(share - rate)).toBeLessThan(0.03);
    }
  });

  it('keeps with a higher rate what a lower one keeps, for any id', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (id, a, b) => {
          if (isKept(id, Math.min(a, b))) expect(isKept(id, Math.max(a, b))).toBe(true);
        },
      ),
    );
  });
});

describe('nestLogger', () => {
  it("writes NestJS' lines, with the class they come from", () => {
    const { logger, lines } = memoryLogger({ level: 'trace' });
    const own = nestLogger(logger);
    own.log('mapped', 'RouterExplorer');
    own.error('failed', 'Error: failed\n    at x', 'App');
    own.error(new TypeError('thrown'));
    own.verbose({ count: 3 }, 'App');
    expect(recordsOf(lines)).toMatchObject([
      { level: 'info', msg: 'mapped', nest_context: 'RouterExplorer' },
      { level: 'error', msg: 'failed', nest_context: 'App', stack: expect.stringContaining('at x') },
      { level: 'error', msg: 'thrown', err: { type: 'TypeError' } },
      { level: 'trace', nest_context: 'App', message: { count: 3 } },
    ]);
  });
});
