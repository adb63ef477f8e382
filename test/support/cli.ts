import { type ChildProcess, spawn } from 'node:child_process';

/** The built command, as npm installs it. */
export const cliPath: string = new URL('../../dist/cli/bin.cjs', import.meta.url).pathname;

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs `logveil` in a process of its own, with the input on its stdin, to its end. */
export async function runCli(args: readonly string[], input: string | Uint8Array = ''): Promise<CliResult> {
  const child = startCli(args);
  child.stdin?.on('error', () => {}).end(input);
  const [stdout, stderr, exitCode] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { exitCode, stdout, stderr: stderr.toString() };
}

/** Starts `logveil` and leaves its streams to the test. */
export function startCli(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cliPath, ...args], { env: { PATH: process.env['PATH'] } });
}

async function collect(stream: AsyncIterable<Buffer> | null): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}
