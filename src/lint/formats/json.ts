import { findingRecord, summaryRecord } from './record.ts';
import type { ReportWriter } from './writer.ts';

/** One JSON document, streamed: `{"version":1,"findings":[…],"summary":{…}}`. */
export function json(): ReportWriter {
  let separator = '\n';
  return {
    start: () => '{"version":1,"findings":[',
    finding(finding) {
      const text = separator + JSON.stringify(findingRecord(finding));
      separator = ',\n';
      return text;
    },
    end: (report) => `${separator === '\n' ? '' : '\n'}],\n"summary":${JSON.stringify(summaryRecord(report))}}\n`,
  };
}
