import type { Report, Scanned, Seen } from '../report/report.ts';

/** Numbers, sizes and times as people read them; the same in every place. */

export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1,204`. By hand: the first call of `toLocaleString` takes 10 ms (Node 20), longer than a small log. */
export function grouped(number: number): string {
  let rest = String(number);
  let text = '';
  for (; rest.length > 3; rest = rest.slice(0, -3)) text = `,${rest.slice(-3)}${text}`;
  return rest + text;
}

const SIZES = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, as disks and networks count; below 10 kB the exact number. */
function size(bytes: number): string {
  if (bytes < 1e4) return bytes === 1 ? '1 byte' : `${grouped(bytes)} bytes`;
  const power = Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(power < 2 ? 0 : 1)} ${SIZES[power]}`;
}

function duration(ms: number): string {
  if (ms < 1000) return `${ms.toFixed(0)} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${(ms / 60_000).toFixed(1)} min`;
}

/** `2026-11-20 12:40:01`, UTC. */
export function clock(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** `seen 2026-11-20 12:40:01 to 2026-11-21 09:12:44 UTC`. */
export function seenWords({ first, last }: Seen): string {
  return clock(first) === clock(last) ? `seen ${clock(first)} UTC` : `seen ${clock(first)} to ${clock(last)} UTC`;
}

/** `2 files, 1,204 lines, 1.2 MB in 18 ms`. */
export function scannedWords({ files, lines, bytes }: Scanned, elapsedMs: number | undefined): string {
  const time = elapsedMs === undefined ? '' : ` in ${duration(elapsedMs)}`;
  return `${count(files, 'file')}, ${count(lines, 'line')}, ${size(bytes)}${time}`;
}

/** What keeps a report from being the whole truth, one sentence each; empty when it is. */
export function reservations({ hidden, problems, notes, stopped }: Report): string[] {
  const reasons = [
    [hidden.baseline, 'in the baseline'],
    [hidden.allowed, 'allowed'],
    [hidden.outsideWindow, 'outside the time asked for'],
    [hidden.otherRules, 'of rules not asked for'],
  ] as const;
  const parts = reasons.filter(([number]) => number > 0).map(([number, reason]) => `${grouped(number)} ${reason}`);
  return [
    ...(stopped ? ['Stopped half-way: the rest was not looked at.'] : []),
    ...(problems.length > 0 ? [`${count(problems.length, 'source')} not scanned.`] : []),
    ...(parts.length > 0 ? [`Not shown: ${parts.join(', ')}.`] : []),
    ...notes,
  ];
}
