import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A program of this folder in a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** Numbers whose log call has returned. */
  readonly confirmed: number[];
  /** Resolves at its end. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }>;
}

interface Limits {
  /** The most that a file of its may grow to, in the blocks of 512 bytes that `ulimit -f` of sh counts in. */
  readonly fileBlocks?: number;
  /** Whether permissions hold for it although it is root. */
  readonly obeysModes?: boolean;
  /** Of Node. */
  readonly flags?: readonly string[];
}

/** Starts a program; it is killed with the test if it is still there. */
export function startProgram(
  name: string,
  options: object,
  { fileBlocks, obeysModes = false, flags = [] }: Limits = {},
): Program {
  const path = new URL(`./programs/${name}.mjs`, import.meta.url).pathname;
  const args = [process.execPath, ...flags, path, JSON.stringify(options)];
  const limited = ['sh', '-c', `ulimit -f ${fileBlocks ?? 0} && exec "$@"`, 'sh', ...args];
  const held = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search', ...args];
  const plain = obeysModes && process.getuid?.() === 0 ? held : args;
  const [command = '', ...more] = fileBlocks === undefined ? plain : limited;
  const child = spawn(command, more, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const confirmed: number[] = [];
  let rest = '';
  child.stdio[3]?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) confirmed.push(Number(line));
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, stderr }));
  return { child, confirmed, ended };
}
