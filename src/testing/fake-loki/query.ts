import { compareNumbers, compareTexts, type Operator, readQuery, type Stage } from './read-query.ts';
import type { FakeLokiEntry } from './tenant-store.ts';

/**
 * A log query in LogQL: a selector and any of the line filters, `| json` and label filters, which see labels, structured
 * metadata, `detected_level` and what `json` found. Throws a SyntaxError for anything else.
 */
export function compileQuery(query: string): (entry: FakeLokiEntry) => boolean {
  const stages = readQuery(query);
  return (entry) => {
    const fields = new Map<string, string>([
      ...Object.entries(entry.labels),
      ...Object.entries(entry.structuredMetadata),
      ['detected_level', entry.detectedLevel],
    ]);
    return stages.every((stage) => passes(stage, entry, fields));
  };
}

function passes(stage: Stage, { line }: FakeLokiEntry, fields: Map<string, string>): boolean {
  switch (stage.kind) {
    case 'line':
      return compareTexts(line, stage.operator, stage.value);
    case 'json':
      for (const [name, value] of extracted(line)) if (!fields.has(name)) fields.set(name, value);
      return true;
    case 'field':
      return matches(fields.get(stage.name), stage.operator, stage.value);
  }
}

function matches(value: string | undefined, operator: Operator, wanted: string | number): boolean {
  if (typeof wanted === 'string') return compareTexts(value ?? '', operator, wanted);
  return value !== undefined && compareNumbers(Number(value), operator, wanted);
}

/** What `| json` makes of a line: nesting and every sign but letters, digits and `_` become `_`, arrays are left out. */
function extracted(line: string): [string, string][] {
  try {
    const record: unknown = JSON.parse(line);
    if (typeof record !== 'object' || record === null) return [['__error__', 'JSONParserErr']];
    return members(record, '');
  } catch {
    return [['__error__', 'JSONParserErr']];
  }
}

function members(record: object, prefix: string): [string, string][] {
  return Object.entries(record).flatMap(([key, value]): [string, string][] => {
    const name = prefix + key.replace(/[^A-Za-z0-9_]/g, '_');
    if (Array.isArray(value)) return [];
    if (typeof value === 'object' && value !== null) return members(value, `${name}_`);
    // Loki cannot read half of a surrogate pair, and shows nothing in its place.
    const text = value === null ? '' : String(value);
    return [[name, text.isWellFormed() ? text : '']];
  });
}
