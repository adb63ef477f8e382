import type { Trail } from './json-walk.ts';
import { ownCopy } from './own-copy.ts';
import type { PathSegment } from './path-syntax.ts';

/**
 * A place in all paths at once: reading a key leads to exactly one next state. Built as lines need them, so that
 * `**` costs nothing before it is met.
 */
export interface PathState {
  /** Index of the path that ends here, or -1. */
  readonly leaf: number;
  /** Keys that lead somewhere of their own. */
  readonly literals: ReadonlySet<string>;
  /** Where every other key leads: undefined when nowhere. */
  readonly other: PathNode[] | undefined;
  readonly nodes: readonly PathNode[];
  readonly next: Map<string, PathState>;
  otherState: PathState | undefined;
}

export interface PathStates {
  readonly start: PathState;
  readonly dead: PathState;
  readonly known: Map<string, PathState>;
}

interface PathNode {
  readonly id: number;
  readonly byKey: Map<string, PathNode>;
  any: PathNode | undefined;
  deep: PathNode | undefined;
  /** A `**`: every key leads back to it. */
  loops: boolean;
  leaf: number;
}

// Subsets of nodes can be many when several `**` overlap; beyond this the known ones are forgotten and built anew.
const MAX_STATES = 4096;

export function compileStates(paths: readonly (readonly PathSegment[])[]): PathStates {
  let count = 0;
  const node = (): PathNode => ({
    id: count++,
    byKey: new Map(),
    any: undefined,
    deep: undefined,
    loops: false,
    leaf: -1,
  });
  const root = node();
  for (const [index, path] of paths.entries()) {
    let at = root;
    // At the end, "anything below" is what `*` says: a value is hidden with all it holds.
    for (const segment of path.slice(0, -1)) at = follow(at, segment, node);
    const last = path.at(-1);
    if (last !== undefined) at = follow(at, last.kind === 'deep' ? { kind: 'any' } : last, node);
    if (path.length > 0 && at.leaf === -1) at.leaf = index;
  }
  const known = new Map<string, PathState>();
  return { start: stateOf(known, close([root])), dead: stateOf(known, []), known };
}

function follow(at: PathNode, segment: PathSegment, node: () => PathNode): PathNode {
  if (segment.kind === 'key') {
    const next = at.byKey.get(segment.key) ?? node();
    at.byKey.set(segment.key, next);
    return next;
  }
  if (segment.kind === 'any') {
    at.any ??= node();
    return at.any;
  }
  at.deep ??= node();
  at.deep.loops = true;
  return at.deep;
}

/** The state after the key the trail stands at. */
export function stepTo(states: PathStates, from: PathState, trail: Trail): PathState {
  if (from.literals.size > 0) {
    const key = trail.key();
    if (from.literals.has(key)) {
      const known = from.next.get(key);
      if (known !== undefined) return known;
      const state = stateOf(states.known, nodesAfter(from.nodes, key));
      from.next.set(ownCopy(key), state);
      return state;
    }
  }
  if (from.other === undefined) return states.dead;
  from.otherState ??= stateOf(states.known, from.other);
  return from.otherState;
}

function stateOf(known: Map<string, PathState>, nodes: PathNode[]): PathState {
  const name = nodes
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join(',');
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.size >= MAX_STATES) forget(known);
  const others = nodesAfter(nodes, undefined);
  const state: PathState = {
    leaf: nodes.find(({ leaf }) => leaf >= 0)?.leaf ?? -1,
    literals: new Set(nodes.flatMap(({ byKey }) => [...byKey.keys()])),
    other: others.length === 0 ? undefined : others,
    nodes,
    next: new Map(),
    otherState: undefined,
  };
  known.set(name, state);
  return state;
}

function forget(known: Map<string, PathState>): void {
  for (const state of known.values()) {
    state.next.clear();
    state.otherState = undefined;
  }
  known.clear();
}

function nodesAfter(nodes: readonly PathNode[], key: string | undefined): PathNode[] {
  const next: PathNode[] = [];
  for (const node of nodes) {
    const literal = key === undefined ? undefined : node.byKey.get(key);
    if (literal !== undefined) next.push(literal);
    if (node.any !== undefined) next.push(node.any);
    if (node.loops) next.push(node);
  }
  return close(next);
}

/** With every node, the `**` that begins there. */
function close(nodes: readonly PathNode[]): PathNode[] {
  const all = new Set(nodes);
  for (const node of all) if (node.deep !== undefined) all.add(node.deep);
  return [...all];
}
