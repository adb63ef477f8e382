import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliPath } from './cli.ts';
import { githubToken, password } from './fake-secrets.ts';
import { tempDirectory } from './temp-files.ts';

/** Where the examples are. */
export const examples: string = new URL('../../examples/', import.meta.url).pathname;
const key = 'ab'.repeat(32);

/** Logs whose findings are known. */
export function logs(): string {
  const directory = tempDirectory();
  const time = new Date().toISOString();
  const record = (at: number): string =>
    at % 5 === 0
      ? `{"time":"${time}","user":{"password":"${password}${at}"}}\n`
      : at % 7 === 0
        ? `${time} token=${githubToken}\n`
        : `{"time":"${time}","msg":"order ${at} placed"}\n`;
  for (const name of ['a.log', 'b.log', 'c.log'])
    writeFileSync(join(directory, name), Array.from({ length: 100 }, (_, at) => record(at)).join(''));
  return directory;
}

/** An environment in which `logveil` is a command. */
export function environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const bin = join(tempDirectory(), 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'logveil'), `#!/bin/sh\nexec "${process.execPath}" "${cliPath}" "$@"\n`);
  chmodSync(join(bin, 'logveil'), 0o755);
  return { PATH: `${bin}:${process.env['PATH']}`, LOGVEIL_FINGERPRINT_KEY: key, ...more };
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string } = {},
): { status: number | null; stdout: string; stderr: string } {
  const done = spawnSync(command, args, { encoding: 'utf8', env: environment(), timeout: 60_000, ...options });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** A file of the examples. */
export function read(file: string): string {
  return readFileSync(join(examples, file), 'utf8');
}

/** The report of one run over all files. */
export function single(directory: string): string {
  return run('logveil', ['lint', directory, '--json']).stdout;
}
