import picocolors from 'picocolors';
import { loadFormat } from '../lint/formats/index.ts';
import { packageVersion } from '../lint/version.ts';
import { type CliIo, colorsFor } from './io.ts';
import type { ReportFlags } from './lint-flags.ts';
import type { ReportSettings } from './lint-settings.ts';
import type { RunWriter } from './report-run.ts';

/** What a file or a pipe gets: wide enough for most, and the same everywhere. */
const PLAIN_WIDTH = 100;

/** The writer of the format asked for. Colours and the terminal's width only where a person reads. */
export async function reportWriter(flags: ReportFlags, settings: ReportSettings, io: CliIo): Promise<RunWriter> {
  const name = flags.json ? 'json' : flags.format;
  const isFile = flags.output !== undefined;
  if ((flags.quiet && !isFile) || name === 'partial') return silent;
  // Not of `performance`, for which Node loads ten modules.
  const startedAt = process.uptime();
  const format = await loadFormat(name);
  return format({
    ruleText: settings.ruleText,
    version: packageVersion(),
    colors: isFile ? picocolors.createColors(false) : colorsFor(io.stdout, io.env),
    // A terminal that does not know its width says 0.
    width: (isFile ? 0 : io.stdout.columns) || PLAIN_WIDTH,
    get elapsedMs() {
      return (process.uptime() - startedAt) * 1000;
    },
  });
}

const silent: RunWriter = { start: () => '', finding: () => '', end: () => '' };
