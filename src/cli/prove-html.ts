import type { CarrierScore, ProveReport, Score } from '../testing/index.ts';

/** The report as one page that needs nothing else: for a wiki, an auditor, a build's artefacts. Holds no secret. */
export function proofPage(report: ProveReport, subject: string): string {
  const verdict = report.ok ? 'Proven' : 'Not proven';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${verdict}: ${escaped(subject)}</title>
<style>${STYLE}</style>
<main>
<h1 class="${report.ok ? 'good' : 'bad'}">${verdict}</h1>
<p>${number(report.crossings)} crossings against <code>${escaped(subject)}</code>: ${number(report.covered)} covered, ${number(report.leaked)} leaked, ${number(report.known)} known leaks; lint missed ${number(report.missed)}. ${number(report.benign.lines)} harmless lines, ${number(report.benign.damaged)} damaged.</p>
${packTable(report)}
${leakTable(report)}
${section('Known leaks', ['of', 'carriers', 'crossings', 'why'], knownRows(report))}
${section('Harmless, and changed', ['line', 'rules'], damageRows(report))}
${section('Not run', ['rule', 'pack', 'secrets', 'reason'], notRunRows(report))}
${section('Carriers', ['carrier', 'group', 'covered', 'leaked', 'missed by lint'], report.carriers.map(carrierRow))}
${section('Rules', ['rule', 'pack', 'recall', 'precision', 'covered', 'leaked', 'missed by lint'], ruleRows(report))}
</main>
</html>
`;
}

type Row = readonly (string | number)[];

function packTable({ packs, groups }: ProveReport): string {
  const rows = packs.map((pack): Row => [pack.pack, ...pack.cells.map(cellText), pack.covered, pack.leaked]);
  return section('Packs and carriers', ['pack', ...groups, 'covered', 'leaked'], rows);
}

function cellText({ covered, leaked }: Score): string | number {
  return leaked === 0 ? covered : `${number(leaked)} leaked`;
}

function leakTable({ leaks }: ProveReport): string {
  const rows = leaks.map((leak): Row => [leak.rule, leak.carrier, leak.kind, leak.fixture, leak.door, leak.how]);
  return section('What came through', ['rule', 'carrier', 'case', 'fixture', 'seen by', 'how'], rows);
}

function knownRows({ knownLeaks }: ProveReport): Row[] {
  return knownLeaks
    .filter(({ crossings }) => crossings > 0)
    .map(({ of, carriers, crossings, why }) => [of, carriers.join(', '), crossings, why]);
}

function damageRows({ benign, samples }: ProveReport): Row[] {
  const leaks = (samples?.leaks ?? []).map((place): Row => [place, 'what is marked can be read']);
  return [
    ...leaks,
    ...[...benign.damages, ...(samples?.damages ?? [])].map(({ place, rules }) => [place, rules.join(', ')]),
  ];
}

function notRunRows({ notRun }: ProveReport): Row[] {
  return notRun.map(({ rule, pack, positives, reason }) => [rule, pack, positives, reason]);
}

function carrierRow({ carrier, title, group, covered, leaked, missed }: CarrierScore): Row {
  return [`${title} (${carrier})`, group, covered, leaked, missed];
}

function ruleRows({ rules }: ProveReport): Row[] {
  return rules.map((rule) => [
    rule.rule,
    rule.pack,
    `${rule.found}/${rule.positives}`,
    `${rule.found}/${rule.found + rule.flagged}`,
    rule.covered,
    rule.leaked + rule.known,
    rule.missed,
  ]);
}

/** A heading and a table, or nothing where there is nothing to show. */
function section(title: string, head: readonly string[], rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n');
  return `<h2>${title}</h2>
<div class="wide"><table>
<thead><tr>${head.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr></thead>
<tbody>
${body}
</tbody>
</table></div>`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return `<td class="number">${number(value)}</td>`;
  return `<td${value.endsWith(' leaked') ? ' class="bad"' : ''}>${escaped(value)}</td>`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const STYLE = `
:root { --ink: #1b1f24; --paper: #fff; --line: #d0d7de; --soft: #57606a; --good: #1a7f37; --bad: #cf222e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --soft: #8d96a0; --good: #3fb950; --bad: #f85149 }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1rem }
h1 { margin: 0 } h2 { margin: 2.5rem 0 .5rem; font-size: 1.1rem }
.good { color: var(--good) } .bad { color: var(--bad) }
.wide { overflow-x: auto }
table { border-collapse: collapse; font-size: .875rem }
th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top }
th { color: var(--soft); font-weight: 600 }
.number { text-align: right; font-variant-numeric: tabular-nums }
`;
