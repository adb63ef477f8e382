import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { OptionsError } from '../errors/index.ts';
import { scrub } from '../lint/scrub.ts';
import { describeReadError } from '../lint/source-error.ts';
import { interruptible } from './interrupt.ts';
import { type CliIo, createOutput, exitCodes, type Output, printable, readStdin } from './io.ts';
import { createProgress } from './progress.ts';
import { redactOptions } from './redact-options.ts';

/** Flags of `logveil scrub`. */
export interface ScrubFlags {
  readonly packs?: readonly string[];
  readonly inPlace?: true;
  readonly output?: string;
  /** False with `--no-keep`. */
  readonly keep: boolean;
  readonly keepTimes?: true;
}

/** `logveil scrub`: standard input to standard output, or files; resolves to the exit code. */
export async function scrubCommand(files: readonly string[], flags: ScrubFlags, io: CliIo): Promise<number> {
  const wrong = wrongUse(files, flags);
  if (wrong !== undefined) {
    io.stderr.write(`logveil: ${wrong}\n`);
    return exitCodes.failed;
  }
  return interruptible(
    () => io.stdin.destroy(),
    async (stop) => {
      const output = createOutput(io.stdout, () => stop.abort());
      let exitCode: number = exitCodes.clean;
      for (const file of files.length === 0 ? ['-'] : files) {
        if (stop.signal.aborted) break;
        try {
          const withheld = await scrubOne(file, flags, { io, output, signal: stop.signal });
          if (withheld === 0) continue;
          tell(io, file, `lines too long or not cleaned: ${withheld}; a marker stands for each`);
        } catch (error) {
          // Destroying the input is how a stop reaches a read that waits.
          if (stop.signal.aborted) break;
          if (error instanceof OptionsError) throw error;
          tell(io, file, describeReadError(error).message);
        }
        exitCode = exitCodes.failed;
      }
      return exitCode;
    },
  );
}

function wrongUse(files: readonly string[], { inPlace, output }: ScrubFlags): string | undefined {
  if (inPlace && output !== undefined) return '--in-place and --output exclude each other';
  if (inPlace && (files.length === 0 || files.includes('-'))) return '--in-place needs the names of files';
  if (output !== undefined && files.length !== 1) return '--output takes one file; use --in-place for several';
  return undefined;
}

interface Target {
  readonly io: CliIo;
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** Resolves to the number of lines withheld. */
async function scrubOne(file: string, flags: ScrubFlags, target: Target): Promise<number> {
  const redact = redactOptions(flags.packs);
  if (file !== '-' && (flags.inPlace || flags.output !== undefined)) {
    const progress = createProgress(target.io.stderr, await sizeOf(file));
    const { scrubFile } = await import('../lint/scrub-file.ts');
    const { withheldLines } = await scrubFile(file, {
      onProgress: progress.update,
      redact,
      signal: target.signal,
      discardOriginal: !flags.keep,
      ...(flags.output === undefined ? {} : { output: flags.output }),
      ...(flags.keepTimes ? { keepTimes: true } : {}),
    }).finally(() => progress.clear());
    return withheldLines;
  }
  const run = scrub(file === '-' ? readStdin(target.io.stdin) : createReadStream(file, { highWaterMark: 256 << 10 }), {
    redact,
    signal: target.signal,
  });
  for await (const bytes of run) if (!(await target.output.write(bytes))) break;
  return run.summary().withheldLines;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function tell(io: CliIo, file: string, message: string): void {
  const name = file === '-' ? '' : `${printable(file)}: `;
  io.stderr.write(`logveil: ${name}${message}\n`);
}
