import fc from 'fast-check';
import { githubToken, password, privateKey } from './fake-secrets.ts';
import { jumble } from './planted.ts';

const keyMark = (word: 'BEGIN' | 'END'): string => `-----${word} RSA ${'PRIVATE'} KEY-----`;

/** One line, or several, of what makes a log hard to read: keys in parts, notations in any order, broken bytes. */
const anyLines: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom(
      `password=${password}`,
      `{"password":"${password}","time":"2026-11-20T12:40:01Z"}`,
      githubToken,
      '2026-11-20 12:40:01,123 ERROR failed',
      `    at login (password=${password})`,
      keyMark('BEGIN'),
      keyMark('END'),
      `INFO ${keyMark('BEGIN')}`,
      `password=${keyMark('END')}`,
      `token: x ${keyMark('BEGIN')}`,
      'QUJD'.repeat(16),
      `INFO ${'QUJD'.repeat(16)}`,
      `{"log":"${keyMark('BEGIN')}\\n","stream":"stdout"}`,
      `{"log":"${'QUJD'.repeat(16)}\\n","stream":"stdout"}`,
      '{"log":"QUJD\\n","stream":"stdout"}',
      'QUJD==',
      privateKey(4),
      '',
    )
    .map((text) => Buffer.from(text)),
  jumble.map((text) => Buffer.from(text)),
  jumble.map((text) => Buffer.from(text, 'latin1')),
  jumble.map((text) => Buffer.from(text, 'utf16le')),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
);

/** A whole log of such lines. */
export const anyLog: fc.Arbitrary<Buffer> = fc
  .tuple(fc.array(anyLines, { maxLength: 30 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, ending]) => Buffer.concat(lines.flatMap((line) => [line, Buffer.from(ending)])));

/** The bytes in chunks of the given sizes, by turns. */
export async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
