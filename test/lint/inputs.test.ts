import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type LintOptions, lint } from '../../src/lint/index.ts';
import { password } from '../support/fake-secrets.ts';
import { tempDirectory, tempFile } from '../support/temp-files.ts';

const LEAK = `password=${password}\n`;

describe('lint of a directory', () => {
  it('scans every file in it, sorted by name, rotated and packed ones too', async () => {
    const directory = treeOf({
      'b.log': LEAK,
      'b.log.1': LEAK,
      'a/x.gz': gzipSync(LEAK),
      '.hidden': LEAK,
      'c/clean': 'x',
    });
    expect(await filesWithLeaks([directory])).toEqual(
      ['.hidden', 'a/x.gz', 'b.log', 'b.log.1'].map((name) => join(directory, name)),
    );
  });

  it('scans what is included and not excluded, in the syntax of .gitignore', async () => {
    const directory = treeOf({ 'a.log': LEAK, 'b.txt': LEAK, 'old/a.log': LEAK, 'old/keep.log': LEAK });
    const named = async (options: LintOptions): Promise<string[]> =>
      (await filesWithLeaks([directory], options)).map((file) => relative(directory, file));
    expect(await named({ include: ['*.log'] })).toEqual(['a.log', 'old/a.log', 'old/keep.log']);
    expect(await named({ exclude: ['old/'] })).toEqual(['a.log', 'b.txt']);
    expect(await named({ include: ['*.log'], exclude: ['old/*', '!old/keep.log'] })).toEqual(['a.log', 'old/keep.log']);
  });

  it('respects .logveilignore, the nearest one first, but not against a file that is named', async () => {
    const directory = treeOf({
      '.logveilignore': '# old logs\n*.old\n/skip\n',
      'a.old': LEAK,
      'skip/a.log': LEAK,
      'sub/.logveilignore': '!b.old\n',
      'sub/b.old': LEAK,
      'sub/skip/c.log': LEAK,
    });
    expect(await filesWithLeaks([directory])).toEqual([
      join(directory, 'sub/b.old'),
      join(directory, 'sub/skip/c.log'),
    ]);
    expect(await filesWithLeaks([join(directory, 'a.old')])).toHaveLength(1);
  });

  it('expands patterns, and says so when nothing matches', async () => {
    const directory = treeOf({ 'a.log': LEAK, 'b.txt': LEAK, 'sub/c.log': LEAK, 'sub/deep/d.log.gz': gzipSync(LEAK) });
    expect(await filesWithLeaks([`${directory}/*.log`])).toEqual([join(directory, 'a.log')]);
    expect(await filesWithLeaks([`${directory}/**/*.{log,gz}`])).toEqual(
      ['a.log', 'sub/c.log', 'sub/deep/d.log.gz'].map((name) => join(directory, name)),
    );
    expect(await problemsOf([`${directory}/*.json`, `${directory}/none/*.log`])).toMatchObject([
      { code: 'missing', message: 'holds no file to scan; check the path, and what is included and excluded' },
      { code: 'missing' },
    ]);
  });

  it('looks with a pattern no deeper than it reaches, and at no links that it does not mean', async () => {
    const directory = treeOf({ 'a.log': LEAK, 'sub/b.log': LEAK, 'sub/deep/c.log': LEAK });
    symlinkSync('round', join(directory, 'round'));
    symlinkSync('sub', join(directory, 'linked'));
    symlinkSync('..', join(directory, 'sub', 'up'));
    const run = lint([`${directory}/*.log`, `${directory}/*/*.log`]);
    const files: string[] = [];
    for await (const { file } of run) files.push(relative(directory, file));
    expect(files).toEqual(['a.log', 'sub/b.log']);
    expect(run.summary().problems).toMatchObject([{ code: 'loop' }, { code: 'loop' }]);
  });

  it('takes a file whose name looks like a pattern for a file', async () => {
    expect(await filesWithLeaks([tempFile(LEAK, 'a[1]*.log')])).toHaveLength(1);
  });

  it('never calls a directory without files clean', async () => {
    expect(await problemsOf([tempDirectory()])).toMatchObject([{ code: 'missing' }]);
  });

  it('follows links, scans a linked file once, and tells of circles', async () => {
    const directory = treeOf({ 'app.1.log': LEAK, 'sub/x.log': LEAK });
    symlinkSync('app.1.log', join(directory, 'current.log'));
    symlinkSync('..', join(directory, 'sub', 'up'));
    symlinkSync('round', join(directory, 'round'));
    symlinkSync(treeOf({ 'far.log': LEAK }), join(directory, 'elsewhere'));
    const run = lint([directory]);
    const files: string[] = [];
    for await (const { file } of run) files.push(relative(directory, file));
    expect(files).toEqual(['app.1.log', 'elsewhere/far.log', 'sub/x.log']);
    expect(run.summary().problems.map(({ file, code }) => [relative(directory, file), code])).toEqual([
      ['round', 'loop'],
      ['sub/up', 'loop'],
    ]);
  });

  it('tells a pipe instead of waiting for it', async () => {
    const directory = treeOf({ 'a.log': LEAK });
    execFileSync('mkfifo', [join(directory, 'pipe')]);
    const run = lint([directory, join(directory, 'pipe')]);
    for await (const _ of run);
    expect(run.summary()).toMatchObject({
      findings: 1,
      problems: [
        { code: 'special', message: expect.stringContaining('standard input, as - < PIPE') },
        { code: 'special' },
      ],
    });
  });

  it('tells what may not be read, and scans the rest', async () => {
    const directory = treeOf({ 'a.log': LEAK, 'closed.log': LEAK, 'shut/b.log': LEAK });
    execFileSync('chmod', ['000', join(directory, 'shut'), join(directory, 'closed.log')]);
    execFileSync('chmod', ['755', directory]);
    const dist = new URL('../../dist/lint/index.js', import.meta.url).href;
    const script = `const { lint } = await import(${JSON.stringify(dist)});
      // Root may read everything.
      if (process.getuid() === 0) process.setuid(65534);
      const run = lint([${JSON.stringify(directory)}]);
      for await (const _ of run);
      console.log(JSON.stringify(run.summary().problems.map(({ code }) => code)), run.summary().findings);`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(output).toBe('["unreadable","unreadable"] 1\n');
  });

  it('refuses patterns that are none', () => {
    // A caller in JavaScript may pass anything.
    const wrong = { include: '*.log' } as unknown as LintOptions;
    expect(() => lint([], wrong)).toThrow(/include must be an array of patterns/);
  });
});

