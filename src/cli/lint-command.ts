import { randomBytes } from 'node:crypto';
import { OptionsError } from '../errors/index.ts';
import { keyIdOf, partial, settingsId } from '../lint/formats/partial.ts';
import { count } from '../lint/formats/words.ts';
import { printable } from '../lint/report/printable.ts';
import type { Report } from '../lint/report/report.ts';
import { interruptible } from './interrupt.ts';
import type { CliIo } from './io.ts';
import type { LintFlags } from './lint-flags.ts';
import { type ReportSettings, resolveReport } from './lint-settings.ts';
import { type LintJob, startLint } from './lint-source.ts';
import { createProgress } from './progress.ts';
import { openReport, type ReportOutput } from './report-output.ts';
import { exitCodeOf, type RunWriter, writeReport } from './report-run.ts';
import { reportWriter } from './report-writer.ts';

/** `logveil lint`: scans every source, writes what was found, and resolves to the exit code. */
export function lintCommand(files: readonly string[], flags: LintFlags, io: CliIo): Promise<number> {
  return interruptible(
    () => io.stdin.destroy(),
    async (stop) => {
      const settings = await resolveReport({ flags, env: io.env, now: Date.now() });
      if (flags.dryRun !== undefined) {
        const { dryRunCommand } = await import('./dry-run-command.ts');
        return dryRunCommand(flags.dryRun, { files, flags, settings, io, stop });
      }
      const output = await openReport(flags.output, io, () => stop.abort());
      try {
        const report = await runLint({ files, flags, settings, io, stop, output });
        await output.keep();
        return exitCodeOf(report, flags.failOn);
      } catch (error) {
        await output.discard();
        throw error;
      }
    },
  );
}

async function runLint(job: LintJob & { readonly output: ReportOutput }): Promise<Report> {
  const { flags, settings, io, output } = job;
  const key = settings.fingerprintKey ?? randomBytes(32);
  const writer = await writerFor(job, key);
  const progress = createProgress(io.stderr);
  const source = startLint(job, { key, progress });
  const report = await writeReport(source, { settings, flags, writer, output }).finally(() => progress.clear());
  tellExpired(job);
  if (flags.output !== undefined && !flags.quiet) {
    io.stderr.write(`logveil: ${count(report.findings, 'finding')}; the report is in ${printable(flags.output)}\n`);
  }
  return report;
}

/** A report that no person reads says nothing of what has expired, or says it where nobody looks. */
function tellExpired({ flags, settings, io }: LintJob): void {
  if (flags.format === 'pretty' && flags.json !== true && flags.output === undefined) return;
  for (const note of settings.notes) io.stderr.write(`logveil: ${printable(note)}\n`);
}

async function writerFor({ files, flags, settings, io }: LintJob, key: Uint8Array): Promise<RunWriter> {
  if (flags.format !== 'partial') return reportWriter(flags, settings, io);
  checkPartial(flags, settings);
  const { packs, config, since, until, only, skip, loki, expectRedacted, include, exclude } = flags;
  return partial({
    shard: flags.shard ?? { index: 1, count: 1 },
    keyId: keyIdOf(key),
    expectRedacted: expectRedacted === true,
    settings: settingsId({ packs, config, since, until, only, skip, loki, expectRedacted, include, exclude, files }),
  });
}

/** What a shard leaves out, no merge brings back; and fingerprints of different keys cannot be merged. */
function checkPartial({ maxFindings, updateBaseline, quiet }: LintFlags, { fingerprintKey }: ReportSettings): void {
  const forMerge = 'does not go with --format partial; give it to logveil report merge';
  const problems = [
    ...(fingerprintKey === undefined ? [{ option: '--format partial', message: NEEDS_KEY }] : []),
    ...(maxFindings === undefined ? [] : [{ option: '--max-findings', message: forMerge }]),
    ...(updateBaseline ? [{ option: '--update-baseline', message: forMerge }] : []),
    ...(quiet ? [{ option: '--quiet', message: 'does not go with --format partial' }] : []),
  ];
  if (problems.length > 0) throw new OptionsError('logveil was given bad options', problems);
}

const NEEDS_KEY = 'needs a key that all shards share: --fingerprint-key-file, LOGVEIL_FINGERPRINT_KEY or --baseline';
