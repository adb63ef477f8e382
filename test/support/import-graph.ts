/** Reads the import graph of a set of source files and says where it breaks the house's layers. */

/** A file by its path below `src`, with forward slashes: `redact/engine.ts`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The house: folders by row, the few sideways imports that are allowed, and how long a file may be. */
export interface LayerTable {
  /** Row by folder; `index` is the file `src/index.ts`. */
  readonly rows: Readonly<Record<string, number>>;
  /** Folders of the same row that a folder may import all the same. */
  readonly sideways: Readonly<Record<string, readonly string[]>>;
  /** Files that import what their user names, so that no literal can say what. */
  readonly loaders?: readonly string[];
  readonly maxLines: number;
}

/** Every way in which the files break the table, one sentence each. */
export function layerProblems(files: readonly SourceFile[], table: LayerTable): string[] {
  return files
    .flatMap((file) => [
      ...folderProblems(file, table),
      ...lengthProblems(file, table),
      ...importProblems(file, files, table),
    ])
    .concat(cycleProblems(files));
}

/**
 * The specifiers a file imports: `import`, `import type`, `export … from`, side effects and `import('…')`.
 * Statements are expected at the start of a line, where the formatter puts them, so examples in comments do not count.
 */
export function importsOf(text: string): string[] {
  const code = text.replace(LINE_COMMENT, '');
  return [...code.matchAll(STATEMENT), ...code.matchAll(DYNAMIC)].map((match) => match[1] ?? match[2] ?? UNREADABLE);
}

// Everything between the keyword and the specifier is one negated class, so the expression is linear.
const STATEMENT = /^(?:import|export)\s(?:[^'"`;()=]*\sfrom\s)?\s*(?:'([^']+)'|"([^"]+)")/gm;
const DYNAMIC = /\bimport\(\s*(?:'([^']+)'|"([^"]+)")?/g;
const LINE_COMMENT = /^\s*(?:\/\/|\/?\*).*$/gm;
const UNREADABLE = '(not a literal)';

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.ts$/, '');
}

function folderProblems({ path }: SourceFile, { rows }: LayerTable): string[] {
  return Object.hasOwn(rows, folderOf(path)) ? [] : [`${path}: the folder "${folderOf(path)}" is not in the table`];
}

function lengthProblems({ path, text }: SourceFile, { maxLines }: LayerTable): string[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines > maxLines ? [`${path}: ${lines} lines, at most ${maxLines} are allowed`] : [];
}

function importProblems(file: SourceFile, files: readonly SourceFile[], table: LayerTable): string[] {
  const known = new Set(files.map(({ path }) => path));
  return importsOf(file.text).flatMap((specifier) => {
    if (specifier === UNREADABLE) {
      return table.loaders?.includes(file.path) === true
        ? []
        : [`${file.path}: import() of something that is not a literal`];
    }
    if (!specifier.startsWith('.')) return [];
    const target = resolve(file.path, specifier);
    if (!known.has(target)) return [`${file.path}: imports ${specifier}, which is no file of src`];
    return isAllowed(folderOf(file.path), folderOf(target), table)
      ? []
      : [`${file.path}: imports ${target}, which is not below it`];
  });
}

function isAllowed(from: string, to: string, { rows, sideways }: LayerTable): boolean {
  if (from === to || sideways[from]?.includes(to)) return true;
  return (rows[to] ?? Number.POSITIVE_INFINITY) < (rows[from] ?? Number.NEGATIVE_INFINITY);
}

function resolve(from: string, specifier: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.length === 0 ? parts.push('..') : parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function cycleProblems(files: readonly SourceFile[]): string[] {
  const graph = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter((to) => to.startsWith('.'))
        .map((to) => resolve(path, to)),
    ]),
  );
  const done = new Set<string>();
  const problems: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) problems.push(`cycle: ${[...trail.slice(start), path].join(' -> ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return problems;
}
