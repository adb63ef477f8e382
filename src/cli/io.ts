import { fstatSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import picocolors from 'picocolors';

/** The streams and variables a command works with; `process` is one. */
export interface CliIo {
  readonly stdin: Readable;
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A stream that may be a terminal. */
export type TerminalStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** 0: clean. 1: something was found. 2: something could not be scanned, or the command was not understood. */
export const exitCodes = { clean: 0, findings: 1, failed: 2, interrupted: 130 } as const;

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Colours for a stream: only on a terminal, and never with NO_COLOR (https://no-color.org). */
export function colorsFor(stream: TerminalStream, env: CliIo['env']): Colors {
  return picocolors.createColors(stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb');
}

// Every command tells names from outside, and reports do as well.
export { printable } from '../lint/report/printable.ts';

/** Writes to a stream that may be slow or gone. */
export interface Output {
  /** Waits until the stream takes more; false once nobody reads it any longer. */
  write(data: string | Uint8Array): Promise<boolean>;
}

/** Makes an output; a reader that leaves early (`| head`) is no error. `onClosed` is told once. */
export function createOutput(stream: Writable, onClosed: () => void = () => {}): Output {
  let failure: Error | undefined;
  let wake = (): void => {};
  stream.on('error', (error: Error) => {
    failure ??= error;
    onClosed();
    wake();
  });
  stream.on('drain', () => wake());
  return {
    async write(data) {
      if (failure === undefined && data.length > 0 && !stream.write(data)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (failure !== undefined) resolve();
        });
      }
      if (failure === undefined) return true;
      if ('code' in failure && failure.code === 'EPIPE') return false;
      throw failure;
    },
  };
}

/**
 * Standard input as bytes. Node gives an empty stream for a directory (`logveil scrub < logs/`), which would look
 * clean, so that is an error here.
 */
export async function* readStdin(stdin: Readable): AsyncGenerator<Uint8Array> {
  if ('fd' in stdin && typeof stdin.fd === 'number' && fstatSync(stdin.fd).isDirectory()) {
    throw Object.assign(new Error('standard input is a directory'), { code: 'EISDIR' });
  }
  yield* stdin;
}
