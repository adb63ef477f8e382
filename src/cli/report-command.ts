import { OptionsError } from '../errors/index.ts';
import { keyIdOf } from '../lint/formats/partial.ts';
import { type MergedRun, mergePartials } from '../lint/report/merge.ts';
import { printable } from '../lint/report/printable.ts';
import { interruptible } from './interrupt.ts';
import type { CliIo } from './io.ts';
import type { ReportFlags } from './lint-flags.ts';
import { type ReportSettings, resolveReport } from './lint-settings.ts';
import { openReport } from './report-output.ts';
import { exitCodeOf, writeReport } from './report-run.ts';
import { reportWriter } from './report-writer.ts';

/** `logveil report merge`: joins the partial reports of all shards to the report one machine would have written. */
export function mergeCommand(files: readonly string[], flags: ReportFlags, io: CliIo): Promise<number> {
  return interruptible(
    () => undefined,
    async (stop) => {
      const settings = await resolveReport({ flags, env: io.env, now: Date.now() });
      const merged = await mergePartials(files);
      checkKey(merged, settings);
      const output = await openReport(flags.output, io, () => stop.abort());
      try {
        const writer = await reportWriter(flags, settings, io);
        const report = await writeReport(merged, {
          settings,
          flags: { ...flags, ...(merged.head.expectRedacted ? { expectRedacted: true } : {}) },
          writer,
          output,
        });
        await output.keep();
        for (const { file, message } of report.problems) io.stderr.write(`logveil: ${printable(file)}: ${message}\n`);
        return exitCodeOf(report, flags.failOn);
      } catch (error) {
        await output.discard();
        throw error;
      }
    },
  );
}

/** A baseline knows nothing of fingerprints made with another key, and would hide nothing without a word. */
function checkKey({ head }: MergedRun, { baseline }: ReportSettings): void {
  if (baseline === undefined || keyIdOf(Buffer.from(baseline.fingerprintKey, 'hex')) === head.keyId) return;
  throw new OptionsError('the partial reports cannot be merged', [
    { option: '--baseline', message: 'has another fingerprint key than the shards; give them the same --baseline' },
  ]);
}
