import { type JsonVisitor, type Trail, walkJson } from './json-walk.ts';
import { compileStates, type PathState, type PathStates, stepTo } from './path-states.ts';
import { type PathSegment, parsePath } from './path-syntax.ts';

/** Compiled paths, ready to be looked for in many lines. */
export interface PathMatcher {
  readonly states: PathStates;
  /** Text without any of these holds none of the paths. Undefined: looking is dearer than walking. */
  readonly gate: readonly string[] | undefined;
}

/** A value that stands at one of the paths. */
export interface PathSpan {
  readonly start: number;
  readonly end: number;
  /** As in a hit: -1 is the inside of a string, 0 is a whole number, boolean, object or array. */
  readonly quoting: -1 | 0;
  /** The keys and indexes from the root of the document to the value. */
  readonly path: readonly string[];
  /** Which of the compiled paths it was. */
  readonly index: number;
}

/** Compiles paths in pino's syntax with `**` for any depth. Paths that cannot be read are passed over: check first. */
export function compilePaths(paths: readonly string[]): PathMatcher {
  const parsed = paths.map((path) => parsePath(path) ?? []);
  return { states: compileStates(parsed), gate: gateOf(parsed) };
}

/** Every value at one of the paths, in order. Linear in the text; broken JSON ends the search, not the program. */
export function findPaths(text: string, matcher: PathMatcher): readonly PathSpan[] {
  if (matcher.gate !== undefined && !mayHold(text, matcher.gate)) return NONE;
  const visitor = new PathVisitor(text, matcher.states);
  walkJson(text, visitor);
  return visitor.spans;
}

const NONE: readonly PathSpan[] = [];
// A search for one literal costs about a tenth of the walk (850-byte line), so a few pay and many do not.
const GATE_LIMIT = 6;

function gateOf(paths: readonly (readonly PathSegment[])[]): readonly string[] | undefined {
  const keys = new Set<string>();
  for (const path of paths) {
    if (path.length === 0) continue;
    const key = path.findLast((segment) => segment.kind === 'key' && !/^\d+$/.test(segment.key));
    if (key?.kind !== 'key') return undefined;
    keys.add(JSON.stringify(key.key));
  }
  return keys.size > GATE_LIMIT ? undefined : [...keys];
}

function mayHold(text: string, gate: readonly string[]): boolean {
  for (const key of gate) if (text.includes(key)) return true;
  // An escape may spell a key in another way: \u0070assword, a\/b.
  return gate.length > 0 && (text.includes('\\u') || text.includes('\\/'));
}

class PathVisitor implements JsonVisitor {
  readonly spans: PathSpan[] = [];
  readonly #text: string;
  readonly #states: PathStates;
  readonly #open: PathState[] = [];
  /** Depth and place of the container that is itself at a path; what it holds is not looked at. */
  #hidden: { readonly depth: number; readonly start: number; readonly index: number } | undefined;

  constructor(text: string, states: PathStates) {
    this.#text = text;
    this.#states = states;
  }

  open(at: number, trail: Trail): void {
    const state = this.#stateAt(trail);
    if (this.#hidden === undefined && state.leaf >= 0) {
      this.#hidden = { depth: trail.depth, start: at, index: state.leaf };
    }
    this.#open[trail.depth] = this.#hidden === undefined ? state : this.#states.dead;
  }

  value(start: number, end: number, trail: Trail): void {
    if (trail.depth === 0 || this.#hidden !== undefined) return;
    const state = this.#stateAt(trail);
    if (state.leaf < 0) return;
    const quoted = this.#text.charCodeAt(start) === 34;
    if (quoted) this.#pushString({ start, end, index: state.leaf }, trail);
    // As in pino, null has nothing to hide.
    else if (!(end - start === 4 && this.#text.startsWith('null', start))) {
      this.#push({ start, end, quoting: 0, index: state.leaf }, trail);
    }
  }

  close(end: number, trail: Trail): void {
    if (this.#hidden?.depth !== trail.depth) return;
    this.#push({ start: this.#hidden.start, end, quoting: 0, index: this.#hidden.index }, trail);
    this.#hidden = undefined;
  }

  cut(end: number, trail: Trail): void {
    if (this.#hidden === undefined) return;
    trail.depth = this.#hidden.depth;
    this.close(end, trail);
  }

  #stateAt(trail: Trail): PathState {
    const parent = this.#open[trail.depth - 1];
    if (parent === undefined) return this.#states.start;
    if (parent.other === undefined && parent.literals.size === 0) return this.#states.dead;
    return stepTo(this.#states, parent, trail);
  }

  #pushString({ start, end, index }: Omit<PathSpan, 'path' | 'quoting'>, trail: Trail): void {
    const closed = end - start > 1 && this.#text.charCodeAt(end - 1) === 34 && !trail.openString;
    const last = closed ? end - 1 : end;
    if (last > start + 1) this.#push({ start: start + 1, end: last, quoting: -1, index }, trail);
  }

  #push(span: Omit<PathSpan, 'path'>, trail: Trail): void {
    this.spans.push({ ...span, path: trail.path() });
  }
}

/** The path of the value that holds each offset (given in order), or undefined outside any document. */
export function locate(text: string, offsets: readonly number[]): (readonly string[] | undefined)[] {
  const paths: (readonly string[] | undefined)[] = offsets.map(() => undefined);
  let next = 0;
  const take = (before: number, trail: Trail): void => {
    while (next < offsets.length && (offsets[next] ?? 0) < before) paths[next++] = trail.path();
  };
  walkJson(text, {
    open: (at, trail) => take(at + 1, trail),
    value: (_, end, trail) => take(end, trail),
    close: (end, trail) => take(end, trail),
    cut: (end, trail) => take(end, trail),
  });
  return paths;
}
