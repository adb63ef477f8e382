import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lint, scrub } from '../../src/lint/index.ts';
import { anyLog, inChunks } from '../support/any-log.ts';
import { password, privateKey } from '../support/fake-secrets.ts';
import { fuzzRuns, fuzzTimeout } from '../support/fuzz.ts';

describe('scrub, then lint', () => {
  it(
    'finds nothing, for any log',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyLog, async (bytes) => {
          const clean = await scrubbed(bytes);
          expect(await places(clean)).toEqual([]);
        }),
        fuzzRuns(80),
      );
    },
    fuzzTimeout,
  );

  it(
    'changes nothing the second time, for any log',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyLog, async (bytes) => {
          const clean = await scrubbed(bytes);
          expect((await scrubbed(clean)).equals(clean)).toBe(true);
        }),
        fuzzRuns(50),
      );
    },
    fuzzTimeout,
  );

  it('finds nothing in a line that lint sees in pieces', async () => {
    const text = `${'word '.repeat(300_000)}password=${password}${' word'.repeat(300_000)}\n`;
    const clean = await scrubbed(Buffer.from(text));
    expect(clean.includes(password)).toBe(false);
    expect(await places(clean)).toEqual([]);
  });

  it('keeps gzip packed', async () => {
    const clean = await scrubbed(gzipSync(`one\npassword=${password}\n`));
    expect(gunzipSync(clean).toString()).toBe('one\npassword=[REDACTED:password]\n');
  });

  it.each(['utf-16le', 'utf-16be'] as const)(
    'keeps %s, lone surrogates and a last odd byte included',
    async (order) => {
      const inOrder = (text: string): Buffer => {
        const bytes = Buffer.from(text, 'utf16le');
        return order === 'utf-16le' ? bytes : bytes.swap16();
      };
      const odd = Buffer.from('x');
      const input = Buffer.concat([inOrder(`\ufeffä\ud800\r\npassword=${password}\r\n\udc00🙂`), odd]);
      const clean = await scrubbed(input);
      expect(clean).toEqual(Buffer.concat([inOrder('\ufeffä\ud800\r\npassword=[REDACTED:password]\r\n\udc00🙂'), odd]));
    },
  );

  it('keeps a byte order mark, and reads what follows it as a record', async () => {
    const clean = await scrubbed(Buffer.from(`\ufeff{"password":12345678}\n`));
    expect(clean.toString()).toBe('\ufeff{"password":"[REDACTED:password]"}\n');
  });

  it('keeps Latin-1', async () => {
    const clean = await scrubbed(Buffer.from(`Grüße password=${password} Köln\n`, 'latin1'));
    expect(clean.toString('latin1')).toBe('Grüße password=[REDACTED:password] Köln\n');
  });

  it('withholds a line of UTF-16 without a mark', async () => {
    const clean = await scrubbed(Buffer.from(`password=${password}`, 'utf16le'));
    expect(clean.toString()).toBe('[REDACTED:line-not-text]');
  });

  it('hides a key that Docker wrote line by line', async () => {
    const lines = privateKey(3).split('\n');
    const log = lines.map((line) => `{"log":"${line}\\n","stream":"stdout"}\n`).join('');
    const clean = (await scrubbed(Buffer.from(log))).toString();
    expect(clean).not.toContain('FAKE');
    expect(clean.split('\n')[1]).toBe('{"log":"[REDACTED:private-key]\\n","stream":"stdout"}');
  });

  it.each([
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 0, 0]],
    ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ])('refuses %s rather than passing it on', async (name, magic) => {
    await expect(scrubbed(Buffer.from(magic))).rejects.toThrow(`is ${name} data`);
  });

  it('ends when it is told to, even while it waits for input', async () => {
    const stop = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('one\n');
      await new Promise(() => undefined);
    }
    const output: string[] = [];
    for await (const bytes of scrub(silent(), { signal: stop.signal })) {
      output.push(Buffer.from(bytes).toString());
      stop.abort();
    }
    expect(output).toEqual(['one\n']);
  });
});

async function scrubbed(bytes: Uint8Array): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of scrub(inChunks(bytes, [4096]))) parts.push(part);
  return Buffer.concat(parts);
}

async function places(bytes: Uint8Array): Promise<string[]> {
  const found: string[] = [];
  for await (const { line, column, rule } of lint([{ name: 'clean', bytes: inChunks(bytes, [65_536]) }])) {
    found.push(`${line}:${column} ${rule}`);
  }
  return found;
}
