/** One step of a path. `any` is `*`, `deep` is `**`: any number of steps, none included. */
export type PathSegment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'deep' };

/** Reads a path in pino's syntax with `**`; undefined when it is none. */
export function parsePath(path: string): readonly PathSegment[] | undefined {
  const segments: PathSegment[] = [];
  let at = 0;
  while (at < path.length) {
    const match = path[at] === '[' ? bracketAt(path, at) : nameAt(path, at, segments.length > 0);
    if (match === undefined) return undefined;
    segments.push(match.segment);
    at = match.end;
  }
  return segments.length === 0 || segments.every(({ kind }) => kind === 'deep') ? undefined : segments;
}

interface Match {
  readonly segment: PathSegment;
  readonly end: number;
}

// ECMAScript IdentifierName without escapes: what may stand after a dot.
const NAME = /(?:\*\*|\*|[\p{ID_Start}$_][\p{ID_Continue}$]*)(?=[.[]|$)/uy;
const BRACKET = /\[(?:(\*)|(\d+)|"((?:[^"\\]|\\.)*)"|'([^'\\]*)'|`([^`\\$]*)`)\](?=[.[]|$)/uy;

function nameAt(path: string, at: number, afterDot: boolean): Match | undefined {
  if (afterDot && path[at] !== '.') return undefined;
  NAME.lastIndex = afterDot ? at + 1 : at;
  const name = NAME.exec(path)?.[0];
  if (name === undefined) return undefined;
  return { segment: name === '*' ? ANY : name === '**' ? DEEP : { kind: 'key', key: name }, end: NAME.lastIndex };
}

function bracketAt(path: string, at: number): Match | undefined {
  BRACKET.lastIndex = at;
  const match = BRACKET.exec(path);
  if (match === null) return undefined;
  const end = BRACKET.lastIndex;
  if (match[1] === '*') return { segment: ANY, end };
  const key = match[2] ?? (match[3] === undefined ? (match[4] ?? match[5]) : unescapeKey(match[3]));
  return key === undefined ? undefined : { segment: { kind: 'key', key }, end };
}

const ANY: PathSegment = { kind: 'any' };
const DEEP: PathSegment = { kind: 'deep' };

function unescapeKey(raw: string): string | undefined {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return undefined;
  }
}

/** True when every place the second path names is also hidden by the first. Not told for `**` in the middle. */
export function covers(first: readonly PathSegment[], second: readonly PathSegment[]): boolean {
  if (first[0]?.kind !== 'deep') return isPrefix(first, second);
  const rest = first.slice(1);
  for (let skip = 0; skip + rest.length <= second.length; skip++) {
    if (isPrefix(rest, second.slice(skip))) return true;
  }
  return false;
}

function isPrefix(first: readonly PathSegment[], second: readonly PathSegment[]): boolean {
  if (first.length > second.length) return false;
  return first.every((segment, index) => {
    const other = second[index];
    if (segment.kind === 'key') return other?.kind === 'key' && other.key === segment.key;
    return segment.kind === other?.kind || (segment.kind === 'any' && other?.kind === 'key');
  });
}
