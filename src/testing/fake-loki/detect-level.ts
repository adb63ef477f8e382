import type { PushedEntry } from './push-request.ts';

// In Loki's order of preference (`limits.go`, log_level_fields).
const levelKeys = [
  'level',
  'LEVEL',
  'Level',
  'log.level',
  'severity',
  'SEVERITY',
  'Severity',
  'SeverityText',
  'lvl',
  'LVL',
  'Lvl',
  'severity_text',
  'Severity_Text',
  'SEVERITY_TEXT',
];

const names: ReadonlyMap<string, string> = new Map([
  ['trace', 'trace'],
  ['trc', 'trace'],
  ['debug', 'debug'],
  ['dbg', 'debug'],
  ['info', 'info'],
  ['inf', 'info'],
  ['information', 'info'],
  ['warn', 'warn'],
  ['wrn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['critical', 'critical'],
  ['fatal', 'fatal'],
]);

/**
 * What Loki shows as `detected_level`: what the client says in structured metadata, else a label, else the first level
 * in the line that is a string, else a word of the line. pino's numeric levels fall through to the last.
 */
export function detectLevel({ line, metadata }: PushedEntry, labels: Readonly<Record<string, string>>): string {
  const said = metadata['detected_level'] ?? firstOf(labels) ?? firstOf(metadata);
  if (said !== undefined) return names.get(said.toLowerCase()) ?? said;
  const written = line.startsWith('{') ? levelInJson(line) : levelInLogfmt(line);
  return written ?? levelInWords(line);
}

function firstOf(pairs: Readonly<Record<string, string>>): string | undefined {
  const key = levelKeys.find((name) => pairs[name] !== undefined);
  return key === undefined ? undefined : pairs[key];
}

function levelInJson(line: string): string | undefined {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return undefined;
  }
  return levelIn(record, 2);
}

function levelInLogfmt(line: string): string | undefined {
  const value = /(?:^| )(?:level|lvl|severity)="?([A-Za-z]{3,11})"?(?: |$)/.exec(line)?.[1];
  return value === undefined ? undefined : names.get(value.toLowerCase());
}

/** In the order of the document, as Loki reads it: a nested level ahead of the record's own wins. */
function levelIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === 0) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const isLevel = typeof member === 'string' && levelKeys.includes(key);
    const level = isLevel ? names.get(member.toLowerCase()) : levelIn(member, depth - 1);
    if (level !== undefined) return level;
  }
  return undefined;
}

// Looked for anywhere in a line that has no level of its own: `"no error"` is an error to Loki.
const words = [
  [/err|error/i, 'error'],
  [/warn|wrn/i, 'warn'],
  [/critical/i, 'critical'],
  [/debug|dbg/i, 'debug'],
  [/info/i, 'info'],
] as const;

function levelInWords(line: string): string {
  return words.find(([pattern]) => pattern.test(line))?.[1] ?? 'unknown';
}
