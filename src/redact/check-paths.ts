import fastRedact from 'fast-redact';
import { describe, type Problem } from '../errors/index.ts';
import { covers, type PathSegment, parsePath } from '../scan/path-syntax.ts';

/** What is wrong with a list of paths: its type, each path's syntax, and paths that add nothing. */
export function checkPaths(paths: unknown, at: string): Problem[] {
  if (!Array.isArray(paths)) return [{ option: at, message: `must be an array of paths, got ${describe(paths)}` }];
  const problems: Problem[] = [];
  const parsed: (readonly PathSegment[] | undefined)[] = [];
  for (const [index, path] of paths.entries()) {
    const message = pathProblem(path);
    if (message !== undefined) problems.push({ option: `${at}[${index}]`, message });
    parsed.push(message === undefined ? parsePath(path) : undefined);
  }
  return [...problems, ...idlePaths(paths, parsed, at)];
}

/** Why this is no path, or undefined. */
export function pathProblem(path: unknown): string | undefined {
  if (typeof path !== 'string') return `must be a path, got ${describe(path)}`;
  if (path.trim() === '') return 'must not be empty';
  if (/\.\.|^\.|\.$|\[\s*\]/.test(path.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`/g, '""'))) {
    return `has an empty part: ${JSON.stringify(path)}`;
  }
  const segments = parsePath(path);
  if (segments === undefined) return syntaxProblem(path);
  if (!segments.some(({ kind }) => kind === 'deep') && isCompilable(path) && !compiles(path))
    return syntaxProblem(path);
  return undefined;
}

function syntaxProblem(path: string): string {
  const word = /(?:^|[.[])([^.[\]"'`]*[^\w$.[\]"'`*][^.[\]"'`]*)/.exec(path)?.[1];
  const hint = word === undefined ? '' : `: write ["${word}"] for a name that is no identifier`;
  return `is no path in pino's syntax, got ${JSON.stringify(path)}${hint}`;
}

/** fast-redact splits at every `]` and quote, even inside a quoted key: such paths are the scanner's alone. */
export function isCompilable(path: string): boolean {
  if (path.includes('**') || path.includes('\\')) return false;
  const quoted = path.match(/"[^"]*"|'[^']*'|`[^`]*`/g) ?? [];
  return quoted.every((part) => !/[\][*"'`;\r\n〇]/.test(part.slice(1, -1)));
}

/** Compiling is fast-redact's own validation. */
function compiles(path: string): boolean {
  try {
    fastRedact({ paths: [path], serialize: false });
    return true;
  } catch {
    return false;
  }
}

function idlePaths(
  paths: readonly unknown[],
  parsed: readonly (readonly PathSegment[] | undefined)[],
  at: string,
): Problem[] {
  const problems: Problem[] = [];
  for (const [index, path] of parsed.entries()) {
    if (path === undefined) continue;
    const by = parsed.findIndex((other, position) => position !== index && hides(other, path, position < index));
    if (by === -1) continue;
    const isSame = parsed[by] !== undefined && covers(path, parsed[by] ?? []);
    const why = isSame ? `is the same place as ${at}[${by}]` : `is already hidden by ${at}[${by}]`;
    problems.push({ option: `${at}[${index}]`, message: `${why} (${JSON.stringify(paths[by])}): remove it` });
  }
  return problems;
}

/** Of two equal paths the later one is idle. */
function hides(other: readonly PathSegment[] | undefined, path: readonly PathSegment[], isEarlier: boolean): boolean {
  return other !== undefined && covers(other, path) && (isEarlier || !covers(path, other));
}
