import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';

/** The name of the files that say what to leave out, in the syntax of `.gitignore`. */
export const IGNORE_FILE = '.logveilignore';

/** Says which of the files met in directories are scanned. Files that the caller names are, always. */
export interface FileFilter {
  /** True for what is left out; a directory that is left out is not entered. */
  isLeftOut(path: string, isDirectory: boolean): boolean;
  /** The filter for what lies under a directory, with the ignore file in it. */
  within(directory: string): Promise<FileFilter>;
}

/** Patterns of the caller's, in the same syntax: `*.log`, `archive/`, `!keep.log`. */
export interface FilterPatterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

interface Scope {
  readonly directory: string;
  readonly patterns: Ignore;
}

/** Makes the filter for one directory that the caller named; the ignore file of the working directory counts as well. */
export async function createFileFilter(root: string, { include, exclude }: FilterPatterns): Promise<FileFilter> {
  // Loaded when a directory is to be walked, which is not always.
  const { default: ignore } = await import('ignore');
  const included = include.length === 0 ? undefined : ignore().add([...include]);
  const excluded = ignore().add([...exclude]);
  const filterOf = (scopes: readonly Scope[]): FileFilter => ({
    isLeftOut(path, isDirectory) {
      const name = inPatternSyntax(root, path, isDirectory);
      if (name === undefined) return false;
      if (excluded.ignores(name)) return true;
      if (!isDirectory && included !== undefined && !included.ignores(name)) return true;
      return isIgnored(path, isDirectory, scopes);
    },
    async within(directory) {
      const patterns = await readPatterns(join(directory, IGNORE_FILE));
      return patterns === undefined
        ? filterOf(scopes)
        : filterOf([{ directory, patterns: ignore().add(patterns) }, ...scopes]);
    },
  });
  const outer = filterOf([]);
  return relative('.', root) === '' ? outer : outer.within('.');
}

/** The nearest ignore file that has something to say decides, as with git. */
function isIgnored(path: string, isDirectory: boolean, scopes: readonly Scope[]): boolean {
  for (const { directory, patterns } of scopes) {
    const name = inPatternSyntax(directory, path, isDirectory);
    if (name === undefined) continue;
    const { ignored, unignored } = patterns.test(name);
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** Relative, with slashes, and one at the end of directories; undefined for what lies outside. */
function inPatternSyntax(directory: string, path: string, isDirectory: boolean): string | undefined {
  const name = relative(directory, path).split(sep).join('/');
  if (name === '' || name === '..' || name.startsWith('../') || name.startsWith('/')) return undefined;
  return isDirectory ? `${name}/` : name;
}

async function readPatterns(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
