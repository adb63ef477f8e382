/** One step of the paths to be copied along: literal keys, and what every key leads to. */
export interface PathTree {
  readonly byKey: Map<string, PathTree>;
  any: PathTree | undefined;
  /** A path ends here. */
  isEnd: boolean;
}

export function createTree(): PathTree {
  return { byKey: new Map(), any: undefined, isEnd: false };
}

/** A copy of what lies along the paths. Everything else is shared with the original and must not be written to. */
export interface PathCopy {
  readonly copy: object;
  /** Puts back what was set aside while the copy is worked on. */
  restore(): void;
}

/** What stands where a value could not be read and no path asked for it. */
const UNREADABLE = '[unreadable]';

/**
 * Copies plain objects and arrays along the paths. Anything else on the way (a request, an error, a Map, what has a
 * `toJSON`) may answer to a write with a setter, so it is set aside: its serializer sees the original, and the path is
 * looked for in the finished line.
 */
export function copyAlong(record: object, tree: PathTree, marker: string): PathCopy {
  const shelf: Shelved[] = [];
  const copy = copyFields(record, { trees: [tree], marker, shelf });
  return {
    copy,
    restore: () => {
      for (const { parent, key, value } of shelf) define(parent, key, value);
    },
  };
}

interface Shelved {
  readonly parent: object;
  readonly key: string;
  readonly value: object;
}

interface Step {
  /** The paths that lead through this value. */
  readonly trees: readonly PathTree[];
  readonly marker: string;
  readonly shelf: Shelved[];
}

function copyFields(source: object, step: Step): object {
  const copy: object = Array.isArray(source) ? [] : Object.create(Object.getPrototypeOf(source));
  for (const key of Object.keys(source)) copyField({ source, copy, key }, step);
  return copy;
}

interface Field {
  readonly source: object;
  readonly copy: object;
  readonly key: string;
}

function copyField({ source, copy, key }: Field, step: Step): void {
  const below = { ...step, trees: treesBelow(step.trees, key) };
  let value: unknown;
  try {
    value = Reflect.get(source, key);
    if (below.trees.some(leadsOn) && typeof value === 'object' && value !== null) {
      if (isPlain(value)) value = copyFields(value, below);
      else if (!below.trees.some(({ isEnd }) => isEnd)) {
        step.shelf.push({ parent: copy, key, value });
        value = null;
      }
    }
  } catch {
    // A throwing getter, a revoked or hostile proxy: nothing of it can be shown safely.
    value = below.trees.length === 0 ? UNREADABLE : step.marker;
  }
  define(copy, key, value);
}

function treesBelow(trees: readonly PathTree[], key: string): PathTree[] {
  const below: PathTree[] = [];
  for (const { byKey, any } of trees) {
    const literal = byKey.get(key);
    if (literal !== undefined) below.push(literal);
    if (any !== undefined) below.push(any);
  }
  return below;
}

function leadsOn({ byKey, any }: PathTree): boolean {
  return byKey.size > 0 || any !== undefined;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const isBare = prototype === null || prototype === Object.prototype || prototype === Array.prototype;
  return isBare && typeof Reflect.get(value, 'toJSON') !== 'function';
}

/** Never an assignment: `__proto__` and inherited setters would run. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
