import type { Dirent, Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createFileFilter, type FileFilter, type FilterPatterns, IGNORE_FILE } from './ignore-rules.ts';
import { type FileIdentity, identityOf } from './read-file.ts';
import { describeReadError, type Trouble } from './source-error.ts';

/** A file by its path, a directory, a pattern such as `logs/**\/*.gz`, or a stream of bytes with a name. */
export type LintSource = string | { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

/** One thing to scan, or what is wrong with it. */
export type Input =
  | { readonly kind: 'file'; readonly file: string; readonly identity: FileIdentity }
  | { readonly kind: 'stream'; readonly file: string; readonly bytes: AsyncIterable<Uint8Array> }
  | { readonly kind: 'problem'; readonly file: string; readonly trouble: Trouble };

/**
 * Every file that the sources stand for, in their order; what a directory or pattern holds comes sorted by name.
 * Files that the caller names are scanned whatever the patterns say.
 */
export async function expandInputs(sources: Iterable<LintSource>, patterns: FilterPatterns): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const source of sources) {
    if (typeof source === 'string') inputs.push(...(await expandPath(source, patterns)));
    else inputs.push({ kind: 'stream', file: source.name, bytes: source.bytes });
  }
  return inputs;
}

async function expandPath(path: string, patterns: FilterPatterns): Promise<Input[]> {
  try {
    const stats = await stat(path);
    if (!stats.isDirectory()) return [fileInput(path, stats)];
    return await expandDirectory(path, { patterns, accepts: () => true, depth: Number.POSITIVE_INFINITY });
  } catch (error) {
    if (isMissing(error)) {
      const expanded = await expandPattern(path, patterns);
      if (expanded !== undefined) return expanded;
    }
    return [problem(path, error)];
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function fileInput(file: string, stats: Stats): Input {
  try {
    return { kind: 'file', file, identity: identityOf(file, stats) };
  } catch (error) {
    return problem(file, error);
  }
}

function problem(file: string, error: unknown): Input {
  return { kind: 'problem', file, trouble: describeReadError(error) };
}

/** Undefined for a path that is no pattern. */
async function expandPattern(pattern: string, patterns: FilterPatterns): Promise<Input[] | undefined> {
  // Loaded when a path names no file, which is when it may be a pattern.
  const { default: picomatch } = await import('picomatch');
  const { base, isGlob } = picomatch.scan(pattern);
  if (!isGlob) return undefined;
  const root = base === '' ? '.' : base;
  const accepts = picomatch(pattern.replace(/^(?:\.\/)+/, ''), { dot: true });
  return expandDirectory(root, {
    patterns,
    accepts: (path) => accepts(path.replace(/^(?:\.\/)+/, '')),
    depth: depthOf(pattern.slice(base.length)),
  }).catch((error: unknown) => [problem(isMissing(error) ? pattern : root, error)]);
}

/** How many directories deep a pattern reaches: `*.log` does not look into any. */
function depthOf(pattern: string): number {
  // Braces and parentheses may hold slashes.
  return /\*\*|[{(]/.test(pattern) ? Number.POSITIVE_INFINITY : pattern.split('/').filter((part) => part !== '').length;
}

interface WalkSettings {
  readonly patterns: FilterPatterns;
  /** Says of a path, as it is shown, whether the pattern means it. */
  readonly accepts: (path: string) => boolean;
  readonly depth: number;
}

async function expandDirectory(root: string, { patterns, accepts, depth }: WalkSettings): Promise<Input[]> {
  const found: Input[] = [];
  const links = new Set<Input>();
  const filter = await createFileFilter(root, patterns);
  await walk(
    { path: root, filter, above: [identityKey(await stat(root))], isLinked: false },
    { found, links, accepts, depth },
  );
  if (found.length > 0) return withoutDoubles(found, links);
  const message = 'holds no file to scan; check the path, and what is included and excluded';
  return [{ kind: 'problem', file: root, trouble: { code: 'missing', message } }];
}

interface Directory {
  readonly path: string;
  readonly filter: FileFilter;
  /** The directories around it, and itself. */
  readonly above: readonly string[];
  /** It was reached through a symbolic link. */
  readonly isLinked: boolean;
}

interface Walk {
  readonly found: Input[];
  /** Those of them that were reached through a symbolic link. */
  readonly links: Set<Input>;
  readonly accepts: WalkSettings['accepts'];
  readonly depth: number;
}

async function walk({ path, filter, above, isLinked }: Directory, state: Walk): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true });
  const inner = await filter.within(path);
  for (const entry of entries.sort(byName)) {
    if (entry.name === IGNORE_FILE) continue;
    const name = path === '.' ? entry.name : join(path, entry.name);
    try {
      await visit(name, entry, { filter: inner, above, isLinked: isLinked || entry.isSymbolicLink(), state });
    } catch (error) {
      // A broken link that the pattern does not mean is nobody's business; what a directory holds cannot be known.
      if (entry.isDirectory() || state.accepts(name)) state.found.push(problem(name, error));
    }
  }
}

interface Visit extends Omit<Directory, 'path'> {
  readonly state: Walk;
}

async function visit(path: string, entry: Dirent, { filter, above, isLinked, state }: Visit): Promise<void> {
  // Asked before anything is read, so that what is left out cannot fail.
  if (filter.isLeftOut(path, entry.isDirectory())) return;
  if (!entry.isDirectory() && !entry.isSymbolicLink() && !state.accepts(path)) return;
  if (entry.isDirectory() && above.length >= state.depth) return;
  const stats = await stat(path);
  if (!stats.isDirectory()) {
    if (!state.accepts(path)) return;
    const input = fileInput(path, stats);
    state.found.push(input);
    if (isLinked) state.links.add(input);
    return;
  }
  const self = identityKey(stats);
  if (above.includes(self)) {
    const message = 'is a symbolic link to a directory around it; exclude it, what it leads to is scanned already';
    state.found.push({ kind: 'problem', file: path, trouble: { code: 'loop', message } });
    return;
  }
  if (entry.isSymbolicLink() && (filter.isLeftOut(path, true) || above.length >= state.depth)) return;
  await walk({ path, filter, above: [...above, self], isLinked }, state);
}

function byName(a: Dirent, b: Dirent): number {
  return a.name < b.name ? -1 : 1;
}

function identityKey({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

/** A link to a file that is scanned under its own name (`current.log`) would count everything twice. */
function withoutDoubles(found: readonly Input[], links: ReadonlySet<Input>): Input[] {
  const own = new Set<string>();
  for (const input of found) if (input.kind === 'file' && !links.has(input)) own.add(keyOf(input.identity));
  return found.filter((input) => input.kind !== 'file' || !links.has(input) || !own.has(keyOf(input.identity)));
}

function keyOf({ device, inode }: FileIdentity): string {
  return `${device}:${inode}`;
}
