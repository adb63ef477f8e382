/** Where a line's own time is looked for: near its beginning, or, as in Docker's JSON files, near its end. */
const HEAD = 2048;
const TAIL = 256;

// Names of the time in the shapes of pino, winston, bunyan, zap, logrus, ECS, Docker and Cloud Logging.
const MEMBER = /"(?:@?timestamp|time|ts|date|datetime|eventTime)" ?: ?(?:"([^"\\]{8,40})"|(\d{9,19}(?:\.\d{1,9})?))/;
// RFC 3339, and the same with a comma before the fraction or a blank before the zone (log4j, Python, PostgreSQL).
const ISO = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?/;
// The common log format: 20/Nov/2026:12:40:01 +0000.
const CLF = /(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d)(?: ([+-]\d{4}))?/;

/** The time a line tells, in milliseconds since 1970. Without a zone it is taken for UTC; without a year for none. */
export function timeOf(line: string): number | undefined {
  const head = line.length > HEAD ? line.slice(0, HEAD) : line;
  const member = MEMBER.exec(head) ?? (line.length > HEAD ? MEMBER.exec(line.slice(-TAIL)) : null);
  const time = member === null ? writtenTime(head) : memberTime(member);
  return time !== undefined && Number.isFinite(time) ? time : undefined;
}

function memberTime([, text, number]: RegExpExecArray): number | undefined {
  if (number !== undefined) return epochTime(Number(number));
  return text === undefined
    ? undefined
    : (writtenTime(text) ?? (/^\d+$/.test(text) ? epochTime(Number(text)) : undefined));
}

/** Seconds, milliseconds, microseconds or nanoseconds, told apart by size: each is right from 1973 to 5138. */
function epochTime(number: number): number {
  if (number < 1e11) return Math.round(number * 1000);
  if (number < 1e14) return Math.floor(number);
  return Math.floor(number < 1e17 ? number / 1000 : number / 1e6);
}

function writtenTime(text: string): number | undefined {
  const iso = ISO.exec(text)?.[0];
  if (iso !== undefined) return isoTime(iso);
  const clf = CLF.exec(text);
  if (clf === null) return undefined;
  const [, day, month = '', year, time, zone = '+0000'] = clf;
  const number = MONTHS.indexOf(month) / 3 + 1;
  return Number.isInteger(number) && number > 0
    ? Date.parse(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`)
    : undefined;
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

function isoTime(iso: string): number {
  const [, zone = 'Z'] = / ?(Z|UTC|[+-]\d\d:?\d\d)$/.exec(iso.slice(19)) ?? [];
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z';
  const fraction = /^[.,](\d{1,3})/.exec(iso.slice(19))?.[1] ?? '';
  return Date.parse(`${iso.slice(0, 10)}T${iso.slice(11, 19)}.${fraction.padEnd(3, '0')}${offset}`);
}
