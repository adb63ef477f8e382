import { types } from 'node:util';
import { copyError, isError } from './error-fields.ts';
import { copyItems, read, type Walk } from './walk.ts';

/** Returned for a value that is no built-in with a form of its own. */
export const noBuiltin: unique symbol = Symbol('no built-in');

/** How the language's and the platform's own objects are shown, where JSON.stringify would show `{}` or bytes, or throw. */
export function copyBuiltin(value: object, walk: Walk): unknown {
  if (isError(value)) return copyError(value, walk);
  if (types.isMap(value)) return copyMap(value, walk);
  if (types.isSet(value)) return copyItems(setItems.call(value), value.size, walk);
  if (ArrayBuffer.isView(value)) return bytes(Buffer.isBuffer(value) ? 'Buffer' : tagOf(value), value.byteLength);
  if (types.isAnyArrayBuffer(value)) return bytes(tagOf(value), value.byteLength);
  if (types.isBoxedPrimitive(value)) return walk.copy(value.valueOf(), '');
  if (types.isWeakMap(value) || types.isWeakSet(value) || types.isPromise(value)) return `[${tagOf(value)}]`;
  return copyPlatformObject(value, walk);
}

// A subclass may override the iterators; the built-in ones show what is really there.
const setItems = Set.prototype.values;
const mapEntries = Map.prototype.entries;

function bytes(kind: string, length: number): string {
  return `[${kind}: ${length} bytes]`;
}

function tagOf(value: object): string {
  const tag = read(value, Symbol.toStringTag);
  return typeof tag === 'string' ? tag : 'object';
}

/** An object when every key is a primitive with a text of its own, otherwise a list of pairs. */
function copyMap(map: Map<unknown, unknown>, walk: Walk): unknown {
  const pairs = [...mapEntries.call(map)].slice(0, walk.limits.maxWidth + 1);
  const names = new Set(
    pairs.map(([key]) => (typeof key === 'object' || typeof key === 'symbol' ? undefined : `${key}`)),
  );
  if (names.has(undefined) || names.size < pairs.length) return copyItems(mapEntries.call(map), map.size, walk);
  const out: Record<string, unknown> = Object.create(null);
  for (const [key, member] of pairs.slice(0, walk.limits.maxWidth)) out[`${key}`] = walk.copy(member, `${key}`);
  if (pairs.length > walk.limits.maxWidth) out['...'] = `[Truncated: ${map.size - walk.limits.maxWidth} more]`;
  return out;
}

/** Fetch and URL classes, told by their tag so that other implementations and realms count, and nothing is loaded. */
function copyPlatformObject(value: object, walk: Walk): unknown {
  switch (tagOf(value)) {
    case 'URL':
    case 'URLSearchParams':
      return String(value);
    case 'Blob':
    case 'File':
      return bytes(tagOf(value), Number(read(value, 'size')));
    case 'Headers':
    case 'FormData':
      return copyNamedValues(value, walk);
    case 'Request':
      return copySummary(value, ['method', 'url', 'headers'], walk);
    case 'Response':
      return copySummary(value, ['status', 'statusText', 'url', 'headers'], walk);
    default:
      return copyHttpObject(value, walk);
  }
}

/** Headers and FormData: one member a name, a list where a name comes more than once. */
function copyNamedValues(value: object, walk: Walk): unknown {
  const iterate = read(value, 'entries');
  if (typeof iterate !== 'function') return noBuiltin;
  const out: Record<string, unknown> = Object.create(null);
  // Both classes give [string, string | File] pairs (WHATWG Fetch and XMLHttpRequest standards).
  for (const [name, item] of Reflect.apply(iterate, value, []) as Iterable<readonly [string, unknown]>) {
    if (--walk.nodesLeft <= 0) break;
    const copy = walk.copy(item, name);
    const earlier = out[name];
    out[name] = earlier === undefined ? copy : Array.isArray(earlier) ? [...earlier, copy] : [earlier, copy];
  }
  return out;
}

function copySummary(value: object, keys: readonly string[], walk: Walk): object {
  const out: Record<string, unknown> = Object.create(null);
  for (const key of keys) out[key] = walk.copy(read(value, key), key);
  return out;
}

/** Node's request, response and client request, wherever they hang: their sockets and parsers say nothing to a reader. */
function copyHttpObject(value: object, walk: Walk): unknown {
  if (typeof read(value, 'getHeaders') === 'function') {
    const isAnswer = typeof read(value, 'statusCode') === 'number';
    const summary = copySummary(value, isAnswer ? ['statusCode'] : ['method', 'protocol', 'host', 'path'], walk);
    const headers = Reflect.apply(Reflect.get(value, 'getHeaders'), value, []);
    return Object.assign(summary, { headers: walk.copy(headers, 'headers') });
  }
  if (typeof read(value, 'httpVersion') === 'string' && read(value, 'socket') !== undefined) {
    const isAnswer = typeof read(value, 'statusCode') === 'number';
    return copySummary(value, [isAnswer ? 'statusCode' : 'method', 'url', 'headers'], walk);
  }
  return noBuiltin;
}
