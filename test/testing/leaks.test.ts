import { describe, expect, it } from 'vitest';
import { createLeakFinder } from '../../src/testing/leaks.ts';

const secret = 'correct-horse/9+battery';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the search for a leak', () => {
  it.each([
    ['as it is', `msg ${secret}`],
    ['in JSON text', JSON.stringify({ a: JSON.stringify({ b: secret }) })],
    ['in unicode escapes', '\\u0063orrect-horse\\u002f9+battery'],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(secret))],
    ['in base64', base64(secret)],
    ['in base64 of JSON', base64(JSON.stringify({ user: 'jane', password: secret }))],
    ['in base64url', Buffer.from(`xy${secret}`).toString('base64url')],
    ['in hexadecimal', `0x${Buffer.from(secret).toString('hex')}`],
    ['as a Buffer', JSON.stringify({ key: Buffer.from(secret) })],
    ['as a typed array', JSON.stringify(new TextEncoder().encode(secret))],
    ['in part', `msg ${secret.slice(4, 20)}`],
  ])('sees a secret %s', (_, line) => {
    expect(createLeakFinder(secret)(line)).toBeDefined();
  });

  it('sees a secret with blanks as a form has it, and what is left of it once the form is encoded', () => {
    const find = createLeakFinder('72 159 2022');
    expect(find('GET /?note=tax+payer+72+159+2022')).toBeDefined();
    expect(find('GET /?next=%2Fcb%3Fnote%3D72%2B159%2B2022')).toBeDefined();
  });

  it('sees none where there is none', () => {
    const line = '{"level":"info","password":"[REDACTED:password]","sizes":[1,2,3,4,5],"msg":"correct%20horse\\n"}';
    expect(createLeakFinder(secret)(line)).toBeUndefined();
  });

  it('takes a short secret only as a word of its own', () => {
    const find = createLeakFinder('123');
    expect(find('{"cvv":123}')).toBeDefined();
    expect(find('{"cvv":"\\u0031\\u0032\\u0033"}')).toBeDefined();
    expect(find('{"time":"2026-11-20T12:40:01.123Z","id":"a123","n":51234}')).toBeUndefined();
  });
});
