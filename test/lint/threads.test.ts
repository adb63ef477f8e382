import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LintFinding, LintOptions } from '../../src/lint/index.ts';
import { githubToken, password, privateKey } from '../support/fake-secrets.ts';
import { tempDirectory } from '../support/temp-files.ts';

// Threads run the built files.
const built = new URL('../../dist/lint/', import.meta.url);
const { lint }: typeof import('../../src/lint/index.ts') = await import(new URL('index.js', built).href);
const { createPool }: typeof import('../../src/lint/pool.ts') = await import(new URL('pool.js', built).href);
const { createLintEngine }: typeof import('../../src/lint/engine.ts') = await import(new URL('engine.js', built).href);

const fingerprintKey = new Uint8Array(32).fill(7);
const LEAKS = `{"time":"2026-11-20T12:40:01Z","req":{"password":"${password}"}}\nok\nx ${githubToken}\n`;

// Each run starts threads that compile the rules, which takes long on a busy machine.
describe('lint in threads', { timeout: 60_000 }, () => {
  it('finds the same in the same order, whatever their number', async () => {
    const directory = manyFiles();
    const one = await run([directory], { threads: 1 });
    expect(one.found.length).toBeGreaterThan(600);
    for (const threads of [2, 3]) {
      expect(await run([directory], { threads })).toEqual(one);
      expect(await run([directory], { threads, rangeBytes: 5000 })).toEqual(one);
    }
  });

  it('keeps its place when its findings are taken slowly', async () => {
    const directory = tempDirectory();
    writeFileSync(join(directory, 'dirty.log'), `password=${password}\n`.repeat(15_000));
    const lines: number[] = [];
    for await (const { line } of lint([directory], { threads: 2, rangeBytes: 100_000 })) {
      lines.push(line);
      if (line % 5000 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(lines).toEqual(Array.from({ length: 15_000 }, (_, at) => at + 1));
  });

  it('leaves no thread behind when it is stopped or abandoned', async () => {
    const directory = manyFiles();
    const stop = new AbortController();
    for await (const _ of lint([directory], { threads: 2, signal: stop.signal })) stop.abort();
    for await (const _ of lint([directory], { threads: 2 })) break;
    expect(process.getActiveResourcesInfo().filter((name) => name === 'MessagePort')).toEqual([]);
  });

  it('tells of every file that a thread was lost with, and never waits for it', async () => {
    // Options that are refused in the thread stand for whatever may end one.
    const redact = { packs: ['none'] } as unknown as NonNullable<LintOptions['redact']>;
    const read = { chunkBytes: 1024, maxLineBytes: 1024, overlapBytes: 64 };
    const engine = createLintEngine({ redact: {}, fingerprintKey, now: 0 });
    const pool = createPool(3, { engine: { redact, fingerprintKey, now: 0 }, read }, { engine, read });
    const identity = { device: 0, inode: 0, size: 1 };
    const units = ['a', 'b', 'c', 'd'].map((file) => ({ kind: 'file', file, identity, from: 0, to: 1 }) as const);
    const ends = await Promise.all(units.map((unit) => endOf(pool.scan(unit))));
    await pool.close();
    // The caller's own thread takes the first and, when nobody else is left, the last: there are no such files.
    expect(ends.map(({ trouble }) => trouble?.code)).toEqual(['missing', 'failed', 'failed', 'missing']);
  });

  it('starts its threads whatever flags the program itself was started with', () => {
    const directory = manyFiles();
    const program = `
      const { lint } = await import(${JSON.stringify(new URL('index.js', built).href)});
      const run = lint([${JSON.stringify(directory)}], { threads: 2, rangeBytes: 5000 });
      let found = 0;
      for await (const _ of run) found++;
      console.log(JSON.stringify({ found, failed: run.summary().problems.filter(({ code }) => code === 'failed') }));`;
    const flags = ['--input-type=module', '--eval', program];
    const { found, failed } = JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }));
    expect(found).toBeGreaterThan(600);
    expect(failed).toEqual([]);
  });

  it('takes the options of the logger along, and runs alone when they hold functions it cannot send', async () => {
    const directory = tempDirectory();
    for (const name of ['a', 'b']) writeFileSync(join(directory, name), '{"loyaltyNumber":"LN-2041","note":"x-1"}\n');
    const redact = { keys: ['loyalty number'], knownSecrets: () => ['LN-2041-unused'], censor: () => 'x' };
    expect((await run([directory], { threads: 2, redact })).found.map(({ rule }) => rule)).toEqual([
      'configured-key',
      'configured-key',
    ]);
    const validate = (secret: string): boolean => secret === 'acme_12345678';
    const rule = {
      id: 'acme-token',
      title: 'Acme token',
      why: 'A test.',
      pack: 'acme',
      kind: 'value',
      severity: 'high',
      confidence: 'high',
      references: [],
      anchors: ['acme_'],
      pattern: /acme_[0-9]{8}/,
      validate,
    } as const;
    for (const name of ['a', 'b']) writeFileSync(join(directory, name), 'id acme_12345678 and acme_87654321\n');
    expect((await run([directory], { threads: 2, redact: { rules: [rule] } })).found).toHaveLength(2);
  });
});

/** What a scan says in the end. */
async function endOf<End>(scan: AsyncGenerator<unknown, End>): Promise<End> {
  for (;;) {
    const next = await scan.next();
    if (next.done) return next.value;
  }
}

function manyFiles(): string {
  const directory = tempDirectory();
  mkdirSync(join(directory, 'sub'));
  for (let at = 0; at < 12; at++) writeFileSync(join(directory, `small-${at}.log`), LEAKS.repeat(at));
  writeFileSync(join(directory, 'sub', 'large.log'), `${LEAKS.repeat(200)}${privateKey(40)}\n${LEAKS.repeat(50)}`);
  writeFileSync(join(directory, 'sub', 'packed.gz'), gzipSync(LEAKS.repeat(50)));
  writeFileSync(join(directory, 'sub', 'zero.bin'), Uint8Array.from([0, 1]));
  return directory;
}

async function run(sources: string[], options: LintOptions) {
  const scan = lint(sources, { fingerprintKey, ...options });
  const found: LintFinding[] = [];
  for await (const finding of scan) found.push(finding);
  return { found, summary: scan.summary() };
}
