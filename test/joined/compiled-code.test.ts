import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../docs/markdown.ts';
import { password } from '../support/fake-secrets.ts';
import { tempDirectory } from '../support/temp-files.ts';

const CLEAN = 'password=[REDACTED:password]\n';

describe('the compiled code of the command line', { timeout: 60_000 }, () => {
  it('is left in the package by the first run and taken by the next', () => {
    const { scrub, compiled } = installation();
    expect(scrub()).toBe(CLEAN);
    const left = written(compiled);
    expect([...left.keys()].map((name) => name.slice(0, name.indexOf('-')))).toContain('main.cjs');
    expect(scrub()).toBe(CLEAN);
    expect(written(compiled)).toEqual(left);
  });

  it('is not believed when a byte of it is wrong, but made again', () => {
    const { scrub, compiled } = installation();
    scrub();
    const left = contents(compiled);
    for (const [name, code] of left) {
      const damaged = Buffer.from(code);
      damaged.writeUInt8(damaged.readUInt8(code.length >> 1) ^ 0xff, code.length >> 1);
      writeFileSync(join(compiled, name), damaged);
    }
    expect(scrub()).toBe(CLEAN);
    expect([...contents(compiled).keys()]).toEqual([...left.keys()]);
    const last = written(compiled);
    expect(scrub()).toBe(CLEAN);
    expect(written(compiled)).toEqual(last);
  });

  it('is not believed when it is that of another source, of a file cut short or of an empty one', () => {
    const { scrub, compiled } = installation();
    scrub();
    const names = readdirSync(compiled);
    const [first = '', second = '', third = ''] = names;
    cpSync(join(compiled, first), join(compiled, second));
    writeFileSync(join(compiled, third), readFileSync(join(compiled, third)).subarray(0, 100));
    writeFileSync(join(compiled, first), '');
    expect(scrub()).toBe(CLEAN);
    expect(readdirSync(compiled)).toEqual(names);
  });

  it('is not kept where the environment says so, nor where the package may not be written to', () => {
    const { scrub, compiled, directory } = installation();
    expect(scrub({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(CLEAN);
    expect(written(compiled).size).toBe(0);
    // A file in the place of the folder, for the user root may write anywhere.
    writeFileSync(compiled, '');
    expect(scrub()).toBe(CLEAN);
    rmSync(compiled);
    chmodSync(join(directory, 'dist/joined'), 0o555);
    expect(scrub()).toBe(CLEAN);
  });

  it('holds nothing of what was read', () => {
    const { scrub, compiled } = installation();
    scrub();
    for (const [, code] of contents(compiled)) expect(code.includes(password)).toBe(false);
  });
});

interface Installation {
  readonly directory: string;
  readonly compiled: string;
  /** Runs `logveil scrub` on a line with a password and gives what it writes. */
  scrub(env?: Readonly<Record<string, string>>): string;
}

/** A copy of the built package with nothing compiled yet. */
function installation(): Installation {
  const directory = tempDirectory();
  mkdirSync(directory, { recursive: true });
  cpSync(join(root, 'dist'), join(directory, 'dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(directory, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const compiled = join(directory, 'dist/joined/compiled');
  rmSync(compiled, { recursive: true, force: true });
  const args = [join(directory, 'dist/cli/bin.cjs'), 'scrub'];
  return {
    directory,
    compiled,
    scrub: (env = {}) =>
      execFileSync(process.execPath, args, { input: `password=${password}\n`, encoding: 'utf8', env }),
  };
}

function contents(folder: string): Map<string, Buffer> {
  return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

/** When each file was written; a file that is replaced is another one. */
function written(folder: string): Map<string, string> {
  const names = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
  return new Map(
    names.map((name) => {
      const { ino, mtimeMs } = statSync(join(folder, name));
      return [name, `${ino} ${mtimeMs}`];
    }),
  );
}
