import picocolors from 'picocolors';
import { describe, didYouMean, OptionsError } from '../../errors/index.ts';
import type { Rule } from '../../rules/index.ts';
import type { LintFinding } from '../finding.ts';
import { loadFormat } from '../formats/index.ts';
import { type FormatName, formatNames } from '../formats/names.ts';
import { createLabelCounter } from '../loki/labels.ts';
import { lokiRuleTexts } from '../loki/rules.ts';
import { createMarkerCounter } from '../markers.ts';
import type { LintRun } from '../options.ts';
import { packageVersion } from '../version.ts';
import { createReportBuilder } from './build.ts';
import { createRuleBook } from './rule-text.ts';

/** How {@link reportText} writes. */
export interface ReportOptions {
  /** One of those of `logveil lint --format`: `pretty`, `json`, `ndjson`, `sarif`, `junit`, `csv`, `github`, `gitlab`, `markdown`, `html`. */
  readonly format: FormatName;
  /** The run's `redact.rules`, so that the report can say what they mean. */
  readonly rules?: readonly Rule[];
  /** The run's signal: a report of a run that was stopped says so. */
  readonly signal?: AbortSignal;
}

/** Columns of what is read as plain text: wide enough for most, and the same everywhere. */
const WIDTH = 100;
/** Nobody accepted anything: that is for a baseline, which the command knows. */
const NOTHING_HIDDEN = { baseline: 0, allowed: 0, outsideWindow: 0, otherRules: 0 };

/**
 * Walks a run of `lint()` to its end and gives its report piece by piece: what `logveil lint` would write, without
 * colours and times, so the same findings give the same text. It holds previews and fingerprints, never a value.
 *
 * Throws `OptionsError` when there is no such format.
 *
 * @example
 * ```ts
 * import { createWriteStream } from 'node:fs';
 * import { Readable } from 'node:stream';
 * import { pipeline } from 'node:stream/promises';
 * import { lint, reportText } from 'logveil/lint';
 *
 * const report = reportText(lint(['logs/']), { format: 'sarif' });
 * await pipeline(Readable.from(report), createWriteStream('logs.sarif'));
 * ```
 */
export function reportText(run: LintRun, options: ReportOptions): AsyncGenerator<string> {
  if (!formatNames.includes(options.format)) throw unknownFormat(options.format);
  return writeRun(run, options);
}

async function* writeRun(run: LintRun, { format: name, rules, signal }: ReportOptions): AsyncGenerator<string> {
  const format = await loadFormat(name);
  const writer = format({
    ruleText: createRuleBook(rules, lokiRuleTexts),
    version: packageVersion(),
    colors: picocolors.createColors(false),
    width: WIDTH,
    elapsedMs: undefined,
  });
  const builder = createReportBuilder();
  const [labels, markers] = [createLabelCounter(), createMarkerCounter()];
  yield writer.start();
  const write = (finding: LintFinding): string => {
    builder.add(finding);
    return writer.finding(finding);
  };
  for await (const finding of run) if (!labels.takes(finding) && !markers.takes(finding)) yield write(finding);
  for (const finding of labels.findings()) yield write(finding);
  const { files, lines, bytes, problems, notices } = run.summary();
  const notes = notices.map(({ file, message }) => `${file} ${message}.`);
  const scanned = { files, lines, bytes };
  yield writer.end(
    builder.report({ scanned, problems, notes, hidden: NOTHING_HIDDEN, stopped: signal?.aborted === true }),
  );
}

function unknownFormat(format: unknown): OptionsError {
  const message = `must be one of ${formatNames.join(', ')}, got ${describe(format)}${didYouMean(String(format), formatNames)}`;
  return new OptionsError('reportText() was given bad options', [{ option: 'format', message }]);
}
