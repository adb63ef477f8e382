import { AssertionError } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { cleanMatchers, expectClean } from '../../src/testing/index.ts';
import { email, password } from '../support/fake-values.ts';

const dirty = JSON.stringify({ level: 'info', user: { password }, msg: `mail to ${email}` });

describe('expectClean', () => {
  it.each([
    ['a line', '{"level":"info","msg":"order 17 stored"}'],
    ['several lines', ['order 17 stored', 'password: ****']],
    ['a record', { level: 'info', password: '[REDACTED:password]', at: new Date(0) }],
    ['nothing', undefined],
  ])('accepts %s in which nothing is secret', (_, value) => {
    expect(() => expectClean(value)).not.toThrow();
  });

  it('names rule and place, and never the value', () => {
    const error = errorOf(() => expectClean(dirty));
    expect(error).toBeInstanceOf(AssertionError);
    expect(error.message).toContain('- password (critical) at character 37, user.password');
    expect(error.message).toContain('- email (');
    const everything = `${error.message} ${error.stack} ${JSON.stringify(error)}`;
    expect(everything).not.toContain(password);
    expect(everything).not.toContain(email);
  });

  it('points at the test and not into itself', () => {
    const { stack = '' } = errorOf(() => expectClean(dirty));
    expect(stack.slice(stack.indexOf('\n    at'))).not.toMatch(/expect-clean\.ts/);
  });

  it('says which of several lines, and looks at values as they would be logged', () => {
    expect(errorOf(() => expectClean(['fine', dirty])).message).toContain('at line 2, character 37');
    expect(errorOf(() => expectClean({ toJSON: () => ({ password }) })).message).toContain('password (critical)');
    expect(errorOf(() => expectClean(new Map([['password', password]]))).message).toContain('password (critical)');
  });

  it('takes the options of the logger', () => {
    const redact = { keys: ['loyalty number'] };
    expect(() => expectClean('{"loyaltyNumber":"LN-2041"}')).not.toThrow();
    expect(() => expectClean('{"loyaltyNumber":"LN-2041"}', { redact })).toThrow('configured-key');
    expect(() => expectClean('fine', { redact: { packs: ['secert'] } as object })).toThrow('did you mean');
  });
});

describe('toBeClean', () => {
  it('is a matcher for expect.extend', () => {
    expect.extend(cleanMatchers);
    expect({ line: 'order 17 stored' }).toEqual({ line: expect.toBeClean() });
    expect(cleanMatchers.toBeClean('order 17 stored')).toMatchObject({ pass: true });
    expect(cleanMatchers.toBeClean(dirty)).toMatchObject({ pass: false });
    expect(cleanMatchers.toBeClean(dirty).message()).not.toContain(password);
  });
});

declare module 'vitest' {
  interface Matchers {
    toBeClean(): void;
  }
}

function errorOf(call: () => void): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}
