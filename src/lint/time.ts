import { clockMs, type DateParts, dateMs, zoneMs } from './time-parts.ts';

/**
 * When a log line says it was written, as milliseconds since 1970, or undefined when it does not say. Knows the time
 * keys of JSON and logfmt records, ISO 8601 and its neighbours (Java, Python, Postgres), nginx and Apache, syslog
 * (RFC 3164 and 5424), journald, klog, Go, Redis and plain epochs. A time without a zone is read as UTC, so that every
 * machine gives the same answer; a date without a year is the last one that is not ahead of `now`.
 *
 * @example
 * ```ts
 * lineTime('{"level":"info","time":1732106401629}', Date.now()); // 1732106401629
 * ```
 */
export function lineTime(line: string, now: number): number | undefined {
  const first = line.charCodeAt(0);
  if (first === BRACE) return keyedTime(line, now) ?? writtenTime(line.slice(0, HEAD), now);
  const head = line.slice(0, HEAD);
  return writtenTime(head, now) ?? epochAtStart(head) ?? keyedTime(line, now);
}

/** A moment somebody wrote by itself: an ISO date, any of the forms of log lines, or an epoch in s, ms, us or ns. */
export function moment(text: string, now: number): number | undefined {
  return /^\d{9,19}(?:\.\d{1,9})?$/.test(text) ? epoch(text) : (writtenTime(text, now) ?? dateOnly(text));
}

const BRACE = 123;
/** Times stand at the front: a CLF line has its time behind a host, an ident and a user, which are short. */
const HEAD = 256;
/** Keys stand anywhere in a record, but nobody should pay for a megabyte of stack trace. */
const KEYED_HEAD = 8192;
const KEYED_TAIL = 2048;

const KEYS =
  '@timestamp|timestamp|timeMillis|time|ts|datetime|date|eventTime|event_time|asctime|__REALTIME_TIMESTAMP|_SOURCE_REALTIME_TIMESTAMP|syslog_timestamp|t';
const KEYED = new RegExp(
  `(?:"(?:${KEYS})"[ ]?:[ ]?|\\b(?:${KEYS})=)(?:"([^"\\\\]{8,48})"|(\\d{9,19}(?:\\.\\d{1,9})?)|([0-9][0-9T:.,Z+-]{8,40}))`,
  'g',
);

/** A key such as `t` may hold anything, so the first value that is a time counts, among the first few. */
const MAX_KEYS = 8;

function keyedTime(line: string, now: number): number | undefined {
  const head = keyedIn(line.slice(0, KEYED_HEAD), now);
  return head ?? (line.length > KEYED_HEAD ? keyedIn(line.slice(-KEYED_TAIL), now) : undefined);
}

function keyedIn(text: string, now: number): number | undefined {
  let seen = 0;
  for (const [, quoted, number, bare] of text.matchAll(KEYED)) {
    const time = moment(quoted ?? number ?? bare ?? '', now);
    if (time !== undefined || ++seen === MAX_KEYS) return time;
  }
  return undefined;
}

/** A number of nine digits or more at the very front: tcpdump, auditd, `ts`. */
function epochAtStart(head: string): number | undefined {
  const found = /^(?:type=\w{1,30} msg=audit\(|\[)?(\d{9,19}(?:\.\d{1,9})?)(?=[\s\]:),|])/.exec(head);
  return found === null ? undefined : epoch(found[1] ?? '');
}

/** Seconds, milli-, micro- or nanoseconds, told by the number of digits: all between 1973 and 2286. */
function epoch(text: string): number | undefined {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = whole.length;
  if (digits <= 10) return Number(whole) * 1000 + Number(`${fraction}000`.slice(0, 3));
  if (digits <= 13) return digits < 12 ? undefined : Number(whole);
  // A 19-digit number is no safe integer, so the digits go as text.
  return digits <= 16 ? Number(whole.slice(0, -3)) : Number(whole.slice(0, -6));
}

