import { findingRecord, summaryRecord } from './record.ts';
import type { ReportWriter } from './writer.ts';

/** One JSON object a line: findings as they are met, the summary last. `type` tells them apart. */
export function ndjson(): ReportWriter {
  return {
    start: () => '',
    finding: (finding) => `${JSON.stringify({ type: 'finding', ...findingRecord(finding) })}\n`,
    end: (report) => `${JSON.stringify({ type: 'summary', ...summaryRecord(report) })}\n`,
  };
}
