import type { LintNotice, LintProblem } from '../lint/finding.ts';
import type { LintSource } from '../lint/inputs.ts';
import { lint } from '../lint/lint.ts';
import type { LintOptions } from '../lint/options.ts';
import { printable } from '../lint/report/printable.ts';
import { type CliIo, readStdin } from './io.ts';
import type { LintFlags } from './lint-flags.ts';
import type { ReportSettings } from './lint-settings.ts';
import type { Progress } from './progress.ts';
import type { FindingSource } from './report-run.ts';

/** What a run of lint works with. */
export interface LintJob {
  readonly files: readonly string[];
  readonly flags: LintFlags;
  readonly settings: ReportSettings;
  readonly io: CliIo;
  readonly stop: AbortController;
}

interface LintStart {
  readonly key: Uint8Array;
  readonly progress: Progress;
  /** Somebody else tells of the same problems. */
  readonly isQuiet?: boolean;
}

/** Starts the scan; problems are told on standard error as they are met. */
export function startLint(
  { files, flags, settings, io, stop }: LintJob,
  { key, progress, isQuiet = false }: LintStart,
): FindingSource {
  const tell = ({ file, message }: LintProblem | LintNotice): void => {
    if (isQuiet) return;
    progress.clear();
    io.stderr.write(`logveil: ${printable(file)}: ${message}\n`);
  };
  const run = lint(sourcesOf(files, io), {
    ...inputOptions(flags),
    redact: settings.redact,
    fingerprintKey: key,
    loki: flags.loki === true,
    markers: flags.expectRedacted === true,
    signal: stop.signal,
    onProgress: ({ bytesRead, totalBytes }) => progress.update(bytesRead, totalBytes),
    onProblem: tell,
    onNotice: tell,
  });
  return {
    findings: run,
    end() {
      const { files: scanned, lines, bytes, problems, notices } = run.summary();
      const notes = notices.map(({ file, message }) => `${file} ${message}.`);
      return { scanned: { files: scanned, lines, bytes }, problems, notes, stopped: stop.signal.aborted };
    },
  };
}

function inputOptions({ include, exclude, threads, shard }: LintFlags): LintOptions {
  return {
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
    threads: threads ?? 'auto',
    ...(shard === undefined ? {} : { shard }),
  };
}

function sourcesOf(files: readonly string[], { stdin }: CliIo): LintSource[] {
  return files.map((file) => (file === '-' ? { name: '<stdin>', bytes: readStdin(stdin) } : file));
}
