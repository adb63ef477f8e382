import { randomUUID } from 'node:crypto';

/** The ids that a context carries and only logveil writes, in the order they stand on a line. */
export const idNames: readonly ['correlation_id', 'trace_id', 'span_id', 'trace_flags'] = [
  'correlation_id',
  'trace_id',
  'span_id',
  'trace_flags',
];

/** One of {@link idNames}. */
export type IdName = (typeof idNames)[number];

// Trace ids: W3C Trace Context (Recommendation, 23 November 2021), sections 3.2.2.3 to 3.2.2.5: all zeros are invalid.
// The correlation id: what UUIDs, ULIDs, ARNs, hosts and base64 are made of, and nothing that needs escaping in JSON or
// a header; 128 characters are twice the longest id in common use (a base64 SHA-256 has 44, X-Amzn-Trace-Id about 60).
const forms: Readonly<Record<IdName, RegExp>> = {
  correlation_id: /^[A-Za-z0-9._\-:@/+=]{1,128}$/,
  trace_id: /^(?!0{32})[0-9a-f]{32}$/,
  span_id: /^(?!0{16})[0-9a-f]{16}$/,
  trace_flags: /^[0-9a-f]{2}$/,
};

/** Whether a name is that of an id. */
export function isIdName(name: string): name is IdName {
  // Every field's name comes by here, and a comparison of interned strings is one of pointers.
  return name === 'correlation_id' || name === 'trace_id' || name === 'span_id' || name === 'trace_flags';
}

/** Whether a value has the form its id must have. */
export function isId(name: IdName, value: unknown): value is string {
  return typeof value === 'string' && forms[name].test(value);
}

/**
 * A new UUID of version 7 (RFC 9562, section 5.7): 48 bits of time, so that ids sort by age, and 74 random bits.
 */
export function newId(): string {
  const now = Date.now();
  if (now !== lastTime) {
    lastTime = now;
    const hex = now.toString(16).padStart(12, '0');
    timePart = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7`;
  }
  // Version 4 has its random bits, and the variant, where version 7 has them; Node keeps a pool of them.
  return timePart + randomUUID().slice(15);
}

let lastTime = -1;
let timePart = '';
