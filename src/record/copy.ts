import { copyBuiltin, noBuiltin } from './builtins.ts';
import { copyError, isError, isErrorLike, plainError } from './error-fields.ts';
import { type CopyLimits, defaultLimits } from './limits.ts';
import { copyItems, copyMembers, read, unreadable, type Walk } from './walk.ts';

/**
 * A plain copy of anything, within limits, that JSON.stringify shows without throwing. Never throws, never changes
 * the value: what cannot be read is said, what is too much is counted, a cycle is named.
 */
export function copyValue(value: unknown, limits: CopyLimits = defaultLimits, key = ''): unknown {
  return createWalk(limits).copy(value, key);
}

/** The error serializer's work: anything with a message is an error, as in pino; the rest is given back as it is. */
export function serializeError(value: unknown, limits: CopyLimits = defaultLimits): unknown {
  if (!isErrorLike(value)) return value;
  const plain = plainError(value);
  if (plain !== undefined) return plain;
  const walk = createWalk(limits);
  return guarded(value, walk, () => copyError(value, walk));
}

function createWalk(limits: CopyLimits): Walk {
  const walk: Walk = {
    limits,
    ancestors: new Set(),
    nodesLeft: limits.maxNodes,
    copy: (value, key) => copyOne(value, key, walk),
  };
  return walk;
}

function copyOne(value: unknown, key: string, walk: Walk): unknown {
  if (--walk.nodesLeft < 0) return '[Truncated: size]';
  if (typeof value === 'bigint') return copyBigint(value);
  if (typeof value !== 'object' || value === null) return value;
  if (walk.ancestors.has(value)) return '[Circular]';
  if (walk.ancestors.size >= walk.limits.maxDepth) return '[Truncated: depth]';
  return guarded(value, walk, () => copyObject(value, key, walk));
}

/** A number as pino has it where a number can hold it, else its digits as text, so that none is lost. */
function copyBigint(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function guarded(value: object, walk: Walk, copy: () => unknown): unknown {
  walk.ancestors.add(value);
  try {
    return copy();
  } catch {
    return unreadable;
  } finally {
    walk.ancestors.delete(value);
  }
}

function copyObject(value: object, key: string, walk: Walk): unknown {
  // An error's own toJSON often leaves out the stack and brings in the request; a Buffer's gives its bytes.
  const toJson = isError(value) || ArrayBuffer.isView(value) ? undefined : Reflect.get(value, 'toJSON');
  if (typeof toJson === 'function') {
    const shown: unknown = Reflect.apply(toJson, value, [key]);
    if (shown !== value) return walk.copy(shown, key);
  }
  const builtin = copyBuiltin(value, walk);
  if (builtin !== noBuiltin) return builtin;
  if (Array.isArray(value)) return copyItems(value, value.length, walk);
  const data = read(value, 'type') === 'Buffer' ? read(value, 'data') : undefined;
  if (Array.isArray(data)) return `[Buffer: ${data.length} bytes]`;
  return copyMembers(value, walk);
}
