/** The parts of a written time, as they stand in the text; what is missing counts as its least. */
export interface DateParts {
  readonly year?: string | undefined;
  /** A number or the first three letters of an English name. */
  readonly month?: string | undefined;
  readonly day?: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
  readonly fraction?: string | undefined;
  /** `A` or `P` of a twelve-hour clock. */
  readonly half?: string | undefined;
  /** `Z`, `UTC`, `GMT` or an offset; nothing is UTC. */
  readonly zone?: string | undefined;
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, at) => [name, at]),
);

/** Midnight UTC of a date that exists, in milliseconds. */
export function dateMs({ year = '', month = '', day = '' }: DateParts): number | undefined {
  const index = MONTHS.get(month.toLowerCase()) ?? Number(month) - 1;
  const date = new Date(Date.UTC(Number(year), index, Number(day)));
  const exists = Number(year) >= 1970 && date.getUTCMonth() === index && date.getUTCDate() === Number(day);
  return exists ? date.getTime() : undefined;
}

/** Milliseconds since midnight; 60 is a leap second. */
export function clockMs({
  hour = '0',
  minute = '0',
  second = '0',
  fraction = '',
  half,
}: DateParts): number | undefined {
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'P' ? 12 : 0);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
  return ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(`${fraction}000`.slice(0, 3));
}

/** What to take off a local time to get UTC. */
export function zoneMs(zone = 'Z'): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
