import { randomInt } from 'node:crypto';

/** The time of an entry: milliseconds since the epoch and nanoseconds on top. */
export interface EntryTime {
  ms: number;
  ns: number;
}

/**
 * Times that are never given twice, so that Loki does not take two equal lines for one. The milliseconds are the
 * line's own; the nanoseconds begin at a random number, which tells processes apart, and count up within a millisecond.
 * The object returned is the same each time.
 */
export function createEntryTime(
  clock: () => number = Date.now,
  random: () => number = () => randomInt(maxStart),
): (line: string, timeMs?: number) => EntryTime {
  const readTime = createTimeReader();
  const last: EntryTime = { ms: Number.NEGATIVE_INFINITY, ns: 0 };
  let start = random();
  return (line, timeMs = Number.NaN) => {
    // Whoever made the line knows it; reading it back is a tenth of what an append costs (`bench/delivery.mjs`).
    const ms = Number.isNaN(timeMs) ? (readTime(line) ?? clock()) : timeMs;
    if (ms > last.ms) {
      last.ms = ms;
      last.ns = start;
    } else if (last.ms - ms > maxStepBackMs) {
      // The clock was set back. Milliseconds that were used already come again, so another start tells them apart.
      start = random();
      last.ms = ms;
      last.ns = start;
    } else if (++last.ns === nanosecondsPerMs) {
      last.ms++;
      last.ns = start;
    }
    return last;
  };
}

const nanosecondsPerMs = 1_000_000;
// Leaves 100,000 numbers for the lines of one millisecond, far more than a process can log.
const maxStart = 900_000;
// Small steps, as time daemons make them, do not change the order of lines.
const maxStepBackMs = 60_000;

/** Reads the time that logveil or pino wrote at the start of a line, behind the level. */
function createTimeReader(): (line: string) => number | undefined {
  let second = '';
  let secondMs = 0;
  return (line) => {
    const at = line.indexOf(',"time":');
    // Only where the logger writes it: what a caller logged stands further behind.
    if (at < 0 || at > 100) return undefined;
    const from = at + 8;
    if (line.charCodeAt(from) !== quote) return epochTime(line, from);
    // One Date for each second: making one costs more than all the rest of this function.
    if (second === '' || !line.startsWith(second, from + 1)) {
      const text = line.slice(from + 1, from + 25);
      if (!isoTime.test(text)) return undefined;
      const ms = Date.parse(`${text.slice(0, 19)}Z`);
      // The 99th month has the right form.
      if (Number.isNaN(ms)) return undefined;
      second = text.slice(0, 20);
      secondMs = ms;
    }
    const ms = digit(line, from + 21) * 100 + digit(line, from + 22) * 10 + digit(line, from + 23);
    return ms < 1000 && line.charCodeAt(from + 24) === 0x5a ? secondMs + ms : undefined;
  };
}

/** A digit's value; anything else is too large for one. */
function digit(line: string, at: number): number {
  const value = line.charCodeAt(at) - 0x30;
  return value >= 0 && value <= 9 ? value : 1_000;
}

const quote = 0x22;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** pino's own `"time":1793450401629`. */
function epochTime(line: string, from: number): number | undefined {
  const ms = Number(line.slice(from, from + 13));
  const end = line.charCodeAt(from + 13);
  return Number.isInteger(ms) && ms >= 1e12 && (end === 0x2c || end === 0x7d) ? ms : undefined;
}
