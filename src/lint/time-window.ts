import type { Problem } from '../errors/index.ts';
import { moment } from './time.ts';

/** The part of a log that is asked for, in milliseconds since 1970: `since` belongs to it, `until` does not. */
export interface TimeWindow {
  readonly since?: number;
  readonly until?: number;
}

/** What `--since` and `--until` take: a moment (ISO, epoch, any form of a log line) or a time back from now. */
export interface WindowText {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Reads both ends; what cannot be read, and a window without a moment in it, is told in `problems`. */
export function timeWindow(text: WindowText, now: number, problems: Problem[]): TimeWindow {
  const since = end('--since', text.since, { now, problems });
  const until = end('--until', text.until, { now, problems });
  if (since !== undefined && until !== undefined && since >= until) {
    problems.push({ option: '--since', message: 'must be before --until, or there is nothing to look at' });
  }
  return { ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) };
}

/** A finding without a time is always in the window: what cannot be dated is not hidden. */
export function isInWindow({ since, until }: TimeWindow, time: number | undefined): boolean {
  if (time === undefined) return true;
  return (since === undefined || time >= since) && (until === undefined || time < until);
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** `24h`, `7d`, `1h30m` in milliseconds. */
function duration(text: string): number | undefined {
  if (!/^(?:\d{1,6}[smhdw]){1,5}$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([smhdw])/g))
    total += Number(amount) * (UNIT_MS.get(unit ?? '') ?? 0);
  return total;
}

interface EndContext {
  readonly now: number;
  readonly problems: Problem[];
}

function end(option: string, text: string | undefined, { now, problems }: EndContext): number | undefined {
  if (text === undefined) return undefined;
  const written = text.trim();
  const back = duration(written);
  const time = written === 'now' ? now : back === undefined ? moment(written, now) : now - back;
  if (time === undefined) {
    problems.push({
      option,
      message: `must be a time such as 2026-11-20T12:00:00Z, 1732106400 or 24h, got ${JSON.stringify(written.slice(0, 40))}`,
    });
  }
  return time;
}
