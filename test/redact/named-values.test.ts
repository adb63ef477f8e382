import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/index.ts';

const { text } = createRedactor({});
const hash = `$${'argon2id'}$v=19$m=65536,t=3,p=4$RkFLRWZha2VGQUtFZmFr$RkFLRWZha2VGQUtFZmFrZUZBS0VmYWtlRkFLRWZha2U`;

describe('a value under a name', () => {
  it('takes the parameters of a password hash with it', () => {
    expect(text(`password=${hash} user=jane`)).toBe('password=[REDACTED:password] user=jane');
    expect(text(`password=${hash},user=jane`)).toBe('password=[REDACTED:password],user=jane');
  });

  it('ends where the next name begins, also when it begins as a hash does', () => {
    expect(text('password=$ecret-9-battery,user=jane')).toBe('password=[REDACTED:password],user=jane');
  });

  it('may begin with a word in brackets, as hashes of LDAP do', () => {
    const ssha = `{${'SSHA'}}RkFLRWZha2VGQUtFZmFrZUZBS0VmYWtl`;
    expect(text(`bind userPassword=${ssha} ok`)).toBe('bind userPassword=[REDACTED:password] ok');
    expect(text(`password: [a]b9-battery, retries=3`)).toBe('password: [REDACTED:password], retries=3');
    expect(text('{"password":{"v":"hunter2"},"id":7}')).toBe('{"password":"[REDACTED:password]","id":7}');
  });

  it('is found in a list of one word, which is no mask', () => {
    expect(text('{"password":["hunter"]}')).toBe('{"password":"[REDACTED:password]"}');
    expect(text('password=["correct horse"]')).toBe('password=[REDACTED:password]');
    expect(text('{"password":["[REDACTED]"]}')).toBe('{"password":["[REDACTED]"]}');
    const names = createRedactor({ paths: ['user.names'] });
    expect(names.line('{"user":{"names":["Jane Doe"]}}')).not.toContain('Jane');
    expect(names.value({ user: { names: ['Jane Doe'] }, password: ['hunter'] })).toEqual({
      user: { names: '[REDACTED:configured-path]' },
      password: '[REDACTED:password]',
    });
  });

  it('goes on behind a bracket, with blanks inside it or without', () => {
    expect(text('password={my pass}9-battery ok')).toBe('password=[REDACTED:password] ok');
    expect(text('password={"v":"hunter2"}, id=7')).toBe('password=[REDACTED:password], id=7');
    expect(text('authorization=[Bearer hunter2-9-battery]. ok')).toBe(
      'authorization=[Bearer [REDACTED:authorization]]. ok',
    );
    expect(text('https://[bob:hunter2-9-battery]@shop.example/')).not.toContain('hunter2');
  });

  it('is found where a line end is escaped before its name, whatever the letter makes of the name', () => {
    expect(text(JSON.stringify({ msg: 'Host: a\nprivate-key: hunter2x' }))).not.toContain('hunter2x');
  });

  it('is left alone where it is the variable of that name, or the type of one', () => {
    const operation = 'mutation SignIn($password: String!) { signIn(password: $password) { id } }';
    expect(text(operation)).toBe(operation);
    expect(text('password: $ecret-9-battery')).toBe('password: [REDACTED:password]');
  });
});

describe('a value under a name that ends in "key"', () => {
  it.each([
    'customer-4711',
    'cart:3f0c2a52-7b7e-4a3c-9a55-0f4d7d1b2c11',
    'eu-central-1#2026-11-20#17',
    'deps-Linux-v12',
  ])('is left alone where it is the key of a row or a cache: %s', (key) => {
    expect(text(`consumed key=${key} offset=17`)).toBe(`consumed key=${key} offset=17`);
  });

  it('is hidden where it is random', () => {
    expect(text('key=q7Rz2Lw9-Xk41Bn8s offset=17')).toBe('key=[REDACTED:key] offset=17');
    expect(text('key=9f86d081884c7d659a2feaa0c55ad015 offset=17')).toBe('key=[REDACTED:key] offset=17');
  });
});

describe('a list under a name with other meanings', () => {
  it('is hidden where one of its items has the form of a secret', () => {
    expect(text('{"session":["morning","q8Zr4FakeT0ken7Hs2"]}')).toBe('{"session":"[REDACTED:session-weak]"}');
    expect(text(JSON.stringify({ body: '{"cvv":[987]}' }))).not.toContain('987');
  });

  it('is left alone where none has, and where it holds objects, whose names say what they are', () => {
    for (const line of ['{"session":["morning","evening"]}', '{"key":[{"id":"q8Zr4FakeT0ken7Hs2"}]}', '{"pin":[]}']) {
      expect(text(line)).toBe(line);
    }
  });

  it('is seen through the wrapper that OpenTelemetry puts around a value', () => {
    const line = '{"key":"session","value":{"stringValue":"q8Zr4FakeT0ken7Hs2"}}';
    expect(text(line)).not.toContain('q8Zr4FakeT0ken7Hs2');
  });
});