describe('lint of files that change', () => {
  it('scans a growing file as far as it went, and says so', async () => {
    const file = tempFile(LEAK.repeat(2000));
    const run = lint([file], { onProgress: () => appendFileSync(file, LEAK), chunkBytes: 4096 });
    let found = 0;
    for await (const _ of run) found++;
    expect(found).toBe(2000);
    expect(run.summary().notices).toMatchObject([{ file, code: 'grew' }]);
    expect(run.summary().problems).toEqual([]);
  });

  it('tells a file that became shorter', async () => {
    const file = tempFile(LEAK.repeat(2000));
    const run = lint([file], { onProgress: () => truncateSync(file, 5000), chunkBytes: 4096 });
    for await (const _ of run);
    expect(run.summary().problems).toMatchObject([{ file, code: 'changed' }]);
  });

  it('tells a file that went away or was replaced before its turn, once', async () => {
    const first = tempFile(LEAK);
    const [gone, rotated] = [tempFile(LEAK.repeat(100)), tempFile(LEAK.repeat(100))];
    const run = lint([first, gone, rotated], { rangeBytes: 500 });
    for await (const { file } of run) {
      if (file !== first) continue;
      unlinkSync(gone);
      renameSync(rotated, `${rotated}.1`);
      writeFileSync(rotated, 'new\n');
    }
    expect(run.summary().problems.map(({ file, code }) => [file, code])).toEqual([
      [gone, 'missing'],
      [rotated, 'changed'],
    ]);
  });

  it('goes on reading a file that is unlinked while it is open', async () => {
    const file = tempFile(LEAK.repeat(2000));
    let isGone = false;
    const run = lint([file], {
      chunkBytes: 4096,
      onProgress: () => {
        if (!isGone) unlinkSync(file);
        isGone = true;
      },
    });
    let found = 0;
    for await (const _ of run) found++;
    expect(found).toBe(2000);
  });
});

describe('lint that is stopped', () => {
  it('ends at once, even while it waits for a stream', async () => {
    const stop = new AbortController();
    const silent = (async function* () {
      yield Buffer.from(LEAK);
      await new Promise(() => undefined);
    })();
    let found = 0;
    for await (const _ of lint([{ name: 'tail', bytes: silent }], { signal: stop.signal })) {
      found++;
      setImmediate(() => stop.abort());
    }
    expect(found).toBe(1);
  });

  it('gives findings as they come, and reads no further than they are taken', async () => {
    let chunks = 0;
    const endless = (async function* () {
      for (;;) {
        chunks++;
        yield Buffer.from(LEAK);
      }
    })();
    const found = lint([{ name: 'endless', bytes: endless }])[Symbol.asyncIterator]();
    for (let count = 0; count < 5; count++) await found.next();
    await found.return?.();
    expect(chunks).toBeLessThan(10);
  });

  it('closes its files when nobody takes the rest', async () => {
    const file = tempFile(LEAK.repeat(20_000));
    const isOpen = (): boolean => readdirSync('/proc/self/fd').some((fd) => linkOf(`/proc/self/fd/${fd}`) === file);
    for await (const _ of lint([file])) {
      expect(isOpen()).toBe(true);
      break;
    }
    expect(isOpen()).toBe(false);
  });

  it('scans nothing when it is stopped before it begins', async () => {
    const run = lint([tempFile(LEAK)], { signal: AbortSignal.abort() });
    for await (const _ of run);
    expect(run.summary().findings).toBe(0);
  });
});

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function treeOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const directory = tempDirectory();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

async function filesWithLeaks(sources: string[], options?: LintOptions): Promise<string[]> {
  const files: string[] = [];
  for await (const { file } of lint(sources, options)) files.push(file);
  return files;
}

async function problemsOf(sources: string[]) {
  const run = lint(sources);
  for await (const _ of run);
  return run.summary().problems;
}
