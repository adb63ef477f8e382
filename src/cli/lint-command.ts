import { stat } from 'node:fs/promises';
import { type LintProblem, type LintRun, type LintSource, lint } from '../lint/index.ts';
import { interruptible } from './interrupt.ts';
import { type CliIo, colorsFor, createOutput, exitCodes, type Output, printable, readStdin } from './io.ts';
import { formatSummary } from './lint-summary.ts';
import { redactOptions } from './packs.ts';
import { createProgress } from './progress.ts';

interface LintFlags {
  readonly packs?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

/** `logveil lint`: scans every source, tells what was found, and resolves to the exit code. */
export function lintCommand(files: readonly string[], flags: LintFlags, io: CliIo): Promise<number> {
  return interruptible(
    () => io.stdin.destroy(),
    async (stop) => {
      const output = createOutput(io.stdout, () => stop.abort());
      const progress = createProgress(io.stderr, await totalBytes(files));
      const startedAt = performance.now();
      const run = lint(sourcesOf(files, io), {
        redact: redactOptions(flags.packs),
        signal: stop.signal,
        onProgress: ({ bytesRead }) => progress.update(bytesRead),
        onProblem(problem) {
          progress.clear();
          io.stderr.write(problemLine(problem));
        },
      });
      await (flags.json ? writeJson(run, output) : drain(run));
      progress.clear();
      if (!flags.json && !flags.quiet) {
        const elapsedMs = performance.now() - startedAt;
        await output.write(
          formatSummary(run.summary(), {
            elapsedMs,
            stopped: stop.signal.aborted,
            colors: colorsFor(io.stdout, io.env),
          }),
        );
      }
      return exitCodeOf(run, stop.signal.aborted);
    },
  );
}

function exitCodeOf(run: LintRun, stopped: boolean): number {
  const { problems, findings } = run.summary();
  if (problems.length > 0) return exitCodes.failed;
  if (findings > 0) return exitCodes.findings;
  // Stopped half-way is not clean: the rest was never looked at.
  return stopped ? exitCodes.failed : exitCodes.clean;
}

function sourcesOf(files: readonly string[], { stdin }: CliIo): LintSource[] {
  return files.map((file) => (file === '-' ? { name: '<stdin>', bytes: readStdin(stdin) } : file));
}

/** Undefined when it cannot be known beforehand. */
async function totalBytes(files: readonly string[]): Promise<number | undefined> {
  if (files.includes('-')) return undefined;
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function problemLine({ file, message }: LintProblem): string {
  return `logveil: ${printable(file)}: ${message}\n`;
}

async function drain(run: LintRun): Promise<void> {
  for await (const _ of run);
}

/** Streams one JSON document, so that a million findings need no memory. */
async function writeJson(run: LintRun, output: Output): Promise<void> {
  let separator = '{"findings":[\n';
  for await (const finding of run) {
    if (!(await output.write(separator + JSON.stringify(finding)))) return;
    separator = ',\n';
  }
  const opening = run.summary().findings === 0 ? '{"findings":[' : '\n';
  await output.write(`${opening}],\n"summary":${JSON.stringify(run.summary())}}\n`);
}
