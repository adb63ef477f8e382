import fastRedact from 'fast-redact';
import type { PathRule } from '../rules/index.ts';
import { type PathSegment, parsePath } from '../scan/path-syntax.ts';
import { type Censorer, markerOf } from './censors.ts';
import { isCompilable } from './check-paths.ts';
import type { Censor } from './options.ts';
import { copyAlong, createTree, type PathTree } from './path-copy.ts';

/** Cleans a record before it is serialised. */
export type PathCleaner = (record: Readonly<Record<string, unknown>>) => Record<string, unknown>;

export interface PathCleanerSettings {
  readonly rules: readonly PathRule[];
  readonly censors: ReadonlyMap<unknown, Censor>;
  readonly censorer: Censorer;
  /** A value that was hidden, so that its repeats in the line are hidden too. */
  readonly onHidden: (value: unknown, rule: PathRule) => void;
}

/**
 * Runs fast-redact on a copy made along the paths. fast-redact writes into what it is given and keeps what it replaced
 * for a `restore`; on a copy of our own neither can reach the caller. Undefined when no path is for it: `**`, and
 * quoted keys it would split, are found in the finished line, which is searched for every path in any case.
 */
export function createPathCleaner(settings: PathCleanerSettings): PathCleaner | undefined {
  const rules = settings.rules.filter(({ path }) => isCompilable(path));
  const first = rules[0];
  if (first === undefined) return undefined;
  const tree = treeOf(rules.map(({ path }) => parsePath(path) ?? []));
  const redactors = [...groupByCensor(rules, settings)].map(([, group]) => compile(group, settings));
  const marker = markerOf(first);
  return (record) => {
    if (!mayHold(record, tree)) return record;
    const { copy, restore } = copyAlong(record, tree, marker);
    for (const redact of redactors) redact(copy);
    restore();
    // The cast holds: the copy of a record has its fields.
    return copy as Record<string, unknown>;
  };
}

/** Most records have none of the first keys, and are not copied. */
function mayHold(record: Readonly<Record<string, unknown>>, tree: PathTree): boolean {
  if (tree.any !== undefined) return true;
  for (const key of tree.byKey.keys()) if (Object.hasOwn(record, key)) return true;
  return false;
}

function treeOf(paths: readonly (readonly PathSegment[])[]): PathTree {
  const root = createTree();
  for (const path of paths) {
    let at = root;
    for (const segment of path) at = childOf(at, segment);
    at.isEnd = true;
  }
  return root;
}

function childOf(tree: PathTree, segment: PathSegment): PathTree {
  if (segment.kind !== 'key') {
    tree.any ??= createTree();
    return tree.any;
  }
  const child = tree.byKey.get(segment.key) ?? createTree();
  tree.byKey.set(segment.key, child);
  return child;
}

/** fast-redact has one censor for all its paths. */
function groupByCensor(rules: readonly PathRule[], { censors }: PathCleanerSettings): Map<unknown, PathRule[]> {
  const groups = new Map<unknown, PathRule[]>();
  for (const rule of rules) {
    const censor = censors.get(rule);
    // Functions and pseudonyms may differ by rule; the marker shows the rule's id.
    const key = censor === 'remove' ? censor : `${rule.id} ${typeof censor === 'function' ? '' : censor}`;
    const group = groups.get(typeof censor === 'function' ? censor : key) ?? [];
    group.push(rule);
    groups.set(typeof censor === 'function' ? censor : key, group);
  }
  return groups;
}

function compile(group: readonly PathRule[], settings: PathCleanerSettings): (copy: object) => void {
  const paths = group.map(({ path }) => path);
  const [rule] = group;
  if (rule === undefined) return () => undefined;
  if (settings.censors.get(rule) === 'remove') return compileRemoval(paths, rule, settings);
  const redact = fastRedact({
    paths,
    serialize: false,
    // Two named parameters: fast-redact counts them to decide whether to pass the path.
    censor: ((value: unknown, path: readonly string[]) => {
      settings.onHidden(value, rule);
      return settings.censorer({ rule, value: () => value, path: () => path });
      // The cast holds: fast-redact passes the path although its types leave it out.
    }) as (value: unknown) => unknown,
  });
  return (copy) => {
    redact(copy);
    forget(redact);
  };
}

/** A function that gives undefined is not obeyed under a wildcard; only the constant is. */
function compileRemoval(paths: string[], rule: PathRule, settings: PathCleanerSettings): (copy: object) => void {
  const look = fastRedact({
    paths,
    serialize: false,
    censor: (value: unknown) => {
      settings.onHidden(value, rule);
      return value;
    },
  });
  const remove = fastRedact({ paths, serialize: false, censor: undefined });
  return (copy) => {
    look(copy);
    remove(copy);
    forget(look);
    forget(remove);
  };
}

/** fast-redact keeps the last values for `restore`. Put back into an empty object, they are gone. */
function forget(redact: { (input: object): unknown; restore(input: object): unknown }): void {
  const empty = {};
  redact(empty);
  redact.restore(empty);
}
