import type { LintFinding } from '../../finding.ts';
import { severityRank } from '../../report/severity.ts';
import { clock } from '../words.ts';
import type { FormatContext } from '../writer.ts';
import { escapeHtml } from './escape.ts';

const COLUMNS = ['Severity', 'Rule', 'Key path', 'Preview', 'Place', 'Time', 'Fingerprint'];

export function tableHead(): string {
  const cells = COLUMNS.map(
    (name, at) => `<th scope="col" aria-sort="none"><button type="button" data-column="${at}">${name}</button></th>`,
  );
  return `<thead><tr>${cells.join('')}</tr></thead>`;
}

/** `data-key` is what the column sorts by where that is not its text. */
export function findingRow(finding: LintFinding, { ruleText }: FormatContext): string {
  const { file, line, column, rule, severity, path, time, preview, fingerprint } = finding;
  const { title } = ruleText(rule);
  return `<tr>
<td data-key="${severityRank(severity)}"><span class="tag ${severity}">${severity}</span></td>
<td><span title="${escapeHtml(title)}">${escapeHtml(rule)}</span></td>
<td><code>${escapeHtml(path ?? '')}</code></td>
<td><code>${escapeHtml(preview)}</code></td>
<td class="place" data-key="${escapeHtml(`${file}:${String(line).padStart(12, '0')}:${String(column).padStart(9, '0')}`)}">${escapeHtml(file)}:${line}:${column}</td>
<td class="time">${time === undefined ? '' : clock(time)}</td>
<td><code title="${escapeHtml(fingerprint)}">${escapeHtml(fingerprint.slice(0, 12))}</code></td>
</tr>`;
}
