import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OptionsError } from '../../src/errors/index.ts';
import { type LintFinding, type LintOptions, type LintSource, lint } from '../../src/lint/index.ts';
import { describeReadError } from '../../src/lint/source-error.ts';
import { githubToken, password, privateKey } from '../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

describe('lint', () => {
  it('says where a secret stands and what it is, and never the secret', async () => {
    const file = tempFile(`all well\nlogin password=${password} ok\nbye\n`);
    const [finding, ...others] = await findings([file]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ file, line: 2, column: 16, byteOffset: 24 });
    expect(finding?.rule).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(JSON.stringify(finding)).not.toContain(password);
  });

  it('counts columns in UTF-16 units and offsets in bytes', async () => {
    const file = tempFile(`grüße\n🙂é password=${password}\n`);
    expect(await findings([file])).toMatchObject([{ line: 2, column: 14, byteOffset: 24 }]);
  });

  it('reads CRLF, a missing last line end, empty lines and a byte order mark', async () => {
    const file = tempFile(`\ufeffpassword=${password}\r\n\r\n\n\r\nx password=${password}`);
    expect(await findings([file])).toMatchObject([
      { line: 1, column: 10 },
      { line: 5, column: 12 },
    ]);
  });

  it.each(['utf-16le', 'utf-16be'])('reads %s by its byte order mark', async (encoding) => {
    const bytes = Buffer.from(`\ufeffone\npassword=${password}\n`, 'utf16le');
    const file = tempFile(encoding === 'utf-16le' ? bytes : bytes.swap16());
    expect(await findings([file], { chunkBytes: 7 })).toMatchObject([{ line: 2, column: 10 }]);
  });

  it('finds every one of several secrets in a line, in order', async () => {
    const file = tempFile(`password=${password} and ${githubToken}\n`);
    const found = await findings([file]);
    expect(found.map(({ column }) => column)).toEqual([10, 10 + password.length + 5]);
  });

  it('finds nothing in an empty file, nor in a clean one', async () => {
    const run = lint([tempFile(''), tempFile('{"level":"info","msg":"up"}\n')]);
    expect(await collect(run)).toEqual([]);
    expect(run.summary()).toEqual({ files: 2, lines: 1, bytes: 28, findings: 0, rules: [], problems: [], notices: [] });
  });

  it('counts by rule, with the first place', async () => {
    const one = tempFile(`a\npassword=${password}\npassword=${password}\n`);
    const two = tempFile(`password=${password}\n`);
    const run = lint([one, two]);
    await collect(run);
    expect(run.summary()).toMatchObject({ files: 2, lines: 4, findings: 3 });
    expect(run.summary().rules).toMatchObject([{ count: 3, files: 2, first: { file: one, line: 2, column: 10 } }]);
  });

  it('takes a private key over many lines for one finding, and still sees what stands after it', async () => {
    const file = tempFile(`start\n${privateKey(20)}\npassword=${password}\n`);
    expect((await findings([file])).map(({ line }) => line)).toEqual([2, 25]);
  });

  it('does not take a BEGIN line alone for a key', async () => {
    const begin = privateKey().split('\n')[0];
    expect(await findings([tempFile(`expected ${begin}\nat line 1\n{"level":"error"}\n`)])).toEqual([]);
  });

  it('sees other lines that were written between those of a private key', async () => {
    const lines = privateKey(4).split('\n');
    lines.splice(2, 0, `{"msg":"login password=${password}"}`);
    expect((await findings([tempFile(lines.join('\n'))])).map(({ line }) => line)).toEqual([1, 3]);
  });

  it('sees what stands in one line with the end of a private key', async () => {
    const file = tempFile(`${privateKey(2)} password=${password}\n`);
    expect((await findings([file])).map(({ line }) => line)).toEqual([1, 5]);
  });

  it('scans a stream under the name it is given', async () => {
    const source = { name: '<stdin>', bytes: chunksOf(Buffer.from(`x\npassword=${password}`), 5) };
    expect(await findings([source])).toMatchObject([{ file: '<stdin>', line: 2 }]);
  });

  it('refuses unknown and impossible options, all at once', () => {
    const options = { chunkByts: 1, chunkBytes: 0, maxLineBytes: 1e12 };
    expect(() => lint([], options)).toThrow(OptionsError);
    expect(() => lint([], options)).toThrow(/3 problems[\s\S]*did you mean "chunkBytes"[\s\S]*maxLineBytes must be/);
  });

  it('stops at a signal and says how far it came', async () => {
    const stop = new AbortController();
    const run = lint([tempFile(`password=${password}\n`.repeat(1000)), tempFile('x\n')], {
      chunkBytes: 1024,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await collect(run);
    expect(run.summary()).toMatchObject({ files: 0, bytes: 1024 });
  });
});

describe('lint of what cannot be scanned', () => {
  it('tells what is wrong with each source and scans the others', async () => {
    const directory = tempDirectory();
    mkdirSync(join(directory, 'logs'));
    const sources = [join(directory, 'logs'), join(directory, 'gone.log'), tempFile('PK\u0003\u0004\0\0'), '/dev/null'];
    const told: string[] = [];
    const run = lint([...sources, tempFile(`password=${password}`)], { onProblem: ({ code }) => told.push(code) });
    expect(await collect(run)).toHaveLength(1);
    expect(told).toEqual(['missing', 'missing', 'binary']);
    expect(run.summary()).toMatchObject({ files: 2, problems: told.map((code) => ({ code })) });
  });

  it('reports a read that fails half-way, without the text of the error', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`password=${password}\n`);
      throw Object.assign(new Error(`cannot parse ${password}`), { code: 'EIO' });
    }
    const run = lint([{ name: 'disk', bytes: failing() }]);
    expect(await collect(run)).toHaveLength(1);
    expect(run.summary().problems).toEqual([
      { file: 'disk', code: 'failed', message: 'could not be read (EIO); what came before was scanned' },
    ]);
  });

  it('tells a file without permission', () => {
    // Through the door this needs a user who is not root.
    expect(describeReadError(Object.assign(new Error(), { code: 'EACCES' }))).toMatchObject({ code: 'unreadable' });
  });
});

