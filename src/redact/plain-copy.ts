import { types } from 'node:util';

/**
 * A JSON-like copy of anything, made without trusting it: getters, proxies and `toJSON` may throw, structures may be
 * cyclic, endless or deep.
 *
 * Dates become ISO text, bigints their digits, a Map an object (or pairs when a key is no text), a Set an array, an
 * error its type, message, stack, cause and own fields, bytes `[Buffer, 12 bytes]`, functions and symbols their kind.
 */
export function plainCopy(value: unknown): unknown {
  return copyOf(value, { depth: 0, above: new Set(), budget: { left: MAX_NODES } });
}

// Deeper or larger is no log content any more; the copy says where it stopped.
const MAX_DEPTH = 64;
const MAX_NODES = 100_000;

interface Walk {
  readonly depth: number;
  /** The objects this value is in, to tell a cycle from an alias. */
  readonly above: ReadonlySet<object>;
  readonly budget: { left: number };
}

function copyOf(value: unknown, walk: Walk): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return String(value);
    case 'symbol':
      return '[symbol]';
    case 'function':
      return '[function]';
    case 'object':
      return value === null ? null : copyObject(value, walk);
  }
}

function copyObject(value: object, walk: Walk): unknown {
  if (walk.above.has(value)) return '[Circular]';
  if (walk.depth >= MAX_DEPTH) return '[too deep]';
  if (walk.budget.left-- <= 0) return '[too large]';
  const below = { ...walk, depth: walk.depth + 1, above: new Set(walk.above).add(value) };
  try {
    return copyByKind(value, below);
  } catch {
    return '[unreadable]';
  }
}

function copyByKind(value: object, walk: Walk): unknown {
  if (types.isProxy(value)) return copyOwn(value, walk);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value))
    return `[${kindName(value)}, ${value.byteLength} bytes]`;
  if (types.isMap(value)) return copyMap(value, walk);
  if (types.isSet(value)) return copyList(value, walk);
  if (types.isRegExp(value)) return String(value);
  if (types.isBoxedPrimitive(value)) return copyOf(value.valueOf(), walk);
  if (types.isNativeError(value)) return copyError(value, walk);
  const toJson: unknown = Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') return copyOf(Reflect.apply(toJson, value, ['']), walk);
  return Array.isArray(value) ? copyList(value, walk) : copyOwn(value, walk);
}

/** By internal slots, not by a name the object could set. */
function kindName(value: ArrayBufferView | ArrayBufferLike): string {
  if (Buffer.isBuffer(value)) return 'Buffer';
  return ArrayBuffer.isView(value) ? 'typed array' : 'ArrayBuffer';
}

function copyList(values: Iterable<unknown>, walk: Walk): unknown[] {
  const copy: unknown[] = [];
  for (const value of values) {
    if (walk.budget.left-- <= 0) {
      copy.push('[too large]');
      break;
    }
    copy.push(copyOf(value, walk) ?? null);
  }
  return copy;
}

function copyMap(map: ReadonlyMap<unknown, unknown>, walk: Walk): unknown {
  if ([...map.keys()].some((key) => typeof key !== 'string')) return copyList(map, walk);
  const copy = emptyCopy();
  for (const [key, value] of map) copy[String(key)] = copyOf(value, walk);
  return copy;
}

function copyOwn(value: object, walk: Walk): unknown {
  if (Array.isArray(value)) return copyList(value, walk);
  const bytes = serializedBytes(value);
  if (bytes !== undefined) return `[Buffer, ${bytes.length} bytes]`;
  const copy = emptyCopy();
  for (const key of Object.keys(value)) {
    if (walk.budget.left-- <= 0) {
      copy['…'] = '[too large]';
      break;
    }
    copy[key] = copyField(value, key, walk);
  }
  return copy;
}

/** The bytes of a Buffer that somebody has serialised already: `{"type":"Buffer","data":[104,117,…]}`. */
function serializedBytes(value: object): unknown[] | undefined {
  const isBuffer = Object.hasOwn(value, 'data') && Reflect.get(value, 'type') === 'Buffer';
  const data: unknown = isBuffer ? Reflect.get(value, 'data') : undefined;
  return Array.isArray(data) ? data : undefined;
}

function copyField(value: object, key: string, walk: Walk): unknown {
  try {
    return copyOf(Reflect.get(value, key), walk);
  } catch {
    return '[unreadable]';
  }
}

function copyError(error: Error, walk: Walk): unknown {
  const copy = emptyCopy();
  for (const key of ['name', 'message', 'stack', 'cause', 'errors']) {
    if (key in error) copy[key === 'name' ? 'type' : key] = copyField(error, key, walk);
  }
  for (const key of Object.keys(error)) copy[key] ??= copyField(error, key, walk);
  return copy;
}

/** No prototype, so that a key like `__proto__` is only a key. */
function emptyCopy(): Record<string, unknown> {
  return Object.create(null);
}
