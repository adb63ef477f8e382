import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { password } from '../../support/fake-secrets.ts';

/** What a program wrote, and how it ended. */
export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number | NodeJS.Signals | null;
}

interface RunOptions {
  /** Files or packages for --import, from the root of the repository. */
  readonly preload?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Sent when the program has written its first line. */
  readonly signal?: NodeJS.Signals;
}

const root: string = join(import.meta.dirname, '../../..');
export const secret: string = password;

/** Runs a program of this folder beside a collector in this process, so without blocking it. */
export function runProgram(name: string, { preload = [], env = {}, signal }: RunOptions = {}): Promise<Run> {
  const imports = preload.flatMap((file) => ['--import', file.startsWith('.') ? join(root, file) : file]);
  const child = spawn(process.execPath, [...imports, join(import.meta.dirname, name)], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', FAKE_SECRET: secret, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    if (signal !== undefined && stdout === '') child.kill(signal);
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('close', (code, by) => resolve({ stdout, stderr, exit: code ?? by }));
  });
}
