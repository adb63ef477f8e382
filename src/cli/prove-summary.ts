import type { Leak, PackScore, ProveReport, Score } from '../testing/index.ts';
import { type Colors, printable } from './io.ts';

interface ProofLook {
  /** What was proven: the configuration's file. */
  readonly subject: string;
  readonly columns: number;
  readonly colors: Colors;
}

/** The table people read: packs down, carriers across, then what came through and what was not run. */
export function formatProof(report: ProveReport, look: ProofLook): string {
  const { colors } = look;
  const seconds = (report.elapsedMs / 1000).toFixed(1);
  const head = `${count(report.crossings, 'crossing')} of ${count(report.carriers.length, 'carrier')} against ${printable(look.subject)} in ${seconds} s`;
  return [
    `${colors.bold(head)}\n`,
    table(report, look),
    ...section('came through', leakLines(report), colors.red),
    ...section('not to be seen by lint', missLines(report), colors.red),
    ...section('harmless, and changed', damageLines(report), colors.red),
    ...section('your samples', sampleLines(report), colors.red),
    ...notes(report).map((note) => colors.dim(note)),
    verdict(report, colors),
    '',
  ].join('\n');
}

/** A table as wide as this has room for the sums. */
const WIDE = 100;

function table({ packs, groups, notRun }: ProveReport, { columns, colors }: ProofLook): string {
  const isWide = columns >= WIDE;
  const sums = isWide ? ['covered', 'leaked'] : ['leaked'];
  const rows = packs.map((pack) => [
    pack.pack,
    ...pack.cells.map(cellText),
    ...(isWide ? [number(pack.covered)] : []),
    number(pack.leaked),
  ]);
  const off = [...new Set(notRun.map(({ pack }) => pack))].filter((pack) => packs.every((row) => row.pack !== pack));
  const all = [['', ...groups, ...sums], ...rows, ...off.map((pack) => [pack, 'off'])];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(isWide ? '  ' : ' '),
  );
  return lines.map((line, index) => paint(line, packs[index - 1], index, colors)).join('\n');
}

function paint(line: string, pack: PackScore | undefined, index: number, colors: Colors): string {
  if (index === 0 || pack === undefined) return colors.dim(line);
  return pack.leaked > 0 ? colors.red(line) : line;
}

/** How many got nowhere, or how many came through of how many. */
function cellText({ covered, leaked, known }: Score): string {
  return leaked === 0 ? number(covered) : `${number(leaked)}/${number(covered + leaked + known)}`;
}

/** More would scroll the table away; `--json` has them all. */
const MAX_LINES = 20;

function leakLines({ leaks, leaked }: ProveReport): string[] {
  return leaked === 0 ? [] : grouped(leaks, 'logger', leaked);
}

function missLines({ leaks, missed }: ProveReport): string[] {
  return missed === 0 ? [] : grouped(leaks, 'lint', missed);
}

/** One line a rule: how often, where, and one place to begin with. */
function grouped(leaks: readonly Leak[], door: Leak['door'], all: number): string[] {
  const rules = new Map<string, Leak[]>();
  for (const leak of leaks.filter((each) => each.door === door)) {
    const own = rules.get(leak.rule) ?? [];
    own.push(leak);
    rules.set(leak.rule, own);
  }
  const shown = [...rules.values()].slice(0, MAX_LINES);
  const told = shown.reduce((sum, own) => sum + own.length, 0);
  return [
    ...shown.map(ruleLine),
    ...(all > told ? [`and ${number(all - told)} more; --json lists the first 1,000`] : []),
  ];
}

const MAX_CARRIERS = 4;

function ruleLine(leaks: readonly Leak[]): string {
  const [first] = leaks;
  if (first === undefined) return '';
  const carriers = [...new Set(leaks.map(({ carrier }) => carrier))];
  const more = carriers.length > MAX_CARRIERS ? ` and ${carriers.length - MAX_CARRIERS} more` : '';
  const places = carriers.slice(0, MAX_CARRIERS).join(', ') + more;
  return printable(
    `${first.rule}: ${number(leaks.length)}, in ${places}; first ${first.fixture} in ${first.carrier}, ${first.how}`,
  );
}

function damageLines({ benign }: ProveReport): string[] {
  const shown = benign.damages
    .slice(0, MAX_LINES)
    .map(({ place, rules }) => `${printable(place)}: ${rules.join(', ') || 'changed by the logger'}`);
  return benign.damaged > shown.length ? [...shown, `and ${number(benign.damaged - shown.length)} more`] : shown;
}

function sampleLines({ samples }: ProveReport): string[] {
  if (samples === undefined) return [];
  const leaks = samples.leaks.map((place) => `${printable(place)}: what is marked can be read`);
  const damages = samples.damages.map(({ place, rules }) => `${printable(place)}: changed by ${rules.join(', ')}`);
  return [...leaks, ...damages].slice(0, MAX_LINES);
}

function section(title: string, lines: readonly string[], color: (text: string) => string): string[] {
  return lines.length === 0 ? [] : ['', color(`${title}:`), ...lines.map((line) => `  ${line}`)];
}

/** What the numbers above do not say. */
function notes({ benign, samples, notRun, known, knownLeaks, unwritten }: ProveReport): string[] {
  const allowed = notRun.filter(({ reason }) => reason === 'it is allowed').map(({ rule }) => rule);
  const rules = knownLeaks.filter(({ crossings }) => crossings > 0).map((known) => known.of);
  return [
    '',
    ...(benign.lines > 0 ? [harmlessNote(benign)] : []),
    ...(samples === undefined
      ? []
      : [
          `your samples: ${count(samples.lines, 'line')}, marked ${samples.marked}, leaked ${samples.leaks.length}, damaged ${samples.damages.length}`,
        ]),
    ...(allowed.length > 0 ? [`not run, for the configuration allows them: ${allowed.map(printable).join(', ')}`] : []),
    ...(known > 0 ? [`known leaks, see fixtures/known-leaks.json: ${number(known)} (${rules.join(', ')})`] : []),
    ...(unwritten > 0 ? [`not proven, for the logger wrote no line: ${number(unwritten)}`] : []),
  ];
}

function harmlessNote({ lines, damaged, asked }: ProveReport['benign']): string {
  const hidden = asked > 0 ? `, changed by packs that are off by default ${number(asked)}` : '';
  return `harmless lines: ${number(lines)}, damaged ${number(damaged)}${hidden}`;
}

function verdict(report: ProveReport, colors: Colors): string {
  if (report.ok) return colors.green(`proven: ${number(report.covered)} covered, 0 leaked`);
  const { covered, leaked, missed, benign, samples, complete } = report;
  const faults = [
    `${number(leaked)} leaked`,
    ...(missed > 0 ? [`${number(missed)} missed by lint`] : []),
    ...(benign.damaged > 0 ? [count(benign.damaged, 'damaged line')] : []),
    ...(samples !== undefined && samples.leaks.length + samples.damages.length > 0
      ? [count(samples.leaks.length + samples.damages.length, 'wrong sample')]
      : []),
    ...(complete ? [] : ['stopped half-way']),
  ];
  const text = `not proven: ${number(covered)} covered, ${faults.join(', ')}`;
  return leaked > 0 ? colors.red(text) : colors.yellow(text);
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