type Reader = (match: RegExpExecArray, now: number) => number | undefined;

/** Every form as an expression and what its groups mean; the first that is found speaks. All are bounded. */
const FORMS: readonly (readonly [RegExp, Reader])[] = [
  // 2026-11-20T12:40:01.629Z; 2026-11-20 12:40:01,629; 2026/11/20 12:40:01; 2026-11-20 12:40:01.629 UTC.
  [
    /(?<!\d)(\d{4})[-/](\d\d)[-/](\d\d)[T _](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)(?![\d:]))?/,
    ([, year, month, day, hour, minute, second, fraction, zone]) =>
      at({ year, month, day, hour, minute, second, fraction, zone }),
  ],
  // 20/Nov/2026:12:40:01 +0000 (nginx and Apache access logs).
  [
    /(?<!\d)(\d{1,2})\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?: ([+-]\d{4}))?/,
    ([, day, month, year, hour, minute, second, zone]) => at({ year, month, day, hour, minute, second, zone }),
  ],
  // I1120 12:40:01.629000 (klog).
  [
    /^[IWEF](\d\d)(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{1,9})/,
    ([, month, day, hour, minute, second, fraction], now) =>
      withoutYear({ month, day, hour, minute, second, fraction }, now),
  ],
  // 20 Nov 2026 12:40:01.629 (Redis); Fri, 20 Nov 2026 12:40:01 GMT (RFC 1123).
  [
    /(?<!\d)(\d{1,2})[ -]([A-Z][a-z]{2})[ -](\d{4}) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?: (GMT|UTC|[+-]\d{4}))?/,
    ([, day, month, year, hour, minute, second, fraction, zone]) =>
      at({ year, month, day, hour, minute, second, fraction, zone }),
  ],
  // Nov 20, 2026 1:40:01 PM (java.util.logging).
  [
    /\b([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?: ([AP])M)?/,
    ([, month, day, year, hour, minute, second, half]) => at({ year, month, day, hour, minute, second, half }),
  ],
  // Fri Nov 20 12:40:01.629 2026 (Apache error log), Fri Nov 20 12:40:01 UTC 2026 (date).
  [
    /\b([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))? (?:(UTC|GMT|[+-]\d{4}) )?(\d{4})(?!\d)/,
    ([, month, day, hour, minute, second, fraction, zone, year]) =>
      at({ year, month, day, hour, minute, second, fraction, zone }),
  ],
  // Nov 20 12:40:01 (RFC 3164, journalctl -o short).
  [
    /(?:^|[>\s[])([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(?!\d)/,
    ([, month, day, hour, minute, second, fraction], now) =>
      withoutYear({ month, day, hour, minute, second, fraction }, now),
  ],
];

function writtenTime(text: string, now: number): number | undefined {
  for (const [form, read] of FORMS) {
    const match = form.exec(text);
    const time = match === null ? undefined : read(match, now);
    if (time !== undefined) return time;
  }
  return undefined;
}

function dateOnly(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return match === null ? undefined : dateMs({ year: match[1], month: match[2], day: match[3] });
}

function at(parts: DateParts): number | undefined {
  const date = dateMs(parts);
  const clock = clockMs(parts);
  return date === undefined || clock === undefined ? undefined : date + clock - zoneMs(parts.zone);
}

/** Clocks of two machines differ, so a line may be a little ahead of `now` and still be of this year. */
const AHEAD_MS = 86_400_000;

function withoutYear(parts: DateParts, now: number): number | undefined {
  const year = new Date(now).getUTCFullYear();
  const time = at({ ...parts, year: String(year) });
  if (time !== undefined && time <= now + AHEAD_MS) return time;
  // 29 February is no date in most years: the last leap year is at most eight years back.
  for (let back = 1; back <= 8; back++) {
    const earlier = at({ ...parts, year: String(year - back) });
    if (earlier !== undefined) return earlier;
  }
  return undefined;
}