describe('lint, for any file', () => {
  it('finds the same whatever the size of the chunks', async () => {
    const benign = fc.string({ maxLength: 40 });
    const leaking = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => `${text} password=${password}`);
    const lines = fc.array(fc.oneof(benign, leaking).map((text) => text.replace(/[\0\r\n\ufeff]/g, ' ')));
    const sizes = fc.array(fc.integer({ min: 1, max: 97 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom('\n', '\r\n'), sizes, async (texts, ending, chunkSizes) => {
        const bytes = Buffer.from(texts.join(ending));
        const sources = [bytes.length + 1, ...chunkSizes].map((size) => ({ name: 'x', bytes: chunksOf(bytes, size) }));
        const found = await findings(sources);
        const whole = found.slice(0, found.length / sources.length);
        expect(found).toEqual(sources.flatMap(() => whole));
        const leaks = texts.flatMap((text, index) => (text.endsWith(` password=${password}`) ? [index + 1] : []));
        expect(whole.map(({ line }) => line)).toEqual(expect.arrayContaining(leaks));
      }),
      { numRuns: 25 },
    );
  });

  it('finds a secret once, at any place of a line longer than the bound', async () => {
    const filler = fc.constantFrom('a b ', 'ü, ', '🙂 ');
    const places = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(filler, places, fc.integer({ min: 100, max: 3000 }), async (unit, befores, chunk) => {
        const heads = befores.map((before) => unit.repeat(before));
        const sources = heads.map((head) => {
          const text = `first\n${head}password=${password} ${unit.repeat(1000)}\nlast password=${password}\n`;
          return { name: 'x', bytes: chunksOf(Buffer.from(text), chunk) };
        });
        const found = await findings(sources, { maxLineBytes: 1024 });
        expect(found.map(({ line, column, byteOffset }) => [line, column, line === 2 ? byteOffset : 6])).toEqual(
          heads.flatMap((head) => [
            [2, head.length + 10, 6 + Buffer.byteLength(head) + 9],
            [3, 15, 6],
          ]),
        );
      }),
      { numRuns: 25 },
    );
  });
});

async function findings(sources: LintSource[], options?: LintOptions): Promise<LintFinding[]> {
  return collect(lint(sources, options));
}

async function collect(run: AsyncIterable<LintFinding>): Promise<LintFinding[]> {
  const all: LintFinding[] = [];
  for await (const finding of run) all.push(finding);
  return all;
}

/** The bytes in chunks that all share one buffer, as a reader of files gives them. */
async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  const shared = Buffer.alloc(size);
  for (let at = 0; at < bytes.length; at += size) yield shared.subarray(0, bytes.copy(shared, 0, at, at + size));
}
