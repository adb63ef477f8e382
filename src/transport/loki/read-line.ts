import { type LokiStamp, labelName } from './label-rules.ts';

/** What of a line goes beside it. */
export interface LineParts {
  readonly line: string;
  /** Labels from fields, by name. */
  readonly labels: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const idFields = ['trace_id', 'span_id', 'correlation_id'] as const;
// Loki takes 64 KB of structured metadata for a line, names and values together.
const maxMetadataValue = 2_048;
const maxLabelValue = 256;
const maxMetadataFields = 24;

/** Reads the parts of a line. A line that is no JSON object goes as it is. */
export function readLine(raw: string, { labelFields, metadataFields }: LokiStamp): LineParts {
  const line = wellFormed(raw);
  const record = parseRecord(line);
  const labels: Record<string, string> = {};
  const metadata: Record<string, string> = {};
  const level = levelOf(line);
  if (level !== undefined) metadata['detected_level'] = level;
  if (record === undefined) return { line, labels, metadata };
  for (const field of idFields) put(metadata, field, record[field], maxMetadataValue);
  for (const field of metadataFields.slice(0, maxMetadataFields)) put(metadata, field, record[field], maxMetadataValue);
  for (const field of labelFields) put(labels, field, field === 'level' ? level : record[field], maxLabelValue);
  return { line, labels, metadata };
}

/** Only text, numbers and flags: what has members is no value for a label. */
function put(target: Record<string, string>, field: string, value: unknown, maxLength: number): void {
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (!isPlain || value === '') return;
  target[labelName(field)] = String(value).slice(0, maxLength).toWellFormed();
}

/** The level as the logger wrote it, at the very start: what a caller put into the record stands further behind. */
function levelOf(line: string): string | undefined {
  const found = levelAtStart.exec(line);
  const [, name, number] = found ?? [];
  if (name !== undefined) return name.toLowerCase();
  return number === undefined ? undefined : levelOfNumber(Number(number));
}

const levelAtStart = /^\{"level":(?:"([A-Za-z0-9_-]{1,32})"|(\d{1,6})(?=[,}]))/;

/** pino's numbers; one in between has the name below it, as in pino's own comparison of levels. */
function levelOfNumber(number: number): string {
  const steps = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
  const step = Math.min(steps.length, Math.max(1, Math.floor(number / 10)));
  return steps[step - 1] ?? 'info';
}

function parseRecord(line: string): Readonly<Record<string, unknown>> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    // A cast that holds: what begins with a brace and is JSON is an object.
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Half a surrogate pair written as an escape: Loki stores it, and then finds no fields in the line. */
function wellFormed(line: string): string {
  if (!line.includes('\\u')) return line;
  return line.replace(escapes, (found) => (found.length === 6 ? '\\ufffd' : found));
}

// A backslash that is escaped, a whole pair, or half a one: the last alone has six characters.
const escapes = /\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}/g;
