import { types } from 'node:util';
import { copyMembers, read, type Walk } from './walk.ts';

/** Whether a value is an error: of this realm, of another one, or a DOMException. */
export function isError(value: unknown): boolean {
  return value instanceof Error || types.isNativeError(value);
}

/** Whether pino would show the value under `err` as an error: anything with a message. */
export function isErrorLike(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return isError(value) || typeof read(value, 'message') === 'string';
}

/**
 * An error's `type`, `message`, `stack`, `cause`, `errors` and own members. Unlike pino's serializer the messages of causes
 * are not joined to the message: each stands once, in its place.
 */
export function copyError(error: object, walk: Walk): object {
  const fields: Record<string, unknown> = Object.create(null);
  fields['type'] = typeName(error);
  fields['message'] = walk.copy(read(error, 'message'), 'message');
  fields['stack'] = walk.copy(read(error, 'stack') ?? '', 'stack');
  if (isDomException(error)) {
    fields['name'] = walk.copy(read(error, 'name'), 'name');
    fields['code'] = walk.copy(read(error, 'code'), 'code');
  }
  for (const key of hiddenMembers) {
    const member = Object.hasOwn(error, key) ? read(error, key) : undefined;
    if (member !== undefined && typeof member !== 'function') fields[key] = walk.copy(member, key);
  }
  const cause = causeGivenByMethod(error);
  if (cause !== undefined) fields['cause'] = walk.copy(cause, 'cause');
  return copyMembers(error, walk, fields);
}

/**
 * The same for the error that nearly every error is: no cause, no parts, own members that are text, numbers or flags.
 * A third of the cost, which counts when a service logs an error per request. `undefined` for any other.
 */
export function plainError(error: object): object | undefined {
  if (!(error instanceof Error) || isDomException(error)) return undefined;
  try {
    if ('cause' in error || hiddenMembers.some((key) => Object.hasOwn(error, key))) return undefined;
    const { message, stack } = error;
    if (typeof message !== 'string' || typeof (stack ?? '') !== 'string') return undefined;
    const fields: Record<string, unknown> = { type: typeName(error), message, stack: stack ?? '' };
    for (const key of Object.keys(error)) {
      const member: unknown = Reflect.get(error, key);
      if (typeof member === 'object' || typeof member === 'bigint' || key === '__proto__') return undefined;
      if (typeof member !== 'function' && !Object.hasOwn(fields, key)) fields[key] = member;
    }
    return fields;
  } catch {
    return undefined;
  }
}

// Own, but not enumerable: `cause` (ES2022), `errors` of AggregateError, `error` and `suppressed` of SuppressedError (ES2026).
const hiddenMembers = ['cause', 'errors', 'error', 'suppressed'] as const;

function typeName(error: object): unknown {
  const maker = read(error, 'constructor');
  const name = typeof maker === 'function' ? maker.name : read(error, 'name');
  return typeof name === 'string' ? name : 'Error';
}

function isDomException(error: object): boolean {
  return read(error, Symbol.toStringTag) === 'DOMException';
}

/** VError and its like have a method `cause()`. */
function causeGivenByMethod(error: object): unknown {
  const method = read(error, 'cause');
  if (typeof method !== 'function') return undefined;
  try {
    return Reflect.apply(method, error, []);
  } catch {
    return undefined;
  }
}
