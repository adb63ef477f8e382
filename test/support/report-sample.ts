import picocolors from 'picocolors';
import type { LintFinding } from '../../src/lint/finding.ts';
import { type FormatContext, type FormatName, loadFormat } from '../../src/lint/formats/index.ts';
import { formatNames } from '../../src/lint/formats/names.ts';
import { createReportBuilder, type ReportEnd } from '../../src/lint/report/build.ts';
import { createRuleBook } from '../../src/lint/report/rule-text.ts';

/** A finding as lint makes them, with some of it changed. */
export function finding(changes: Partial<LintFinding> = {}): LintFinding {
  return {
    file: 'logs/app.log',
    line: 7,
    column: 12,
    byteOffset: 512,
    rule: 'password',
    pack: 'credentials',
    severity: 'critical',
    confidence: 'high',
    path: 'user.password',
    time: Date.parse('2026-11-20T12:40:01.629Z'),
    preview: '****',
    fingerprint: '00112233445566778899aabbccddeeff',
    ...changes,
  };
}

const complete: ReportEnd = {
  scanned: { files: 1, lines: 10, bytes: 1000 },
  hidden: { baseline: 0, allowed: 0, outsideWindow: 0, otherRules: 0 },
  problems: [],
  notes: [],
  stopped: false,
};

const formats = new Map(await Promise.all(formatNames.map(async (name) => [name, await loadFormat(name)] as const)));

/** How a format writes a run of these findings. */
export function write(
  format: FormatName,
  findings: readonly LintFinding[],
  { end = {}, context = {} }: { readonly end?: Partial<ReportEnd>; readonly context?: Partial<FormatContext> } = {},
): string {
  const builder = createReportBuilder();
  const writer = formats.get(format)?.({
    ruleText: createRuleBook(),
    version: '1.2.3',
    colors: picocolors.createColors(false),
    width: 100,
    elapsedMs: undefined,
    ...context,
  });
  if (writer === undefined) throw new Error(`there is no format ${format}`);
  let text = writer.start();
  for (const each of findings) {
    builder.add(each);
    text += writer.finding(each);
  }
  return text + writer.end(builder.report({ ...complete, ...end }));
}
