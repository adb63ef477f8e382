import { scrub } from '../lint/index.ts';
import { interruptible } from './interrupt.ts';
import { type CliIo, createOutput, exitCodes, readStdin } from './io.ts';
import { redactOptions } from './packs.ts';

/** `logveil scrub`: standard input to standard output, clean; resolves to the exit code. */
export function scrubCommand(flags: { readonly packs?: readonly string[] }, io: CliIo): Promise<number> {
  return interruptible(
    () => io.stdin.destroy(),
    async (stop) => {
      const output = createOutput(io.stdout, () => stop.abort());
      const run = scrub(readStdin(io.stdin), { redact: redactOptions(flags.packs) });
      try {
        for await (const bytes of run) if (!(await output.write(bytes))) break;
      } catch (error) {
        // Destroying the input is how a stop reaches a read that waits.
        if (!stop.signal.aborted) throw error;
      }
      const { withheldLines } = run.summary();
      if (withheldLines === 0) return exitCodes.clean;
      io.stderr.write(`logveil: lines too long or not cleaned: ${withheldLines}; a marker stands for each\n`);
      return exitCodes.failed;
    },
  );
}
