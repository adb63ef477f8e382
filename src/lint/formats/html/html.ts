import { createHash } from 'node:crypto';
import type { LintFinding } from '../../finding.ts';
import type { Report } from '../../report/report.ts';
import { severities } from '../../report/severity.ts';
import { count, grouped, reservations, scannedWords, seenWords } from '../words.ts';
import type { FormatContext, ReportWriter } from '../writer.ts';
import { fileBars, pathBars, ruleEntries } from './bars.ts';
import { timeChart } from './chart.ts';
import { escapeHtml } from './escape.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { findingRow, tableHead } from './table.ts';

/** Rows that a browser still searches and sorts at once; what comes after is counted and not listed. */
const MAX_ROWS = 5000;

/** One page that needs nothing from anywhere: totals, spread over time, top rules, paths and files, every finding. */
export function html(context: FormatContext): ReportWriter {
  const rows: string[] = [];
  return {
    start: () => '',
    finding(finding: LintFinding) {
      if (rows.length < MAX_ROWS) rows.push(findingRow(finding, context));
      return '';
    },
    end: (report) => page(report, rows, context),
  };
}

function page(report: Report, rows: readonly string[], context: FormatContext): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${policy()}">
<title>logveil lint: ${verdict(report)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
${header(report)}
<main>
${cards(report)}
${reservationList(report)}
${timeChart(report.histogram)}
${report.findings === 0 ? '' : breakdown(report, context)}
${table(report, rows)}
</main>
<footer>logveil ${escapeHtml(context.version)} · values are masked, fingerprints are keyed · times in UTC</footer>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

/** Nothing may be loaded, and no script may run but the page's own. */
function policy(): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;
}

function verdict(report: Report): string {
  if (report.findings > 0) return count(report.findings, 'finding');
  return report.problems.length === 0 && !report.stopped ? 'clean' : 'nothing found';
}

function header(report: Report): string {
  const isWhole = report.problems.length === 0 && !report.stopped;
  const state = report.findings > 0 ? 'bad' : isWhole ? 'good' : 'unsure';
  return `<header>
<p class="brand">logveil <span>lint</span></p>
<h1 class="${state}">${verdict(report)}</h1>
<p class="scanned">${scannedWords(report.scanned, undefined)} scanned</p>
</header>`;
}

function cards(report: Report): string {
  const bySeverity = severities.map(
    (severity) => `<li class="card ${severity}${report.severities[severity] === 0 ? ' none' : ''}">
<b>${grouped(report.severities[severity])}</b><span><i class="dot" aria-hidden="true"></i>${severity}</span></li>`,
  );
  const others = [
    [report.rules.length, report.rules.length === 1 ? 'rule' : 'rules'],
    [report.files.length, report.files.length === 1 ? 'file with findings' : 'files with findings'],
  ] as const;
  const more = others.map(([number, name]) => `<li class="card"><b>${grouped(number)}</b><span>${name}</span></li>`);
  return `<ul class="cards" aria-label="Totals">\n${[...bySeverity, ...more].join('\n')}\n</ul>`;
}

function reservationList(report: Report): string {
  const problems = report.problems.map(
    ({ file, message }) => `<code>${escapeHtml(file)}</code> ${escapeHtml(message)}`,
  );
  const lines = [...reservations(report).map(escapeHtml), ...problems];
  if (lines.length === 0) return '';
  return `<section class="notes" aria-label="What to know">\n<ul>${lines.map((line) => `<li>${line}</li>`).join('\n')}</ul>\n</section>`;
}

function breakdown(report: Report, context: FormatContext): string {
  return `<div class="columns">
<section><h2>Rules</h2>${ruleEntries(report, context)}</section>
<div>
<section><h2>Key paths</h2>${pathBars(report)}</section>
<section><h2>Files</h2>${fileBars(report)}</section>
</div>
</div>`;
}

function table(report: Report, rows: readonly string[]): string {
  if (rows.length === 0)
    return '<section id="findings"><h2>Findings</h2><p class="empty">There is nothing to show.</p></section>';
  const missing = report.findings - rows.length;
  const cut =
    missing > 0
      ? `<p class="cut">The first ${grouped(rows.length)} are listed; ${grouped(missing)} more were found.</p>`
      : '';
  const period = report.rules.find(({ seen }) => seen !== undefined)?.seen;
  return `<section id="findings">
<div class="bar"><h2>Findings</h2>
<label class="search"><span class="hidden">Search findings</span><input type="search" id="search" placeholder="Search rule, path, file, fingerprint" autocomplete="off" spellcheck="false"></label>
<p id="shown" role="status">${count(rows.length, 'finding')}</p></div>
${cut}
<div class="scroll" tabindex="0" role="region" aria-label="Findings table${period === undefined ? '' : `, ${escapeHtml(seenWords(period))}`}">
<table>${tableHead()}<tbody>
${rows.join('\n')}
</tbody></table>
</div>
<p class="empty" id="nothing" hidden>No finding matches the search.</p>
</section>`;
}
