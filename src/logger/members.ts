import { copyValue, quote, toJson } from '../record/index.ts';
import { fail, type Internals, type Shared, serializersSym } from './state.ts';

/** One member's JSON text after its serializer, or `undefined` where JSON has none. Never throws. */
function memberText(log: Internals, shared: Shared, key: string, value: unknown): string | undefined {
  return toJson(serialize(log, shared, key, value), shared.limits, key);
}

/** What the serializer for the key makes of the value; without one, the value. Never throws. */
export function serialize(log: Internals, shared: Shared, key: string, value: unknown): unknown {
  const serializers = log[serializersSym];
  const name = serializers[key] === undefined && key === shared.errorKey ? 'err' : key;
  if (serializers[name] === undefined) return value;
  try {
    return serializers[name](value);
  } catch {
    fail(shared, 'LOGVEIL_HOOK_FAILED', `serializers.${name}`);
    // The value itself may be what the serializer is there to keep out.
    return '[Unreadable]';
  }
}

/** `"msg":"charged"`, or nothing when there is no message. */
export function messageText(log: Internals, shared: Shared, message: unknown): string {
  if (message === undefined) return '';
  const { messageKey, messageStart } = shared;
  if (typeof message === 'string' && log[serializersSym][messageKey] === undefined)
    return messageStart + quote(message);
  const text = memberText(log, shared, messageKey, message);
  return text === undefined ? '' : messageStart + text;
}

/** Members to an object's text; an empty one is `{}`. */
export function objectText(members: Iterable<readonly [string, string]>): string {
  let text = '';
  for (const [key, json] of members) text += `${text === '' ? '{' : ','}${quote(key)}:${json}`;
  return text === '' ? '{}' : `${text}}`;
}

/** The record's own enumerable members as pino would see them, or what a Map, a URL and their like hold. */
export function membersOf(record: object): [string, unknown][] {
  try {
    const keys = Object.keys(record);
    if (keys.length === 0 && !isBare(record)) return contentOf(record);
    return keys.map((key) => [key, readMember(record, key)]);
  } catch {
    return [['value', '[Unreadable]']];
  }
}

function readMember(record: object, key: string): unknown {
  try {
    return Reflect.get(record, key);
  } catch {
    return '[Unreadable]';
  }
}

function isBare(record: object): boolean {
  const prototype = Object.getPrototypeOf(record);
  return prototype === null || prototype === Object.prototype || prototype === Array.prototype;
}

function contentOf(record: object): [string, unknown][] {
  const copy = copyValue(record);
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy)) return [['value', copy]];
  return Object.entries(copy);
}
