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
