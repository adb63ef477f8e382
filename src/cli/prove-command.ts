import { writeFile } from 'node:fs/promises';
import { OptionsError } from '../errors/index.ts';
import type { LoggerOptions } from '../logger/index.ts';
import { type ProveReport, prove } from '../testing/index.ts';
import { createBar } from './bar.ts';
import { loadLoggerOptions } from './config.ts';
import { interruptible } from './interrupt.ts';
import { type CliIo, colorsFor, createOutput, exitCodes } from './io.ts';
import { proofPage } from './prove-html.ts';
import { formatProof } from './prove-summary.ts';
import { redactOptions } from './redact-options.ts';

/** What the command line says. */
export interface ProveFlags {
  readonly config?: string;
  readonly packs?: readonly string[];
  readonly fixtures?: string;
  readonly samples?: readonly string[];
  readonly only?: readonly string[];
  readonly json?: true;
  readonly html?: string;
}

/** `logveil prove`: runs the corpus against a configuration, tells what came through, and resolves to the exit code. */
export function proveCommand(flags: ProveFlags, io: CliIo): Promise<number> {
  return interruptible(
    () => undefined,
    async (stop) => {
      const logger = withPacks(flags.config === undefined ? {} : await loadLoggerOptions(flags.config), flags.packs);
      const output = createOutput(io.stdout, () => stop.abort());
      const bar = createBar(io.stderr, 'proving');
      const report = await prove({
        logger,
        ...(flags.fixtures === undefined ? {} : { fixtures: flags.fixtures }),
        ...(flags.samples === undefined ? {} : { samples: flags.samples }),
        ...(flags.only === undefined ? {} : { only: flags.only }),
        signal: stop.signal,
        onProgress: bar.update,
      }).finally(bar.clear);
      const subject = flags.config ?? 'the defaults';
      if (flags.html !== undefined) await writePage(flags.html, proofPage(report, subject));
      const look = { subject, columns: io.stdout.columns ?? WIDE, colors: colorsFor(io.stdout, io.env) };
      await output.write(flags.json ? `${JSON.stringify(report)}\n` : formatProof(report, look));
      return exitCodeOf(report);
    },
  );
}

/** What is not a terminal has room. */
const WIDE = 120;

function exitCodeOf({ ok, leaked, complete, unwritten }: ProveReport): number {
  if (ok) return exitCodes.clean;
  // A leak is a leak, however far the run came.
  if (leaked > 0) return exitCodes.findings;
  return complete && unwritten === 0 ? exitCodes.findings : exitCodes.failed;
}

function withPacks(options: LoggerOptions, packs: readonly string[] | undefined): LoggerOptions {
  if (packs === undefined) return options;
  const { redact } = options;
  const own = Array.isArray(redact) ? { paths: redact } : redact;
  // The cast holds: names that are no packs are refused, with a suggestion, when the options are checked.
  return { ...options, redact: { ...own, ...redactOptions(packs) } as NonNullable<LoggerOptions['redact']> };
}

async function writePage(file: string, page: string): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new OptionsError('the report was not written', [{ option: `--html ${file}`, message: `failed (${code})` }]);
  }
}
