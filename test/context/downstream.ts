import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** A service in a process of its own. */
export interface Downstream {
  readonly port: number;
  /** Records of the lines it has logged. */
  readonly records: Record<string, unknown>[];
  stop(): void;
}

/** Starts `programs/downstream.mjs`, which uses what is in `dist`. */
export async function startDownstream(): Promise<Downstream> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'programs/downstream.mjs'), { stdio: 'inherit' });
  const records: Record<string, unknown>[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the downstream service has ended')));
    child.on('message', (message: { port?: number; line?: string }) => {
      if (message.port !== undefined) resolve(message.port);
      if (message.line !== undefined) records.push(JSON.parse(message.line));
    });
  });
  return { port, records, stop: () => child.disconnect() };
}
