import type { CopyLimits } from './limits.ts';

/** One careful copy in progress: what is left of its limits, and the objects it stands in. */
export interface Walk {
  readonly limits: CopyLimits;
  readonly ancestors: Set<object>;
  nodesLeft: number;
  /** Copies a member; `key` is what its toJSON is told. */
  copy(value: unknown, key: string): unknown;
}

/** Stands for what threw when it was read. */
export const unreadable = '[Unreadable]';

/** Reads a member that may be a throwing getter or a proxy's trap. */
export function read(value: object, key: string | symbol): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return unreadable;
  }
}

/** The object's own enumerable string keys, as JSON.stringify sees them, with their copies. */
export function copyMembers(value: object, walk: Walk, into: Record<string, unknown> = Object.create(null)): object {
  const keys = Object.keys(value);
  const shown = Math.min(keys.length, walk.limits.maxWidth);
  for (const key of keys.slice(0, shown)) {
    if (Object.hasOwn(into, key)) continue;
    if (walk.nodesLeft <= 0) return Object.assign(into, { '...': '[Truncated: size]' });
    const member = read(value, key);
    if (typeof member !== 'function' && typeof member !== 'symbol') into[key] = walk.copy(member, key);
  }
  if (shown < keys.length) into['...'] = `[Truncated: ${keys.length - shown} more]`;
  return into;
}

/** The items' copies, in order. */
export function copyItems(items: Iterable<unknown>, size: number, walk: Walk): unknown[] {
  const out: unknown[] = [];
  for (const item of items) {
    if (walk.nodesLeft <= 0) return [...out, '[Truncated: size]'];
    if (out.length >= walk.limits.maxWidth) return [...out, `[Truncated: ${size - out.length} more]`];
    out.push(walk.copy(item, String(out.length)));
  }
  return out;
}
