import type { RedactorEngine } from '../redact/redactor.ts';

/** Long enough for any real path; a path is text of the file and must not flood a report. */
const MAX_PATH = 200;
/** Cut before it is cleaned as well, so that a long key costs no more than a long path; the rest is not shown anyway. */
const MAX_CLEANED = 4096;

/** Findings of one line whose values are looked for in its paths; more would cost more than the line. */
const MAX_HIDDEN = 50;
/** Paths repeat from line to line. */
const MAX_REMEMBERED = 1000;

/** Makes a key path fit for a report, given what the line hides. */
export type PathCleaner = (path: string, hidden: readonly string[]) => string;

/**
 * A key may itself be a secret, and between dots it may look like none (`v1.4111…` is no card number), so what the line
 * hides is taken out, then the path is cleaned as a whole and key by key.
 */
export function createPathCleaner({ text }: Pick<RedactorEngine, 'text'>): PathCleaner {
  const known = new Map<string, string>();
  return (path, hidden) => {
    const cut = withoutValues(path.slice(0, MAX_CLEANED), hidden.slice(0, MAX_HIDDEN));
    const before = known.get(cut);
    if (before !== undefined) return before;
    const clean = text(cut).split('.').map(text).join('.').slice(0, MAX_PATH);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(cut, clean);
    return clean;
  };
}

function withoutValues(path: string, values: readonly string[]): string {
  let clean = path;
  for (const value of values) {
    clean = clean.replaceAll(value, '[REDACTED]');
    const read = unescaped(value);
    if (read !== value && read !== '') clean = clean.replaceAll(read, '[REDACTED]');
  }
  return clean;
}

function unescaped(value: string): string {
  if (!value.includes('\\')) return value;
  try {
    return String(JSON.parse(`"${value}"`));
  } catch {
    return value;
  }
}
