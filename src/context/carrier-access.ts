/**
 * What ids travel in: an object of names and values (headers, a job's data, Kafka's headers with their Buffers,
 * SQS's message attributes, `process.env`), `Headers`, a `Map`, or a list of pairs.
 */
export type Carrier = object;

/** How names and values are written. */
export type CarrierFormat = 'text' | 'sqs' | 'env';

/** Sets a value under a name, replacing what is there under the same name in any case. */
export function writeTo(carrier: Carrier, name: string, value: string, format: CarrierFormat): void {
  if (isHeaders(carrier)) carrier.set(name, value);
  else if (carrier instanceof Map) writeToMap(carrier, name, value);
  else if (Array.isArray(carrier)) writeToPairs(carrier, name, value);
  else writeToObject(carrier, name, value, format);
}

/** Removes what stands under a name in any case. */
export function removeFrom(carrier: Carrier, name: string): void {
  if (isHeaders(carrier)) carrier.delete?.(name);
  else if (carrier instanceof Map) removeFromMap(carrier, name);
  else if (Array.isArray(carrier)) removeFromPairs(carrier, name);
  else removeFromObject(carrier, name);
}

function writeToMap(carrier: Map<unknown, unknown>, name: string, value: string): void {
  removeFromMap(carrier, name);
  carrier.set(name, value);
}

function removeFromMap(carrier: Map<unknown, unknown>, name: string): void {
  for (const key of [...carrier.keys()]) if (isSameName(key, name)) carrier.delete(key);
}

function writeToPairs(carrier: unknown[], name: string, value: string): void {
  removeFromPairs(carrier, name);
  carrier.push([name, value]);
}

function removeFromPairs(carrier: unknown[], name: string): void {
  for (let index = carrier.length - 1; index >= 0; index--) {
    const pair: unknown = carrier[index];
    if (Array.isArray(pair) && isSameName(pair[0], name)) carrier.splice(index, 1);
  }
}

function writeToObject(carrier: object, name: string, value: string, format: CarrierFormat): void {
  const key = format === 'env' ? envName(name) : name;
  removeFromObject(carrier, name, key);
  const shown = format === 'sqs' ? { DataType: 'String', StringValue: value } : value;
  Object.defineProperty(carrier, key, { value: shown, writable: true, enumerable: true, configurable: true });
}

function removeFromObject(carrier: object, name: string, kept?: string): void {
  for (const other of Object.keys(carrier)) {
    if (other !== kept && isSameName(other, name)) Reflect.deleteProperty(carrier, other);
  }
}

/** The value under a name in any case, as text; `undefined` when it is not there or no text. Never throws. */
export function readFrom(carrier: Carrier, name: string): string | undefined {
  try {
    if (isHeaders(carrier)) return carrier.get(name) ?? undefined;
    return textOf(rawValue(carrier, name));
  } catch {
    return undefined;
  }
}

function rawValue(carrier: Carrier, name: string): unknown {
  if (!(carrier instanceof Map) && !Array.isArray(carrier)) {
    if (Object.hasOwn(carrier, name)) return Reflect.get(carrier, name);
    const key = Object.keys(carrier).find((other) => isSameName(other, name));
    return key === undefined ? undefined : Reflect.get(carrier, key);
  }
  for (const pair of carrier) if (Array.isArray(pair) && isSameName(textOf(pair[0]), name)) return pair[1];
  return undefined;
}

// The longest value read, `baggage`, has at most 8,192 bytes (W3C Baggage, section 3.3.2).
const maxValueBytes = 8_192;

/** Text, bytes, the first of several, or what SQS and its Lambda event wrap text in. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return value.length <= maxValueBytes ? Buffer.from(value).toString() : undefined;
  if (Array.isArray(value)) return value.length === 1 ? textOf(value[0]) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  const wrapped: { StringValue?: unknown; stringValue?: unknown } = value;
  const text = wrapped.StringValue ?? wrapped.stringValue;
  return typeof text === 'string' ? text : undefined;
}

function isHeaders(carrier: Carrier): carrier is Pick<Headers, 'get' | 'set'> & Partial<Pick<Headers, 'delete'>> {
  if (carrier instanceof Map || !('get' in carrier) || !('set' in carrier)) return false;
  return typeof carrier.get === 'function' && typeof carrier.set === 'function';
}

/** `TRACEPARENT` is `traceparent`, `X_REQUEST_ID` is `X-Request-Id`: environments know neither dashes nor case. */
function isSameName(name: unknown, wanted: string): boolean {
  return typeof name === 'string' && name.length === wanted.length && envName(name) === envName(wanted);
}

function envName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
