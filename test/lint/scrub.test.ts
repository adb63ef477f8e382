import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub } from '../../src/lint/index.ts';
import { githubToken, password, privateKey } from '../support/fake-secrets.ts';

describe('scrub', () => {
  it('replaces secrets and keeps every other byte, line ends included', async () => {
    const { text } = await scrubbed(`one\r\npassword=${password}\r\n\n\rtwo ${githubToken} x`);
    expect(text).toMatch(/^one\r\npassword=\[REDACTED[^\]]*\]\r\n\n\rtwo \[REDACTED[^\]]*\] x$/);
  });

  it('keeps bytes that are no UTF-8, next to a secret too', async () => {
    const input = Buffer.concat([
      Buffer.from('\xfd\xfe raw\n', 'latin1'),
      Buffer.from(`a\xc3(\xed\xa0\x80 password=${password} \xf0\x9f`, 'latin1'),
    ]);
    const { bytes } = await scrubbed(input);
    expect(bytes.toString('latin1')).toMatch(
      /^\xfd\xfe raw\na\xc3\(\xed\xa0\x80 password=\[REDACTED[^\]]*\] \xf0\x9f$/,
    );
  });

  it('hides the lines of a private key, also behind a prefix, and keeps their number', async () => {
    const plain = `x\n${privateKey(3)}\ny\n`;
    const prefixed = privateKey(3).replace(/^/gm, '2026-11-20 12:00:01 INFO ');
    for (const input of [plain, `${prefixed}\ny\n`]) {
      const { text } = await scrubbed(input);
      expect(text).not.toMatch(/FAKE/i);
      expect(text.split('\n')).toHaveLength(input.split('\n').length);
      expect(text.endsWith('\ny\n')).toBe(true);
    }
  });

  it('leaves lines alone that stand between those of a private key', async () => {
    const lines = privateKey(2).split('\n');
    lines.splice(2, 0, '{"level":"info","msg":"ready"}');
    const { text } = await scrubbed(lines.join('\n'));
    expect(text.split('\n')[2]).toBe('{"level":"info","msg":"ready"}');
    expect(text).not.toMatch(/FAKE/i);
  });

  it('cleans what stands in one line with the end of a private key', async () => {
    const key = privateKey(2).replace('==\n', '==');
    const { text } = await scrubbed(`${key} password=${password}\n`);
    expect(text).not.toMatch(/FAKE|battery/i);
  });

  it('withholds a line that is too long to look at whole, and says so', async () => {
    const long = 'a '.repeat(5 << 20);
    const { text, summary } = await scrubbed(`one\n${long}\r\n${long}`);
    expect(text).toBe('one\n[REDACTED:line-too-long]\r\n[REDACTED:line-too-long]');
    expect(summary.withheldLines).toBe(2);
  });

  it('counts what it did', async () => {
    const { summary } = await scrubbed(`one\npassword=${password}\n`);
    expect(summary).toEqual({ bytes: 14 + password.length, changedLines: 1, withheldLines: 0 });
  });

  it('asks for input only when its output is taken', async () => {
    let asked = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        asked++;
        yield Buffer.from('line\n');
      }
    }
    const output = scrub(endless())[Symbol.asyncIterator]();
    await output.next();
    await output.next();
    expect(asked).toBeLessThanOrEqual(2);
  });
});

describe('scrub, for any bytes', () => {
  it('gives the same output whatever the size of the chunks', async () => {
    const piece = fc.oneof(
      fc
        .constantFrom('\n', '\r\n', ' ', `password=${password}`, githubToken, privateKey(2))
        .map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece), fc.integer({ min: 1, max: 40 }), async (pieces, size) => {
        // A first byte of its own, or the bytes might be packed or UTF-16.
        const input = Buffer.concat([Buffer.from('x'), ...pieces]);
        const { bytes } = await scrubbed(input);
        expect((await scrubbed(input, size)).bytes).toEqual(bytes);
        expect(bytes.includes(password)).toBe(false);
        expect(bytes.includes('FAKEfake')).toBe(false);
        expect(newlines(bytes)).toBe(newlines(input));
      }),
      { numRuns: 20 },
    );
  });
});

async function scrubbed(input: string | Buffer, chunkBytes = 1 << 20) {
  const bytes = Buffer.from(input);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const run = scrub(chunks());
  const parts: Uint8Array[] = [];
  for await (const part of run) parts.push(part);
  const output = Buffer.concat(parts);
  return { bytes: output, text: output.toString(), summary: run.summary() };
}

function newlines(bytes: Buffer): number {
  return bytes.filter((byte) => byte === 10).length;
}
