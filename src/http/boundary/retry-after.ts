import { readMember } from './facts.ts';

// An hour: what an upstream asks for beyond that is no help to a client that waits for an answer.
const longest = 3_600;

/** Seconds of a `Retry-After` among headers of any kind: plain members, `Headers`. Rounded up, bounded to an hour. */
export function retryAfterOf(headers: unknown, now: () => number = Date.now): number | undefined {
  const value = readHeader(headers, 'retry-after');
  // RFC 9110, section 10.2.3: a number of seconds or a date.
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value).trim();
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now()) / 1_000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), longest) : undefined;
}

/** A header of an object with any spelling of names, or of something with a `get`. */
export function readHeader(headers: unknown, name: string): unknown {
  if (typeof headers !== 'object' || headers === null) return undefined;
  try {
    const get = readMember(headers, 'get');
    if (typeof get === 'function') return Reflect.apply(get, headers, [name]) ?? undefined;
    const key = Object.keys(headers).find((each) => each.toLowerCase() === name);
    return key === undefined ? undefined : Reflect.get(headers, key);
  } catch {
    return undefined;
  }
}
