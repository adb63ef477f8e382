/**
 * Makes pino's `timestamp` function for RFC 3339 UTC with milliseconds: `,"time":"2026-11-20T12:40:01.629Z"`.
 * @param clock milliseconds since the epoch; a value no date can hold is replaced by the system's time
 * @param noted is told the time that was given, in milliseconds since the epoch, for whoever would else read it back
 */
export function createIsoTime(clock: () => number = Date.now, noted: NotedTime = { timeMs: 0 }): () => string {
  let secondStart = Number.NaN;
  let prefix = '';
  // Formatting a Date costs about as much as a small log line, so it is done once per second and only the
  // three digits are looked up per line.
  return () => {
    const now = clock();
    const since = now - secondStart;
    noted.timeMs = Math.floor(now);
    if (since >= 0 && since < 1000) return prefix + milliseconds[since | 0];
    if (!(Math.abs(now) <= maxTime)) {
      noted.timeMs = Date.now();
      return `,"time":"${new Date(noted.timeMs).toISOString()}"`;
    }
    secondStart = Math.floor(now / 1000) * 1000;
    prefix = `,"time":"${new Date(secondStart).toISOString().slice(0, -4)}`;
    return prefix + milliseconds[(now - secondStart) | 0];
  };
}

/** The time that was given last. */
export interface NotedTime {
  timeMs: number;
}

// The largest time a Date can hold, ECMA-262 section 21.4.1.1.
const maxTime = 8.64e15;

const milliseconds = Array.from({ length: 1000 }, (_, count) => `${String(count).padStart(3, '0')}Z"`);
